import { createServer } from 'node:http';
import type { Answer, LoopbackServer } from './faultServer.js';

/** A question as it came, by JSON-RPC or by the parameters of an explorer. */
export interface AskedNode {
  readonly path: string;
  readonly method: string;
  /** The whole body of a POST; empty for a GET. */
  readonly body: string;
  readonly query: URLSearchParams;
  /** With lower-case names. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

/** A server on 127.0.0.1 that is asked like a node. `methods` tells what was asked. */
export interface NodeServer extends LoopbackServer {
  /** Order: as asked. */
  readonly methods: readonly string[];
}

/** Starts a server that answers questions to a node. */
export async function startNodeServer(
  answer: (asked: AskedNode) => Answer | Promise<Answer>,
): Promise<NodeServer> {
  const requests: string[] = [];
  const requestTimesMs: number[] = [];
  const methods: string[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', async () => {
      const url = new URL(request.url ?? '/', 'http://loopback');
      const body = Buffer.concat(parts).toString('utf8');
      const method = methodOf(body) ?? url.searchParams.get('action') ?? '';
      requests.push(`${url.pathname}${url.search}`);
      requestTimesMs.push(performance.now());
      methods.push(method);
      const { pathname: path, searchParams: query } = url;
      const given = await answer({ path, method, body, query, headers: request.headers });
      response.writeHead(given.status, { 'Content-Type': given.contentType, ...given.headers });
      response.end(given.body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  const host = `127.0.0.1:${address.port}`;
  return {
    url: `http://${host}`,
    host,
    requests,
    requestTimesMs,
    methods,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function methodOf(body: string): string | null {
  if (body === '') return null;
  const read: unknown = JSON.parse(body);
  const isQuestion = typeof read === 'object' && read !== null && 'method' in read;
  return isQuestion ? String(read.method) : null;
}
