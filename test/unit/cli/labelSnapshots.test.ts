import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openApp } from '../../../src/app.js';
import { tracedTwin } from '../../../src/chains/labelAddress.js';
import { runCommandLine } from '../../../src/cli/program.js';
import { migrationsFolder } from '../../../src/packageFiles.js';
import type { LabelCheckOutcome } from '../../../src/store/labelChecks.js';
import { createLabelStore } from '../../../src/store/labelStore.js';
import { openDatabase } from '../../../src/store/open.js';
import { openTestTerminal } from './testTerminal.js';

const HEADER =
  'chain,address,entity,category,actor,event,source,source_date,confidence,listed_on,note';
const [KEPT, GONE, NEW] = ['1', '2', '3'].map((digit) => `0x${digit.repeat(40)}`);

let folder: string;
let config: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hopsight-snapshots-'));
  config = join(folder, 'hopsight.json');
  writeFileSync(
    config,
    JSON.stringify({
      database: './snapshots.sqlite',
      labels: { builtIn: false, feeds: [] },
      chains: {},
    }),
  );
});

/** Names sets that feeds serve from now on. */
function serve(...sets: readonly string[]): void {
  const feeds = sets.map((set) => ({ set, format: 'csv', url: `https://list.example/${set}` }));
  const labels = { builtIn: false, feeds };
  writeFileSync(config, JSON.stringify({ database: './snapshots.sqlite', labels, chains: {} }));
}

afterEach(() => rmSync(folder, { recursive: true, force: true }));

const row = (address: string | undefined, entity: string, note = '') =>
  `ethereum,${address},${entity},sanctioned,lazarus,,https://sanctionssearch.ofac.treas.gov/Details.aspx?id=1,,official,,${note}`;

/** Runs a command some days after 2026-11-22. */
async function run(args: readonly string[], days = 0) {
  const terminal = openTestTerminal();
  terminal.wait(days * 86_400_000);
  const code = await runCommandLine([...args, '--config', config], {
    terminal: terminal.terminal,
    openApp: async (options) => openApp(options),
  });
  return { code, out: terminal.out(), err: terminal.err() };
}

async function importRows(days: number, ...rows: readonly string[]): Promise<string> {
  const file = join(folder, 'list.csv');
  writeFileSync(file, [HEADER, ...rows, ''].join('\n'));
  const { out, err } = await run(['labels', 'import', file, '--set', 'a-list'], days);
  expect(err).toBe('');
  return /a-list@[0-9a-f]{12}/.exec(out)?.[0] ?? '';
}

/** Two snapshots, ten days apart. */
async function importTwo(): Promise<readonly [string, string]> {
  const older = await importRows(0, row(KEPT, 'Lazarus Group'), row(GONE, 'Somebody'));
  const newer = await importRows(10, row(KEPT, 'APT38', 'renamed'), row(NEW, 'Newcomer'));
  return [older, newer];
}

function recordCheck(checkedAt: string, outcome: LabelCheckOutcome): void {
  const file = join(folder, 'snapshots.sqlite');
  const db = openDatabase({ file, migrationsFolder, now: () => Date.UTC(2026, 10, 22) });
  try {
    createLabelStore(db, { tracedTwin }).recordCheck({ set: 'a-list', checkedAt, outcome });
  } finally {
    db.close();
  }
}

const SERVED = { etag: null, lastModified: null, feedDigest: null };
const IMPORTED: LabelCheckOutcome = { kind: 'imported', ...SERVED };
const NOT_MODIFIED: LabelCheckOutcome = { kind: 'not-modified', ...SERVED };

describe('hopsight labels diff', () => {
  it('counts first, then names what came, went and changed', async () => {
    const [older, newer] = await importTwo();
    const { code, out } = await run(['labels', 'diff', older, newer], 11);
    expect(code).toBe(0);
    expect(out).toMatch(/^1 added, 1 removed, 1 changed, 0 alike\n/);
    expect(out).toContain(`+ ethereum ${NEW}  Newcomer (sanctioned, list, exposure)`);
    expect(out).toContain(`- ethereum ${GONE}  Somebody (sanctioned, list, exposure)`);
    expect(out).toContain('entity from "Lazarus Group" to "APT38"');
    expect(out).toContain('note from nothing to "renamed"');
  });

  it('takes a set for its newest snapshot, ~1 for the one before, and a day for what was said then', async () => {
    const [older, newer] = await importTwo();
    for (const [from, to] of [
      ['a-list~1', 'a-list'],
      ['a-list@2026-11-22', 'a-list@2026-12-02'],
      ['a-list@2026-12-01', 'a-list~0'],
    ]) {
      const { out } = await run(['labels', 'diff', from ?? '', to ?? '', '--json'], 11);
      expect(JSON.parse(out)).toMatchObject({
        from: { id: older, isCurrent: false },
        to: { id: newer, isCurrent: true },
        counts: { added: 1, removed: 1, changed: 1, unchanged: 0 },
      });
    }
  });

  it.each([
    ['a-list~2', /has 2 snapshots here; hopsight labels list a-list/],
    ['a-list@2026-11-21', /oldest snapshot of a-list here is of 2026-11-22/],
    ['a-list@000000000000', /has no snapshot @000000000000 here/],
    ['b-list', /No set is called "b-list" here; there are a-list/],
    ['A List', /A snapshot is named by its id/],
  ])('says what there is where %s is not', async (name, message) => {
    await importTwo();
    const { code, out, err } = await run(['labels', 'diff', name, 'a-list'], 11);
    expect([code, out]).toEqual([64, '']);
    expect(err).toMatch(message);
  });
});

describe('hopsight labels list', () => {
  it('names every snapshot with its rows, its digest and when it was imported', async () => {
    const [older, newer] = await importTwo();
    const { out } = await run(['labels', 'list', 'a-list', '--json'], 11);
    expect(JSON.parse(out)).toMatchObject([
      { id: older, rows: 2, asOf: null, importedAt: '2026-11-22T10:00:00Z', isCurrent: false },
      { id: newer, rows: 2, importedAt: '2026-12-02T10:00:00Z', isCurrent: true },
    ]);
    const text = (await run(['labels', 'list'], 11)).out;
    expect(text).toMatch(new RegExp(`${newer} +2 +not known +2026-12-02T10:00:00Z +current`));
    expect((await run(['labels', 'list', 'b-list'], 11)).code).toBe(64);
  });
});

describe('hopsight labels show', () => {
  it('says in which snapshot a claim was first seen, and fills in no day of listing', async () => {
    const [, newer] = await importTwo();
    const text = (await run(['labels', 'show', NEW ?? ''], 11)).out.replace(/\s+/g, ' ');
    expect(text).toContain(
      `first seen in snapshot of 2026-12-02 (${newer}), not in that of 2026-11-22`,
    );
    expect(text).toContain('address listed: day not known');
    expect(text).not.toContain('so the list published it between');
    recordCheck('2026-12-02T10:00:00Z', IMPORTED);
    const synced = (await run(['labels', 'show', NEW ?? ''], 11)).out.replace(/\s+/g, ' ');
    expect(synced).toContain('so the list published it between 2026-11-22 and 2026-12-02');
    expect(synced).toContain('address listed: day not known');
  });

  it('keeps what the newest snapshot no longer claims, and says that it does not hold', async () => {
    await importTwo();
    const { out } = await run(['labels', 'show', GONE ?? ''], 11);
    const text = out.replace(/\s+/g, ' ');
    expect(text).toMatch(/^No label set here names 0x2+ any more/);
    expect(text).toContain('No longer claimed: Somebody (sanctioned)');
    expect(text).toContain('no longer listed since between 2026-11-22 and 2026-12-02');
    expect(text).not.toMatch(/HOLD|REVIEW/);
    const json = await run(['labels', 'show', GONE ?? '', '--json'], 11);
    expect(JSON.parse(json.out)).toMatchObject({
      claims: [],
      gone: [
        { entity: 'Somebody', delistedOn: null, history: { lastSeen: { day: '2026-11-22' } } },
      ],
      consequence: { decision: null },
    });
  });

  it('meets a listed 3… address on Bitcoin that its list files under Litecoin', async () => {
    const script = '3F6bbvS1krsc1qR8FsbTDfYQyvkMm3QvmR';
    await importRows(0, row(script, 'Blender.io').replace('ethereum', 'litecoin'));
    const { out } = await run(['labels', 'show', script, '--json']);
    expect(JSON.parse(out)).toMatchObject({
      claims: [
        { entity: 'Blender.io', chains: ['bitcoin', 'bitcoin-cash', 'bitcoin-sv', 'litecoin'] },
      ],
      consequence: { decision: 'hold' },
    });
  });

  it('sets claims that do not agree side by side', async () => {
    await importTwo();
    const file = join(folder, 'ours.csv');
    const vendor = `ethereum,${KEPT},Example Exchange,exchange,,,https://example.org/tag,2024-01-02,vendor-label,,`;
    writeFileSync(file, [HEADER, vendor, ''].join('\n'));
    await run(['labels', 'import', file, '--set', 'tags'], 11);
    const text = (await run(['labels', 'show', KEPT ?? ''], 11)).out.replace(/\s+/g, ' ');
    expect(text).toContain('Side by side');
    expect(text).toMatch(/\[1\] a sanctions list 1\.00 exposure undated APT38 \(sanctioned\)/);
    expect(text).toMatch(
      /\[2\] a public tag 0\.40 service 2024-01-02 Example Exchange \(exchange\)/,
    );
    expect(text).toContain('the claim that counts as risk decides');
    expect(text).toContain('decide HOLD');
  });
});

describe('hopsight labels show, of what is only shown', () => {
  const frozen = (delistedOn: string) =>
    `ethereum,${KEPT},Frozen by Tether (USDT),frozen,,,https://example.org,,vendor,,${delistedOn}`;

  it.each([
    ['', 'as a freeze of the address itself'],
    ['2026-01-05', 'no; the issuer released it on 2026-01-05'],
  ])('says of a freeze what it is, and no guess: released "%s"', async (day, words) => {
    const header = HEADER.replace('note', 'delisted_on');
    const file = join(folder, 'freezes.csv');
    writeFileSync(file, [header, frozen(day), ''].join('\n'));
    await run(['labels', 'import', file, '--set', 'freezes']);
    const { out } = await run(['labels', 'show', KEPT ?? '']);
    const text = out.replace(/\s+/g, ' ');
    expect(text).toContain(`Counts: ${words}`);
    expect(text.includes('dealings with it above dust call for a look')).toBe(day === '');
    expect(out).not.toContain('guess');
  });

  it('says of a claim that a vouch lowers by which, and no guess', async () => {
    await importRows(0, row(KEPT, 'Somebody').replace('official', 'researcher'));
    const vouch = ['labels', 'vouch', KEPT ?? '', '--reason', 'ours', '--author', 'A'];
    const { out } = await run([...vouch, '--until', '2026-12-31']);
    const id = /Vouch (\S+) holds/.exec(out)?.[1];
    const shown = (await run(['labels', 'show', KEPT ?? ''])).out.replace(/\s+/g, ' ');
    expect(shown).toContain(`Counts: no; vouch ${id} lowers it until 2026-12-31`);
    expect(shown).not.toContain('guess');
  });
});

describe('hopsight labels status', () => {
  it('tells only the age of what cannot be synced', async () => {
    await importTwo();
    const { out } = await run(['labels', 'status', '--json'], 40);
    expect(JSON.parse(out)).toMatchObject({
      sets: [{ set: 'a-list', origin: 'imported', standing: 'static', ageDays: 30, isUsed: true }],
      missing: [expect.stringContaining('kept up to date from its publisher')],
    });
  });

  it('goes by the last time that the publisher confirmed what is here', async () => {
    serve('a-list');
    await importTwo();
    recordCheck('2026-12-02T10:00:00Z', IMPORTED);
    recordCheck('2026-12-20T10:00:00Z', NOT_MODIFIED);
    const statusAfter = async (days: number) => (await run(['labels', 'status'], days)).out;
    expect(await statusAfter(29)).toMatch(
      /synced +up to date on 2026-12-20[\s\S]*Nothing is missing/,
    );
    expect(await statusAfter(32)).toMatch(/getting old[\s\S]*Run hopsight labels sync/);
    expect(await statusAfter(35)).toMatch(/TOO OLD[\s\S]*no screening is complete/);
    recordCheck('2026-12-27T11:00:00Z', { kind: 'failed', problem: 'The host did not answer.' });
    expect(await statusAfter(35)).toMatch(/TOO OLD[\s\S]*The host did not answer/);
  });

  it('does not take a file that was imported since for what the publisher has', async () => {
    serve('a-list');
    await importRows(0, row(KEPT, 'Lazarus Group'));
    recordCheck('2026-11-22T10:00:00Z', IMPORTED);
    await importRows(1, row(NEW, 'Newcomer'));
    const { out } = await run(['labels', 'status'], 1);
    expect(out).toMatch(/synced +NOT COMPARED[\s\S]*So no screening is\s+complete/);
  });

  it('has only an age where no feed serves it any more and a file was taken in since', async () => {
    await importRows(0, row(KEPT, 'Lazarus Group'));
    recordCheck('2026-11-22T10:00:00Z', IMPORTED);
    const still = (await run(['labels', 'status'], 9)).out.replace(/\s+/g, ' ');
    expect(still).toMatch(/TOO OLD.*No feed serves it any more.*labels import FILE --set a-list/);
    await importRows(9, row(NEW, 'Newcomer'));
    expect((await run(['labels', 'status'], 9)).out).toMatch(/by hand +cannot sync/);
  });

  it('names each set that a feed serves and that was never fetched, and the command', async () => {
    serve('a-list', 'theirs');
    await importTwo();
    const { out } = await run(['labels', 'status'], 11);
    expect(out).toMatch(
      /a-list .*by hand +AGE NOT KNOWN, not compared yet: hopsight\s+labels\s+sync/,
    );
    expect(out).toMatch(/theirs .*not yet +never fetched: hopsight labels sync theirs/);
    const flat = out.replace(/\s+/g, ' ');
    expect(flat).toMatch(
      /Nobody knows whether the label set a-list .* Run hopsight labels sync a-list\./,
    );
    expect(flat).toMatch(/set theirs, .* was never fetched\. .* Run hopsight labels sync theirs\./);
    const json = JSON.parse((await run(['labels', 'status', '--json'], 11)).out);
    expect(json.sets[1]).toMatchObject({ set: 'theirs', standing: 'absent', checkedAt: null });
  });

  it('says what to do where there is nothing', async () => {
    const { out } = await run(['labels', 'status']);
    expect(out).toContain('hopsight labels import FILE --set NAME');
    expect((await run(['labels', 'list'])).out).toContain('No label set was ever imported here.');
  });

  it('names a set that was asked for and never came', async () => {
    await importTwo();
    const file = join(folder, 'snapshots.sqlite');
    const db = openDatabase({ file, migrationsFolder, now: () => Date.UTC(2026, 10, 22) });
    createLabelStore(db, { tracedTwin }).recordCheck({
      set: 'never-came',
      checkedAt: '2026-12-02T10:00:00Z',
      outcome: { kind: 'failed', problem: 'The host did not answer.' },
    });
    db.close();
    const { out } = await run(['labels', 'status'], 11);
    expect(out).toContain('never-came was asked for and never came. The host did not answer.');
  });
});

describe('a screening with a set that was not synced for long', () => {
  const recorded = fileURLToPath(new URL('../../../db/recorded/ronin-2022.jsonl', import.meta.url));

  it.each([
    [2, []],
    [3, [false]],
    [6, [false]],
    [7, [true]],
  ])('after %i days has gaps of old labels that matter: %j', async (days, matters) => {
    const sources = [{ kind: 'recorded', path: recorded }];
    const parts = { database: './snapshots.sqlite', labels: { builtIn: false } };
    writeFileSync(config, JSON.stringify({ ...parts, chains: { ethereum: { sources } } }));
    await importRows(0, row(NEW, 'Newcomer'));
    recordCheck('2026-11-22T10:00:00Z', IMPORTED);
    const { out } = await run(['screen', KEPT ?? '', '--json'], days);
    const { gaps } = JSON.parse(out);
    const stale = gaps.filter(({ kind }: { kind: string }) => kind === 'labels-stale');
    expect(stale.map((gap: { matters: boolean }) => gap.matters)).toEqual(matters);
  });
});
