import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { AbortedError, DecodeError, StoreError, TransportError } from '../../src/core/errors.js';
import {
  always,
  type Fault,
  inTurn,
  type LoopbackServer,
  startFaultServer,
  webPage,
} from '../support/faultServer.js';
import { createTestClient, noDeadline, type TestClientOptions } from '../support/sourceBench.js';

const BODY = 'a list of addresses\n'.repeat(20_000);

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'hopsight-download-'));
  cleanups.push(() => rmSync(folder, { recursive: true }));
  return folder;
}

async function serve(script: (request: { index: number; url: URL }) => Fault | null) {
  const server = await startFaultServer({
    script,
    answer: () => ({
      status: 200,
      contentType: 'text/xml',
      body: BODY,
      headers: { 'Content-Length': String(BODY.length) },
    }),
  });
  cleanups.push(() => server.close());
  return server;
}

function start(
  server: Pick<LoopbackServer, 'url'>,
  options: TestClientOptions & { maxBytes?: number; file?: string } = {},
) {
  const { maxBytes = 10_000_000, file = join(newFolder(), 'list.xml'), ...client } = options;
  const { http, slept } = createTestClient(client);
  const seen: (readonly [number, number | null])[] = [];
  const asked = { host: 'list.test', route: 'list', url: `${server.url}/list.xml` };
  const to = {
    file,
    maxBytes,
    onProgress: (bytes: number, of: number | null) => seen.push([bytes, of]),
  };
  return { reply: (signal = noDeadline()) => http.download(asked, to, signal), file, seen, slept };
}

describe('a download', () => {
  it('is written as it comes, with its size, its digest and how far it is', async () => {
    const { reply, file, seen } = start(await serve(() => null));
    const digest = `sha256:${createHash('sha256').update(BODY).digest('hex')}`;
    expect(await reply()).toMatchObject({
      status: 200,
      body: { size: BODY.length, digest, head: BODY.slice(0, 512) },
    });
    expect(readFileSync(file, 'utf8')).toBe(BODY);
    expect(seen.at(-1)).toEqual([BODY.length, BODY.length]);
    expect(seen.length).toBeGreaterThan(1);
  });

  it('of a page that is unchanged leaves the file alone', async () => {
    const unchanged = { status: 304, contentType: 'text/xml', body: '' };
    const { reply, file } = start(await serve(always({ kind: 'answer', answer: unchanged })));
    writeFileSync(file, 'before');
    expect(await reply()).toMatchObject({ status: 304, body: null });
    expect(readFileSync(file, 'utf8')).toBe('before');
  });

  it('that broke off begins anew and is whole in the end', async () => {
    const server = await serve(inTurn({ kind: 'reset-in-body' }, { kind: 'refuse' }));
    const { reply, file, slept } = start(server, { tries: 3 });
    expect((await reply()).body).toMatchObject({ size: BODY.length });
    expect(readFileSync(file, 'utf8')).toBe(BODY);
    expect(slept).toHaveLength(2);
  });

  it.each([
    ['breaks off each time', { kind: 'reset-in-body' }, TransportError],
    ['stands still half-way', { kind: 'stall-in-body' }, TransportError],
    ['never begins', { kind: 'stall' }, TransportError],
    ['never ends', { kind: 'flood' }, DecodeError],
    ['is a web page', webPage(200), DecodeError],
    ['is an error', webPage(503), TransportError],
  ] as const)('that %s is an error', async (_, fault, kind) => {
    const { reply } = start(await serve(always(fault)), { timeoutMs: 300 });
    await expect(reply()).rejects.toThrow(kind);
  });

  it('that is slow but never stands still may take longer than a try of another request', async () => {
    const parts = [...'abcdefghij'];
    const server = createServer((_, response) => {
      response.writeHead(200);
      let next = 0;
      const timer = setInterval(() => {
        response.write(parts[next]);
        next += 1;
        if (next === parts.length) {
          clearInterval(timer);
          response.end();
        }
      }, 200);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    cleanups.push(() => server.close());
    const { port } = server.address() as AddressInfo;
    const { reply } = start({ url: `http://127.0.0.1:${port}` }, { timeoutMs: 1500 });
    expect((await reply()).body?.head).toBe('abcdefghij');
  });

  it('ends when its caller stops waiting', async () => {
    const { reply } = start(await serve(always({ kind: 'stall-in-body' })));
    await expect(reply(AbortSignal.timeout(100))).rejects.toThrow(AbortedError);
  });

  it('that cannot be written is no failure of the host', async () => {
    const file = join(newFolder(), 'missing', 'list.xml');
    const { reply, slept } = start(await serve(() => null), { file, tries: 3 });
    await expect(reply()).rejects.toThrow(StoreError);
    expect(slept).toEqual([]);
  });
});
