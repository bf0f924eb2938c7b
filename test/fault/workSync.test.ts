import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { startFaultServer } from '../support/faultServer.js';
import { EMPLOYER, HONEST, honestTransfers } from '../support/honestWallet.js';
import {
  chainsOf,
  closeAfterwards,
  explorerAt,
  inventedAddress,
  TEST_KEY,
} from '../support/liveSources.js';
import { startLoopbackExplorer } from '../support/loopbackExplorer.js';
import { ASKER, useWork } from '../support/openTestWork.js';
import { listNaming } from '../support/syncedList.js';

const opened = closeAfterwards();
const works = useWork();
const publishers: Server[] = [];

afterAll(() => {
  for (const server of publishers) {
    server.closeAllConnections();
    server.close();
  }
});

/** A publisher that answers each request when it is told to. */
async function startHeldPublisher() {
  const held: ServerResponse[] = [];
  const server = createServer((_, response) => {
    held.push(response);
    server.emit('held');
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : null;
  publishers.push(server);
  return {
    feed: feedAt(`http://127.0.0.1:${port}`),
    asked: async () => {
      if (held.length === 0) await once(server, 'held');
    },
    answer: (body: string) => {
      for (const response of held.splice(0)) {
        response.writeHead(200, { 'content-type': 'text/xml' }).end(body);
      }
    },
  };
}

function feedAt(url: string) {
  return { set: 'ofac-sdn', format: 'ofac-sdn', url: `${url}/SDN.XML` };
}

async function configWith(feed: object) {
  const explorer = await opened.server(
    startLoopbackExplorer({ facts: honestTransfers(), apiKey: TEST_KEY }),
  );
  const chains = chainsOf({ ethereum: [explorerAt(explorer)] });
  // Without the built-in copy: a list that names one party would be refused beside it.
  return { chains, labels: { builtIn: false, feeds: [feed] } };
}

describe('a sync of the labels', () => {
  it('goes on beside screenings, and what is screened after it knows the new labels', async () => {
    const publisher = await startHeldPublisher();
    const { work, submitOne, end, audited } = works.open(await configWith(publisher.feed));
    let isOver = false;
    const syncing = work.syncLabels(ASKER).finally(() => {
      isOver = true;
    });
    await publisher.asked();
    // The service answers, and its worker screens, while the publisher is silent.
    const before = submitOne(HONEST);
    await end([before]);
    expect(isOver).toBe(false);
    expect(work.readDocument(before.screeningId)).toMatchObject({ decision: 'incomplete' });
    expect(audited.map(({ action }) => action)).not.toContain('labels-synced');
    publisher.answer(listNaming(EMPLOYER));
    expect(await syncing).toMatchObject([{ set: 'ofac-sdn', result: 'imported', problem: null }]);
    const after = submitOne(HONEST, { reuse: 'valid-verdict' });
    expect(await end([after])).toMatchObject([{ kind: 'done', isReused: false }]);
    expect(work.readDocument(after.screeningId)).toMatchObject({ decision: 'hold' });
    expect(audited.filter(({ action }) => action === 'labels-synced')).toEqual([
      { actor: ASKER, action: 'labels-synced', subjectId: null },
    ]);
  });

  it('is asked of the worker when one is ready, and waits for no screening', async () => {
    const publisher = await startHeldPublisher();
    const { work, submit, end } = works.open(await configWith(publisher.feed));
    // Both before the worker has started.
    const syncing = work.syncLabels(ASKER);
    const states = submit(
      Array.from({ length: 8 }, (_, at) => ({ text: inventedAddress(`${at}`) })),
    );
    await publisher.asked();
    publisher.answer(listNaming(inventedAddress('a stranger')));
    expect(await syncing).toMatchObject([{ result: 'imported' }]);
    await end(states);
  });

  it('tells what a publisher refused', async () => {
    const server = await opened.server(
      startFaultServer({
        answer: () => ({ status: 404, contentType: 'text/plain', body: 'gone' }),
        script: () => null,
      }),
    );
    const { work } = works.open(await configWith(feedAt(server.url)));
    const [set, more] = await work.syncLabels(ASKER);
    expect(more).toBeUndefined();
    expect(set).toMatchObject({ set: 'ofac-sdn', result: 'failed', snapshot: null });
    expect(set?.problem).toContain(server.host);
    expect(set?.problem).not.toContain('SDN.XML');
  });

  it('is told to have ended with the worker, and with the service', async () => {
    const publisher = await startHeldPublisher();
    const config = await configWith(publisher.feed);
    const file = join(works.newFolder(), 'worker.mjs');
    writeFileSync(
      file,
      `import { parentPort } from 'node:worker_threads';
      parentPort.on('message', ({ item }) => { if (item) throw new Error('a planted crash'); });
      await import(${JSON.stringify(works.workerFile.href)});`,
    );
    const fragile = works.open(config, { workerFile: pathToFileURL(file) });
    const ended = expect(fragile.work.syncLabels(ASKER)).rejects.toThrow(
      /ended before.*sync again/,
    );
    await publisher.asked();
    fragile.submitOne(HONEST);
    await ended;
    expect(fragile.audited.map(({ action }) => action)).not.toContain('labels-synced');
    const { work } = works.open(config);
    const stopped = expect(work.syncLabels(ASKER)).rejects.toThrow(/ended before.*sync again/);
    await work.close(0);
    await stopped;
    await expect(work.syncLabels(ASKER)).rejects.toThrow(/stopping/);
  });
});
