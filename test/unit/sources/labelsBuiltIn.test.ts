import { cpSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { canonicalLabelAddress } from '../../../src/chains/labelAddress.js';
import { addressOfAccount, chainOfAccount } from '../../../src/core/account.js';
import { type Attribution, isDprk, RISK_CATEGORIES } from '../../../src/core/attribution.js';
import { findChain } from '../../../src/core/chain.js';
import { primaryAttribution } from '../../../src/core/claims.js';
import { ConfigError } from '../../../src/core/errors.js';
import { parseMoment } from '../../../src/core/moment.js';
import { builtInDigests, readBuiltInLabels } from '../../../src/sources/labels/builtIn.js';
import { digestTexts } from '../../../src/sources/labels/labelFile.js';

const FOLDER = fileURLToPath(new URL('../../../db/labels', import.meta.url));
const SETS = readBuiltInLabels(FOLDER);
const ROWS = SETS.flatMap((set) => set.rows);

const FILES = [
  {
    set: 'hopsight-dprk',
    file: 'dprk.csv',
    rows: 1932,
    digest: 'sha256:cc22e5d208be4d4711e019eb6e1743b7192fddc7ed0b5ea482512577ed4a4b1f',
  },
  {
    set: 'hopsight-services',
    file: 'services.csv',
    rows: 6378,
    digest: 'sha256:b400d2a31ff6731703c497d15dea85ce2725a843820587b8b2b8100865f37e12',
  },
  {
    set: 'hopsight-sanctions',
    file: 'sanctions.csv',
    rows: 689,
    digest: 'sha256:ae61fd8a39a03083ef626d931e8140270b5130e2e67723cc6a13afd777292c72',
  },
  {
    set: 'hopsight-curated',
    file: 'curated.csv',
    rows: 8,
    digest: 'sha256:fd311c9ec5e637f7220228cd193ea3ebc1fb60450df924cb5e50202ac830e28e',
  },
];

function rowsOf(set: string): readonly Attribution[] {
  return SETS.find((known) => known.set === set)?.rows ?? [];
}

function claimsOf(address: string): readonly Attribution[] {
  return ROWS.filter((row) => addressOfAccount(row.account) === address);
}

const folders: string[] = [];

function copyOfFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'hopsight-labels-'));
  folders.push(folder);
  cpSync(FOLDER, folder, { recursive: true });
  return folder;
}

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

describe('the built-in label sets', () => {
  it.each(FILES)('$set ships exactly the reviewed rows', ({ set, file, rows, digest }) => {
    expect(rowsOf(set)).toHaveLength(rows);
    expect(digestTexts([readFileSync(join(FOLDER, file), 'utf8')])).toBe(digest);
  });

  it.each(FILES)(
    '$file is small enough to be reviewed and has no line break in a cell',
    (entry) => {
      const path = join(FOLDER, entry.file);
      expect(statSync(path).size).toBeLessThan(950_000);
      const text = readFileSync(path, 'utf8');
      expect(text.split('\n').filter((line) => line !== '')).toHaveLength(entry.rows + 1);
    },
  );

  it('names every address in the form that a screened address gets', () => {
    const wrong = ROWS.filter(({ account }) => {
      const chain = findChain(chainOfAccount(account));
      const read = canonicalLabelAddress(chain?.name ?? '', addressOfAccount(account));
      return !read.ok || read.account !== account;
    });
    expect(wrong).toEqual([]);
  });

  it('says one thing once: no set repeats an account with the same entity', () => {
    for (const { rows } of SETS) {
      expect(new Set(rows.map((row) => `${row.account} ${row.entity}`)).size).toBe(rows.length);
    }
  });

  it('gives every claim a source that a person can open', () => {
    expect(ROWS.filter((row) => !/^https:\/\/\S+ \(.+\)/.test(row.source))).toEqual([]);
  });

  it('has real days or none', () => {
    const days = ROWS.flatMap((row) => [
      row.sourceDate,
      row.entityListedOn,
      row.listedOn,
      row.delistedOn,
    ]).filter((day) => day !== null);
    expect(days.filter((day) => day.length !== 10 || parseMoment(day) === null)).toEqual([]);
  });

  it('dates listings for the list alone', () => {
    const dated = ROWS.filter((row) => row.entityListedOn !== null || row.listedOn !== null);
    expect(dated.length).toBeGreaterThan(800);
    expect(dated.filter((row) => row.authority !== 'list')).toEqual([]);
  });

  it('counts what the README says it holds', () => {
    const readme = readFileSync(join(FOLDER, 'README.md'), 'utf8');
    for (const { set, rows } of SETS) {
      const sorts = new Map<string, number>();
      for (const { category, authority, use } of rows) {
        const sort = `| ${set} | ${category} | ${authority} | ${use} |`;
        sorts.set(sort, (sorts.get(sort) ?? 0) + 1);
      }
      for (const [sort, count] of sorts) expect(readme).toContain(`${sort} ${count} |`);
    }
    const counted = readme.match(/^\| hopsight-.*\| (\d+) \|$/gm) ?? [];
    const total = counted.reduce((sum, line) => sum + Number(/(\d+) \|$/.exec(line)?.[1]), 0);
    expect(total).toBe(ROWS.length);
  });

  it('uses risk categories as exposures, all others as services, and only guesses as notes', () => {
    for (const row of ROWS) {
      const isRisk = RISK_CATEGORIES.includes(row.category);
      if (row.use !== 'note') expect(row.use).toBe(isRisk ? 'exposure' : 'service');
    }
    const notes = ROWS.filter((row) => row.use === 'note');
    expect(notes).toHaveLength(392);
    expect(notes.every((row) => row.note?.startsWith('Probabilistic'))).toBe(true);
    expect(notes.every((row) => row.confidence <= 0.2)).toBe(true);
  });

  it('accuses nobody over an address that an exchange owns', () => {
    const boxes = rowsOf('hopsight-dprk').filter((row) => row.use === 'service');
    expect(boxes).toHaveLength(29);
    expect(boxes.filter((row) => isDprk(row) || row.category !== 'exchange')).toEqual([]);
  });

  it('lists the Ronin exploiter under Lazarus with both dates', () => {
    expect(claimsOf('0x098b716b8aaf21512996dc57eb0615e2383e2f96')).toMatchObject([
      {
        entity: 'Lazarus Group',
        category: 'sanctioned',
        actor: 'lazarus',
        authority: 'list',
        confidence: 1,
        entityListedOn: '2019-09-13',
        listedOn: '2022-04-14',
        delistedOn: null,
      },
    ]);
  });

  it('holds exactly the eight addresses that OFAC lists for Lazarus, as published on three days', () => {
    const listed = ROWS.filter((row) => row.entity === 'Lazarus Group').map((row) => row.listedOn);
    expect(listed.filter((day) => day === '2022-04-14')).toHaveLength(1);
    expect(listed.filter((day) => day === '2022-04-22')).toHaveLength(3);
    expect(listed.filter((day) => day === '2022-05-06')).toHaveLength(4);
    expect(listed).toHaveLength(8);
  });

  it('keeps the Tornado Cash pools as a mixer that is no longer listed', () => {
    const pool = claimsOf('0xa160cdab225685da1d56aa342ad8841c3b53f291');
    expect(pool).toMatchObject([
      { category: 'mixer', actor: null, entityListedOn: '2022-08-08', delistedOn: '2025-03-21' },
    ]);
    expect(ROWS.filter((row) => row.delistedOn !== null)).toHaveLength(90);
  });

  it('knows Huobi 12 as the exchange, although a court paper lists it', () => {
    const claims = claimsOf('0x46705dfff24256421a05d056c29e81bdc09723b8');
    expect(claims.map((row) => row.use)).toEqual(['service', 'service']);
    expect(primaryAttribution(claims)).toMatchObject({ entity: 'HTX (Huobi)', actor: null });
  });

  it('knows the three WannaCry ransom addresses', () => {
    const ransom = ROWS.filter((row) => row.category === 'ransom');
    expect(ransom.map((row) => addressOfAccount(row.account)).sort()).toEqual([
      '115p7UMMngoj1pMvkpHijcRdfJNXj6LrLn',
      '12t9YDPgwueZ9NyMgw519p7AA8isjr6SMw',
      '13AM4VW2dhxYgXeQepoHkHSQuy6NgaEb94',
    ]);
    expect(ransom.every((row) => row.actor === 'lazarus' && row.authority === 'government')).toBe(
      true,
    );
  });

  it('knows the drained Ronin bridge as a bridge', () => {
    expect(claimsOf('0x1a2a1c938ce3ec39b6d47113c7955baa9dd454f2')).toMatchObject([
      { category: 'bridge', use: 'service' },
    ]);
  });

  it('says by digest, without parsing, what reading would give', () => {
    expect(builtInDigests(FOLDER)).toEqual(
      SETS.map(({ set, fileDigest }) => ({ set, fileDigest })),
    );
  });

  it('has another digest when a row or a source changes', () => {
    const folder = copyOfFolder();
    const before = builtInDigests(folder).map((set) => set.fileDigest);
    const curated = join(folder, 'curated.csv');
    writeFileSync(curated, readFileSync(curated, 'utf8').replace('WannaCry', 'WannaCri'));
    const afterRow = builtInDigests(folder).map((set) => set.fileDigest);
    expect(afterRow.filter((digest) => !before.includes(digest))).toHaveLength(1);
    const sources = join(folder, 'sources.csv');
    writeFileSync(sources, readFileSync(sources, 'utf8').replace('Etherscan:', 'Etherscan,'));
    const afterSource = builtInDigests(folder).map((set) => set.fileDigest);
    expect(afterSource.filter((digest) => !afterRow.includes(digest))).toHaveLength(4);
  });

  it.each([
    ['curated.csv', ',ransom,', ',robbery,', 'hopsight-curated'],
    ['curated.csv', ',0.90,', ',9.90,', 'hopsight-curated'],
    ['curated.csv', 'doj-park-press,', 'doj-none,', 'doj-none'],
    ['curated.csv', 'chain,address', 'address,chain', 'restore'],
    ['sources.csv', 'https://www.justice.gov', 'http://www.justice.gov', 'https link'],
  ])('refuses a damaged %s (%s)', (file, before, after, named) => {
    const folder = copyOfFolder();
    const path = join(folder, file);
    writeFileSync(path, readFileSync(path, 'utf8').replace(before, after));
    expect(() => readBuiltInLabels(folder)).toThrow(ConfigError);
    expect(() => readBuiltInLabels(folder)).toThrow(named);
  });

  it('names the file that is missing', () => {
    const folder = copyOfFolder();
    rmSync(join(folder, 'services.csv'));
    expect(() => builtInDigests(folder)).toThrow(/services\.csv/);
  });
});
