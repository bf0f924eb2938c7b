import { describe, expect, it } from 'vitest';
import { openApp } from '../../src/app.js';
import { runCommandLine } from '../../src/cli/program.js';
import { formatCanonicalJson } from '../../src/core/canonicalJson.js';
import { encodeFact } from '../../src/core/factJson.js';
import { chainsOf, closeAfterwards, explorerAt, inventedAddress } from '../support/liveSources.js';
import {
  BANK_CLAIM,
  CLIENT,
  claim,
  importClaims,
  lookbackTransfers,
  SUPPLIER,
  WALLET,
} from '../support/lookbackWorld.js';
import { startLoopbackExplorer } from '../support/loopbackExplorer.js';
import { TEST_NOW_MS } from '../support/openTestApp.js';
import { appendLike, OTHER_ID, recordOf, storedIn } from '../support/recordOf.js';
import { openTestTerminal } from '../unit/cli/testTerminal.js';

const opened = closeAfterwards();
const OTHER = inventedAddress('another wallet');
const LISTED = { listedOn: '2021-03-02', sourceDate: '2021-03-02' };

/**
 * Two wallets of one client, one of which was held for a claim that is gone now; the supplier of both
 * was listed since. Of an older record only facts are kept.
 */
async function recordedFolder(): Promise<string> {
  const facts = [...lookbackTransfers(), ...lookbackTransfers(OTHER).slice(2)];
  const server = await opened.server(startLoopbackExplorer({ facts }));
  const chains = chainsOf({ ethereum: [explorerAt(server)] });
  const clock = { ms: TEST_NOW_MS };
  const app = opened.app({ labels: { builtIn: false }, chains }, { nowMs: () => clock.ms });
  importClaims(app, [BANK_CLAIM, claim(OTHER, LISTED)], { at: '2026-11-20T09:00:00Z' });
  const { screeningId } = await app.screen(WALLET);
  clock.ms += 60_000;
  await app.screen(OTHER);
  const { store } = recordOf(app);
  appendLike(store, storedIn(store, screeningId), {
    screeningId: OTHER_ID,
    factsDigest: store.writeFactBundle(formatCanonicalJson(facts.slice(0, 2).map(encodeFact))),
  });
  importClaims(app, [
    BANK_CLAIM,
    claim(SUPPLIER),
    claim(CLIENT, { entity: 'A forum post', use: 'note', actor: null, authority: 'researcher' }),
  ]);
  return app.folder;
}

async function run(folder: string, ...flags: readonly string[]) {
  const terminal = openTestTerminal({ env: { TEST_KEY: 'test-key-4f1c' } });
  terminal.wait(2 * 86_400_000);
  const code = await runCommandLine(
    ['labels', 'impact', ...flags, '--config', `${folder}/hopsight.json`],
    { terminal: terminal.terminal, openApp: async (options) => openApp(options) },
  );
  return { code, out: terminal.out(), err: terminal.err() };
}

describe('past screenings that read differently by the labels of now', () => {
  it('read as agreed, for a person and as JSON', async () => {
    const folder = await recordedFolder();
    const text = await run(folder);
    expect([text.code, text.err]).toEqual([20, '']);
    await expect(text.out).toMatchFileSnapshot('labels/impact.txt');
    const json = await run(folder, '--json');
    expect([json.code, json.err]).toEqual([20, '']);
    await expect(json.out).toMatchFileSnapshot('labels/impact.json');
  });

  it('are screened again by the command, most serious first, and then nothing is open', async () => {
    const folder = await recordedFolder();
    const first = await run(folder, '--rescreen', '--limit', '1');
    expect(first.code).toBe(20);
    expect(first.out).toContain('Screened again: 1 wallet');
    expect(first.out).toContain('1 wallet left: run it again, or raise --limit.');
    const second = await run(folder, '--rescreen');
    expect(second.out).toContain('Screened again: 1 wallet');
    const third = await run(folder, '--rescreen');
    expect([third.code, third.err]).toEqual([0, '']);
    expect(third.out).toContain('Screened again: 0 wallets');
    expect(third.out).toContain('3 of these were screened again since.');
  });

  it('take only a limit that can be meant', async () => {
    const folder = await recordedFolder();
    for (const flags of [
      ['--limit', '3'],
      ['--rescreen', '--limit', '0'],
      ['--since', 'ever'],
    ]) {
      expect((await run(folder, ...flags)).code).toBe(64);
    }
    expect(await run(folder, '--since', '2026-11-24')).toMatchObject({ code: 0, err: '' });
  });
});
