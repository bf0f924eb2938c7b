import { describe, expect, it } from 'vitest';
import { tracedTwin } from '../../../../src/chains/labelAddress.js';
import { accountsToLookUp, parseSubject } from '../../../../src/chains/registry.js';
import { createAccount } from '../../../../src/core/account.js';
import { findChainByName } from '../../../../src/core/chain.js';
import type { PublishedLabels } from '../../../../src/sources/labels/publishedLabels.js';
import { createLabelStore } from '../../../../src/store/labelStore.js';
import { openForTest } from '../../store/temporaryDatabase.js';
import { ADVANCED, change, readLabels, rowsOf, SET } from './ofacFiles.js';

const IMPORTED_AT = '2025-11-10T00:00:00Z';

function actorsOf(labels: PublishedLabels, uid: string) {
  return [...new Set(rowsOf(labels, uid).map(({ actor }) => actor))];
}

/** The claims that a screening of a text meets once the labels are in a database. */
function meet(labels: PublishedLabels, text: string) {
  const store = createLabelStore(openForTest(), { tracedTwin });
  store.importSet({ ...labels, set: SET, fileDigest: 'sha256:1', importedAt: IMPORTED_AT });
  const book = store.openBook({ day: '2025-11-10', withBuiltIn: false });
  return accountsToLookUp(parseSubject(text)).flatMap((account) => book.readClaims(account));
}

describe('who is linked to North Korea', () => {
  it('is told by a programme', async () => {
    expect(actorsOf(await readLabels(ADVANCED), '900004')).toEqual(['dprk-other']);
  });

  it('is told by a list of known parties where no programme says so', async () => {
    const labels = await readLabels(ADVANCED);
    expect(actorsOf(labels, '37070')).toEqual(['dprk-facilitator']);
    expect(rowsOf(labels, '37070')[0]).toMatchObject({ event: 'OFAC CYBER2', category: 'mixer' });
    expect(rowsOf(labels, '37070')[0]?.source).toContain('press-releases/jy0768');
  });

  it('is told by the regulations that OFAC notes on a party', async () => {
    expect(actorsOf(await readLabels(ADVANCED), '900003')).toEqual(['dprk-other']);
    const other = ADVANCED.replace('North Korea Sanctions', 'Cuban Assets Control');
    expect(actorsOf(await readLabels(other), '900003')).toEqual([null]);
  });

  it('is not told by a note that OFAC calls false', async () => {
    const note = '<FeatureVersion ID="116" ReliabilityID="43">';
    const labels = await readLabels(change(ADVANCED, note, note.replace('43', '42')));
    expect(actorsOf(labels, '900003')).toEqual([null]);
  });

  it('is not told by a relation to a party that was taken off its list', async () => {
    const entry = '<SanctionsEntry ID="900010" ProfileID="900010" ListID="31">';
    const labels = await readLabels(
      change(ADVANCED, entry, `${entry}<EntryEvent ID="1" EntryEventTypeID="2" />`),
    );
    expect(actorsOf(labels, '900001')).toEqual([null]);
  });

  it('is told by relations, also over a party without addresses and over several steps', async () => {
    const labels = await readLabels(ADVANCED);
    expect(actorsOf(labels, '900001')).toEqual(['dprk-facilitator']);
    expect(actorsOf(labels, '900002')).toEqual(['dprk-facilitator']);
  });

  it('is not told by help from North Korea, nor by a relation that ended', async () => {
    const labels = await readLabels(ADVANCED);
    expect(actorsOf(labels, '900005')).toEqual([null]);
    expect(actorsOf(labels, '900006')).toEqual([null]);
  });
});

describe('the chain of an address', () => {
  it('follows from its format, not from its ticker, which is kept as a note', async () => {
    const rows = rowsOf(await readLabels(ADVANCED), '900007');
    expect(rows.map(({ account, note }) => [account, note])).toEqual([
      ['tron:0x2b6653dc:TWBAPzpPiZarfVsY2BLXeaLhNHurn4wkWG', 'Listed under USDT.'],
      ['eip155:1:0x2f389ce8bd8ff92de3402ffce4691d17fc4f6535', 'Listed under USDT.'],
      [
        'bip122:000000000019d6689c085ae165831e93:1KUUJPkyDhamZXgpsyXqNGc3x1QPXtdhgz',
        'Listed under USDT.',
      ],
      ['tron:0x2b6653dc:TUCsTq7TofTCJRRoHk6RvhMoS2mJLm5Yzq', 'Listed under XBT.'],
      [
        'bip122:000000000000000000651ef99cb9fcbe:qpgf0ztxq3mwfq6eg5versgfdzq9c3pwv5jsk6wnay',
        'Listed under BCH.',
      ],
      ['eip155:1:0xb0b0000000000000000000000000000000000007', 'Listed under XNEW.'],
    ]);
  });

  it('follows from its format under a ticker of any spelling', async () => {
    const odd = change(ADVANCED, 'Address - XNEW<', 'Address - constructor<');
    expect(rowsOf(await readLabels(odd), '900007').at(-1)).toMatchObject({
      account: 'eip155:1:0xb0b0000000000000000000000000000000000007',
      note: 'Listed under constructor.',
    });
  });

  it('is none for a text that is no address, which is told', async () => {
    const { leftOut } = await readLabels(ADVANCED);
    expect(leftOut.find(({ where }) => where.includes('5be5543f'))?.problem).toBe(
      'The text is not an address of a chain that Hopsight knows.',
    );
  });
});

describe('an address that stands in the file more than once', () => {
  it('is one claim on each chain that the tickers name', async () => {
    const rows = rowsOf(await readLabels(ADVANCED), '900001');
    expect(rows.map(({ account }) => account.split(':')[1])).toEqual(['1', '42161', '56']);
  });

  it('is one claim where a party has it twice on one chain, with both tickers', async () => {
    expect(rowsOf(await readLabels(ADVANCED), '37070')).toHaveLength(1);
    const stable = ADVANCED.replaceAll('"604"', '"603"').replaceAll('"605"', '"603"');
    const [row, ...more] = rowsOf(
      await readLabels(
        change(
          stable,
          '<FeatureType ID="603" FeatureTypeGroupID="1">Digital Currency Address - ARB</FeatureType>',
          '',
        ).replace(
          '<FeatureType ID="603" FeatureTypeGroupID="1">Digital Currency Address - BSC</FeatureType>',
          '',
        ),
      ),
      '900001',
    );
    expect([row?.note, more]).toEqual(['Listed under ETH, USDT.', []]);
  });

  it('is a claim for each party that has it', async () => {
    const shared = change(
      ADVANCED,
      '0xb0b0000000000000000000000000000000000002',
      '0xb0b0000000000000000000000000000000000003',
    );
    const { rows } = await readLabels(shared);
    const claims = rows.filter(({ account }) => account.endsWith('0003'));
    expect(claims.map(({ entity }) => entity)).toEqual(['Helper of the Agent', 'Noted Person']);
  });
});

describe('the spelling of an address', () => {
  it('is lower case for EVM and untouched for TRON and Bitcoin', async () => {
    const accounts = (await readLabels(ADVANCED)).rows.map(({ account }) => account);
    expect(accounts).toContain('eip155:1:0x098b716b8aaf21512996dc57eb0615e2383e2f96');
    expect(accounts).toContain('tron:0x2b6653dc:TA3941uFAvmVibSkQ6fMJXxmaSNovX86mz');
    expect(accounts).toContain(
      'bip122:000000000019d6689c085ae165831e93:3F6bbvS1krsc1qR8FsbTDfYQyvkMm3QvmR',
    );
  });

  it('does not hide an EVM address whose case is wrong', async () => {
    const misspelt = change(ADVANCED, '0x098B716B8Aaf', '0x098b716B8Aaf');
    expect(rowsOf(await readLabels(misspelt), '27307')).toMatchObject([
      {
        account: 'eip155:1:0x098b716b8aaf21512996dc57eb0615e2383e2f96',
        note: 'Listed under ETH. The case of its letters does not fit its checksum.',
      },
    ]);
  });

  it('is not repaired where a checksum says that it is broken', async () => {
    const broken = change(
      ADVANCED,
      'TA3941uFAvmVibSkQ6fMJXxmaSNovX86mz',
      'ta3941ufavmvibskq6fmjxxmasnovx86mz',
    );
    const labels = await readLabels(broken);
    expect(rowsOf(labels, '22985')).toEqual([]);
    expect(labels.leftOut.some(({ where }) => where.includes('ta3941u'))).toBe(true);
  });
});

describe('two files of one day', () => {
  it('are two snapshots, told apart by their digests', async () => {
    const store = createLabelStore(openForTest(), { tracedTwin });
    const longer = await readLabels(ADVANCED);
    const shorter = await readLabels(
      change(ADVANCED, '0xb0b0000000000000000000000000000000000004', 'gone'),
    );
    expect(longer.asOf).toBe(shorter.asOf);
    const first = store.importSet({
      ...shorter,
      set: SET,
      fileDigest: 'sha256:a',
      importedAt: IMPORTED_AT,
    });
    const second = store.importSet({
      ...longer,
      set: SET,
      fileDigest: 'sha256:b',
      importedAt: IMPORTED_AT,
    });
    expect(second.id).not.toBe(first.id);
    expect(store.listImports()).toHaveLength(2);
    expect(store.findByDigest(SET, 'sha256:a')).toBeNull();
    expect(store.findByDigest(SET, 'sha256:b')).toEqual(second);
  });
});

describe('the same key elsewhere', () => {
  it('is met on every EVM chain', async () => {
    const store = createLabelStore(openForTest(), { tracedTwin });
    const labels = await readLabels(ADVANCED);
    store.importSet({ ...labels, set: SET, fileDigest: 'sha256:1', importedAt: IMPORTED_AT });
    const book = store.openBook({ day: '2025-11-10', withBuiltIn: false });
    const polygon = findChainByName('polygon');
    const account =
      polygon && createAccount(polygon.id, '0x098b716b8aaf21512996dc57eb0615e2383e2f96');
    expect(account && book.readClaims(account).map(({ entity }) => entity)).toEqual([
      'Lazarus Group',
    ]);
  });

  it('is met at the EVM twin of a TRON address', async () => {
    const labels = await readLabels(ADVANCED);
    const claims = meet(labels, '0x00be5e0c85be35948d97ad37f62d108243f89ae0');
    expect([...new Set(claims.map(({ entity }) => entity))]).toEqual(['CHEIL CREDIT BANK']);
    expect(meet(labels, '0x00be5e0c85be35948d97ad37f62d108243f89ae1')).toEqual([]);
  });

  it('is met before the day of the file, which does not date the claims', async () => {
    const store = createLabelStore(openForTest(), { tracedTwin });
    const labels = await readLabels(ADVANCED);
    store.importSet({ ...labels, set: SET, fileDigest: 'sha256:1', importedAt: IMPORTED_AT });
    const book = store.openBook({ day: '2024-01-01', withBuiltIn: false });
    const [row] = rowsOf(labels, '27307');
    expect(row && book.readClaims(row.account)).toHaveLength(1);
  });
});

describe('a listed address that a service holds', () => {
  it('says who lists it and whose it is said to be', async () => {
    const [row] = rowsOf(await readLabels(ADVANCED), '55065');
    expect(row).toMatchObject({ authority: 'list', use: 'exposure' });
    expect(row?.note).toContain('deposit address at the exchange HTX');
    expect(row?.source).toContain('; https://github.com/tayvano/');
  });

  it('is not said of any other address', async () => {
    const { rows } = await readLabels(ADVANCED);
    expect(rows.filter(({ note }) => note?.includes('exchange'))).toHaveLength(1);
  });
});
