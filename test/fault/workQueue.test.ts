import { describe, expect, it } from 'vitest';
import { HONEST, honestTransfers } from '../support/honestWallet.js';
import { chainsOf, closeAfterwards, explorerAt, TEST_KEY } from '../support/liveSources.js';
import { startLoopbackExplorer } from '../support/loopbackExplorer.js';
import { useWork } from '../support/openTestWork.js';

const opened = closeAfterwards();
const works = useWork();

async function explorer(parts: object = {}) {
  const server = await opened.server(
    startLoopbackExplorer({ facts: honestTransfers(), apiKey: TEST_KEY }),
  );
  return { server, chains: chainsOf({ ethereum: [explorerAt(server, parts)] }) };
}

describe('a screening that is asked for', () => {
  it('becomes the record of its id, and what was typed stays in the record alone', async () => {
    const { chains } = await explorer();
    const { work, submitOne, end, db, audited } = works.open({ chains });
    const state = submitOne(HONEST, { payeeReference: 'payee 17' });
    expect(state).toMatchObject({ kind: 'queued', ahead: 0 });
    const [ended] = await end([state]);
    expect(ended).toMatchObject({ kind: 'done', isReused: false });
    const document = work.readDocument(state.screeningId);
    expect(document).toMatchObject({
      input: HONEST,
      payeeReference: 'payee 17',
      decision: 'proceed',
    });
    expect(db.prepare('SELECT count(*) FROM screening_job_input').pluck().get()).toBe(0);
    expect(audited.map(({ action, subjectId }) => [action, subjectId])).toEqual([
      ['screening-asked', state.screeningId],
    ]);
    expect(work.health()).toMatchObject({ running: 0, finished: { proceed: 1 } });
  });
});
