import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openApp } from '../../src/app.js';
import { runCommandLine } from '../../src/cli/program.js';
import type { ScreeningDocument } from '../../src/report/document.js';
import type { LoopbackServer } from '../support/faultServer.js';
import { HONEST, honestTransfers, openHonestApp } from '../support/honestWallet.js';
import { chainsOf, closeAfterwards, explorerAt, TEST_KEY } from '../support/liveSources.js';
import { startLoopbackExplorer } from '../support/loopbackExplorer.js';
import type { TestApp } from '../support/openTestApp.js';
import { startListPublisher, syncLists } from '../support/syncedList.js';
import { openTestTerminal } from '../unit/cli/testTerminal.js';

const opened = closeAfterwards();

/** What is said of the built-in copy at the moment of the tests. */
const OLD_COPY =
  "OFAC's list (ofac-sdn) was never fetched; the copy that came with Hopsight is of 2025-11-19, 368 days old, and what was listed since is not known.";
const CURE = 'Run hopsight labels sync ofac-sdn.';

let explorer: LoopbackServer | null = null;

/** An installation that knows the honest wallet's exchange and never synced anything. */
async function install(labels: object): Promise<TestApp> {
  explorer ??= await opened.server(startLoopbackExplorer({ facts: honestTransfers() }));
  return openHonestApp({ labels, chains: chainsOf({ ethereum: [explorerAt(explorer)] }) });
}

async function installWithFeed(): Promise<TestApp> {
  return install({ feeds: [(await opened.server(startListPublisher())).feed] });
}

const labelGapsOf = ({ gaps }: ScreeningDocument) =>
  gaps.filter(({ kind }) => kind === 'labels-stale');

describe("before the first sync of OFAC's list", () => {
  it('no wallet is paid on a built-in copy that is old; after it an honest one is', async () => {
    const app = await installWithFeed();
    const before = await app.screen(HONEST);
    expect(before).toMatchObject({ decision: 'incomplete', complete: false });
    expect(labelGapsOf(before)).toMatchObject([{ matters: true, sentence: OLD_COPY, cure: CURE }]);
    expect(before.summary).toContain(OLD_COPY);
    expect(before.nextStep).toMatchObject({ who: 'admin', text: expect.stringContaining(CURE) });
    // Everything else was seen: the list alone stands between this wallet and its wage.
    expect(before.gaps.filter(({ matters }) => matters)).toHaveLength(1);

    await syncLists(app);
    const after = await app.screen(HONEST);
    expect(after).toMatchObject({ decision: 'proceed', complete: true });
    expect(labelGapsOf(after)).toEqual([]);
    expect(after.labelSnapshots.map(({ set }) => set)).toContain('ofac-sdn');
    // What was not known then is of the record, and not made up for by what is known now.
    const { screeningId } = before;
    expect(app.app.verify({ kind: 'recorded', screeningId })).toMatchObject({
      outcome: 'verified',
    });
    app.close();
  });

  it('the status of the labels says the same sentence, and nothing is missing after it', async () => {
    const app = await installWithFeed();
    const { sets, missing } = app.app.labelStatus();
    expect(sets.find(({ set }) => set === 'ofac-sdn')).toMatchObject({
      origin: 'awaited',
      standing: 'stale',
      ageDays: 368,
      standIn: { set: 'hopsight-sanctions', asOf: '2025-11-19' },
    });
    expect(missing[0]).toBe(`${OLD_COPY} So no screening is complete. ${CURE}`);
    await syncLists(app);
    expect(app.app.labelStatus().missing).toEqual([]);
    app.close();
  });

  it.each([
    ['2024-06-01', []],
    ['2025-11-19', []],
    ['2025-11-21T23:59:59Z', []],
    ['2025-11-22T00:00:00Z', [false]],
    ['2025-11-25T23:59:59Z', [false]],
    ['2025-11-26T00:00:00Z', [true]],
  ])('a screening as of %s has gaps of old labels that matter: %j', async (asOf, matters) => {
    const app = await installWithFeed();
    const document = await app.screen(HONEST, { asOf });
    expect(labelGapsOf(document).map((gap) => gap.matters)).toEqual(matters);
    app.close();
  });

  it('an answer from the cache says so too', async () => {
    const app = await installWithFeed();
    await app.screen(HONEST);
    expect(labelGapsOf(await app.screen(HONEST, { offline: true }))).toHaveLength(1);
    app.close();
  });

  it('a try in vain is told', async () => {
    const closed = await startListPublisher();
    await closed.close();
    const app = await install({ feeds: [closed.feed] });
    await expect(syncLists(app)).rejects.toThrow('ofac-sdn');
    const [gap] = labelGapsOf(await app.screen(HONEST));
    expect(gap).toMatchObject({ matters: true, cure: CURE });
    expect(gap?.sentence.startsWith(OLD_COPY)).toBe(true);
    expect(gap?.sentence.length).toBeGreaterThan(OLD_COPY.length);
    app.close();
  });
});

describe('a list that no sync can be asked for', () => {
  it('only has an age where no feed is configured', async () => {
    const app = await install({ feeds: [] });
    expect(await app.screen(HONEST)).toMatchObject({ decision: 'proceed', complete: true });
    app.close();
  });

  it('only has an age where all that is read is recorded', async () => {
    const { feed } = await opened.server(startListPublisher());
    const app = opened.app({ labels: { feeds: [feed] } }, { profile: 'recorded' });
    expect(labelGapsOf(await app.screen('0x63757fe32201b37d005b97812593fc6d228a5ed0'))).toEqual([]);
    expect(app.app.labelStatus().missing[0]).toBe(`ofac-sdn was never fetched. ${CURE}`);
  });

  it('is missing where the built-in copy is not used either', async () => {
    const { feed } = await opened.server(startListPublisher());
    const app = await install({ builtIn: false, feeds: [feed] });
    const before = await app.screen(HONEST);
    expect(before.decision).toBe('incomplete');
    expect(labelGapsOf(before)).toMatchObject([
      { sentence: "OFAC's list (ofac-sdn) was never fetched, and no copy of it is in use." },
    ]);
    await syncLists(app);
    expect((await app.screen(HONEST)).decision).toBe('proceed');
    app.close();
  });
});

it('the command line leads a new user from the first screening to the sync and to the answer', async () => {
  const app = await installWithFeed();
  app.app.close();
  const run = async (...args: string[]) => {
    const { terminal, out } = openTestTerminal({ env: { TEST_KEY } });
    const config = join(app.folder, 'hopsight.json');
    const code = await runCommandLine([...args, '--config', config], {
      terminal,
      openApp: async (options) => openApp(options),
    });
    return { code, out: out(), flat: out().replace(/\s+/g, ' ') };
  };
  const before = await run('screen', HONEST);
  expect(before.code).toBe(30);
  expect(before.flat).toContain(`INCOMPLETE: Not enough was seen to decide: ${OLD_COPY}`);
  expect(before.flat).toMatch(/Next step \(admin\): Do not pay yet, .* Run hopsight labels sync/);
  expect((await run('labels', 'status')).flat).toMatch(
    /ofac-sdn 0 2025-11-19 368 days not yet TOO OLD, the built-in copy: hopsight labels sync ofac-sdn/,
  );
  // The publisher of this test names one party; the built-in copy names hundreds.
  const refused = await run('labels', 'sync');
  expect(refused).toMatchObject({ code: 69 });
  expect(await run('labels', 'sync', '--accept-less')).toMatchObject({ code: 0 });
  expect(await run('screen', HONEST)).toMatchObject({ code: 0 });
});
