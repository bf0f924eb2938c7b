import { mkdtempSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { type Account, createAccount } from '../../../src/core/account.js';
import { nativeAssetId } from '../../../src/core/asset.js';
import { findChainByName } from '../../../src/core/chain.js';
import { orderFacts } from '../../../src/core/chainOrder.js';
import { ConfigError, DecodeError } from '../../../src/core/errors.js';
import { factKey } from '../../../src/core/ledger.js';
import { formatMoment } from '../../../src/core/moment.js';
import { convertRonin, convertWannacry } from '../../../src/sources/recorded/convertCases.js';
import {
  formatRecording,
  parseRecording,
  type Recording,
} from '../../../src/sources/recorded/format.js';
import { createRecordings, listRecorded, openRecorded } from '../../../src/sources/recorded.js';

const FOLDER = fileURLToPath(new URL('../../../db/recorded', import.meta.url));
const RONIN = join(FOLDER, 'ronin-2022.jsonl');
const WANNACRY = join(FOLDER, 'wannacry-2017.jsonl');

function chainNamed(name: string) {
  const chain = findChainByName(name);
  if (chain === undefined) throw new Error(name);
  return chain;
}

const ETHEREUM = chainNamed('ethereum');
const BITCOIN = chainNamed('bitcoin');

const ethereum = (address: string): Account => createAccount(ETHEREUM.id, address);
const bitcoin = (address: string): Account => createAccount(BITCOIN.id, address);

const EXPLOITER = ethereum('0x098b716b8aaf21512996dc57eb0615e2383e2f96');
const BRIDGE = ethereum('0x1a2a1c938ce3ec39b6d47113c7955baa9dd454f2');
const RANSOM = bitcoin('115p7UMMngoj1pMvkpHijcRdfJNXj6LrLn');

function parseRecordingFile(path: string): Recording {
  return parseRecording(readFileSync(path, 'utf8'), 'shipped');
}

const folders: string[] = [];

function writeRecorded(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'hopsight-recorded-'));
  folders.push(folder);
  const path = join(folder, 'mine.jsonl');
  writeFileSync(path, text);
  return path;
}

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

describe('the recorded Ronin theft', () => {
  const source = openRecorded(RONIN);
  const facts = source.readFacts(EXPLOITER);

  it('holds both payouts of the bridge, which plain transfer lists do not show', () => {
    const payouts = facts.filter(
      (fact) => fact.kind === 'transfer' && fact.from === BRIDGE && fact.to === EXPLOITER,
    );
    expect(payouts).toMatchObject([
      { channel: 'internal', amount: 173_600n * 10n ** 18n, height: 14_442_835 },
      { channel: 'token', amount: 25_500_000_000_000n, height: 14_442_840 },
    ]);
    expect(payouts.map((fact) => formatMoment(fact.timeSeconds))).toEqual([
      '2022-03-23T13:29:09Z',
      '2022-03-23T13:31:04Z',
    ]);
  });

  it('covers the eight listed addresses in plain and internal transfers, and no other', () => {
    const { coverage } = parseRecordingFile(RONIN).header;
    expect(coverage).toHaveLength(8);
    for (const { account } of coverage) {
      expect(source.coveredChannels(account)).toEqual(['native', 'internal']);
    }
    expect(source.coveredChannels(BRIDGE)).toEqual([]);
  });

  it('lets no covered address spend ether that it does not hold', () => {
    const all = orderFacts(parseRecordingFile(RONIN).facts);
    const covered = parseRecordingFile(RONIN).header.coverage.map(({ account }) => account);
    for (const account of covered) {
      let balance = 0n;
      for (const fact of all) {
        if (fact.kind !== 'transfer' || !fact.asset.endsWith('slip44:60')) continue;
        if (fact.to === account) balance += fact.amount;
        if (fact.from === account) balance -= fact.amount;
        expect(balance >= 0n, `${account} at ${formatMoment(fact.timeSeconds)}`).toBe(true);
      }
    }
  });

  it('says that it numbers no transactions and where it ends', () => {
    expect(source.hasTransactionIds).toBe(false);
    expect(source.anchor).toEqual({ height: null, hash: null, timeSeconds: 1_664_294_783 });
    expect(source.readTransaction('00'.repeat(32))).toBeNull();
  });

  it('keeps every row apart', () => {
    const { facts: all } = parseRecordingFile(RONIN);
    expect(all).toHaveLength(438);
    expect(new Set(all.map(factKey)).size).toBe(438);
  });
});

describe('the recorded WannaCry address', () => {
  const source = openRecorded(WANNACRY);
  const facts = source.readFacts(RANSOM);

  it('holds its 115 transactions, each balanced to the satoshi', () => {
    expect(facts).toHaveLength(115);
    for (const fact of facts) {
      if (fact.kind !== 'utxo') throw new Error('a transfer on Bitcoin');
      const paid = fact.inputs.reduce((sum, input) => sum + input.amount, 0n);
      const kept = fact.outputs.reduce((sum, output) => sum + output.amount, 0n);
      expect(paid).toBe(kept + fact.fee);
    }
    expect(source.coveredChannels(RANSOM)).toEqual(['utxo']);
  });

  it('finds a transaction by its id and the ones that spend it', () => {
    const spender = facts.find(
      (fact) => fact.kind === 'utxo' && fact.inputs.some(({ previous }) => previous !== null),
    );
    if (spender?.kind !== 'utxo') throw new Error('nothing is spent');
    const input = spender.inputs.find(({ previous }) => previous !== null);
    const previous = input?.previous;
    const spent = source.readTransaction(previous?.txId ?? '')?.outputs[previous?.index ?? 0];
    expect(spent).toEqual({ account: input?.account, amount: input?.amount });
    expect(source.readSpends(previous?.txId ?? '')).toContainEqual({
      output: previous?.index,
      spentBy: { txId: spender.txId, height: spender.height },
    });
    expect(source.readTransaction('ff'.repeat(32))).toBeNull();
    expect(source.readSpends('ff'.repeat(32))).toEqual([]);
  });
});

describe('recorded files', () => {
  it('are listed by name, with what they say about themselves', () => {
    expect(listRecorded(FOLDER).map(({ header }) => header.name)).toEqual([
      'ronin-2022',
      'wannacry-2017',
    ]);
  });

  it.each([RONIN, WANNACRY])('stay small enough to be reviewed', (path) => {
    expect(statSync(path).size).toBeLessThan(600_000);
  });

  it.each([RONIN, WANNACRY])('come back as they were written', (path) => {
    const recording = parseRecordingFile(path);
    expect(parseRecording(formatRecording(recording), 'again')).toEqual(recording);
  });

  it('may be written by a user', () => {
    const path = writeRecorded(formatRecording(OWN));
    const source = openRecorded(path);
    expect(source.readFacts(EXPLOITER)).toEqual(OWN.facts);
    expect(source.readFacts(BRIDGE)).toEqual(OWN.facts);
    expect(source.readFacts(ethereum('0xa0e1c89ef1a489c9c7de96311ed5ce5d32c20e4b'))).toEqual([]);
    expect(source).toMatchObject({ name: 'recorded own-file', chain: 'eip155:1' });
  });

  it('are read once, and again when they have changed', () => {
    const open = createRecordings();
    const path = writeRecorded(formatRecording(OWN));
    const source = open(path);
    expect(open(path)).toBe(source);
    expect(open(RONIN).name).toBe('recorded ronin-2022');
    const [fact] = OWN.facts;
    expect.assert(fact?.kind === 'transfer');
    // As many bytes as before: its length alone would not tell.
    const changed = { ...OWN, facts: [{ ...fact, amount: fact.amount + 1n }] };
    renameSync(writeRecorded(formatRecording(changed)), path);
    expect(open(path).readFacts(EXPLOITER)).toEqual(changed.facts);
    rmSync(path);
    expect(() => open(path)).toThrow(ConfigError);
  });

  it('give the movements of a transaction by its id, where they are numbered', () => {
    const txId = `0x${'1'.repeat(64)}`;
    const [fact] = OWN.facts;
    expect.assert(fact?.kind === 'transfer');
    const [first, second, other] = [
      { ...fact, txId },
      { ...fact, txId, from: BRIDGE, to: EXPLOITER, channel: 'internal' as const },
      { ...fact, txId: `0x${'2'.repeat(64)}` },
    ];
    const header = { ...OWN.header, hasTransactionIds: true };
    const facts = [first, other, second, fact];
    const source = openRecorded(writeRecorded(formatRecording({ header, facts })));
    expect(source.readTransfers(txId)).toEqual([first, second]);
    expect(source.readTransfers(`0x${'3'.repeat(64)}`)).toBeNull();
  });

  it.each([
    ['"transfer","height":1,', '"transfer","height":-1,', 'line 2: height'],
    ['"amount":"1"', '"amount":"1.5"', 'line 2: amount'],
    ['"amount":"1"', '"amount":1', 'line 2: amount'],
    ['"channel":"native"', '"channel":"utxo"', 'line 2: channel'],
    ['"from":"0x098b', '"from":"0y098b', 'line 2: from'],
    ['eip155:1/slip44:60', 'eip155:2/slip44:60', 'line 2: asset'],
    ['"time":"2022-03-23T13:16:57Z"', '"time":"yesterday"', 'line 1: anchor.time'],
    ['"chain":"eip155:1"', '"chain":"eip155:0"', 'line 1: chain'],
    ['"channels":["native"]', '"channels":["gossip"]', 'line 1: coverage.0.channels.0'],
    ['https://example.org', 'http://example.org', 'line 1: sources.0'],
    ['"index":"#1"}', '"index":"#1"', 'line 2'],
    ['hopsight-recorded-1', 'hopsight-recorded-2', 'line 1: format'],
  ])('name the field that is wrong: %s as %s', (before, after, field) => {
    const good = formatRecording(OWN);
    expect(good).toContain(before);
    const path = writeRecorded(good.replace(before, after));
    expect(() => openRecorded(path)).toThrow(DecodeError);
    expect(() => openRecorded(path)).toThrow(
      expect.objectContaining({ details: { field: expect.stringContaining(field) } }),
    );
  });

  it('refuse an unknown field instead of ignoring it', () => {
    const path = writeRecorded(
      formatRecording(OWN).replace('"index":"#1"', '"index":"#1","memo":1'),
    );
    expect(() => openRecorded(path)).toThrow(DecodeError);
  });

  it('fail on any other content with a DecodeError and nothing else', () => {
    const [header = ''] = formatRecording(OWN).split('\n');
    fc.assert(
      fc.property(fc.json(), fc.boolean(), (json, afterHeader) => {
        const text = afterHeader ? `${header}\n${json}` : json;
        expect(() => parseRecording(text, 'any')).toThrow(DecodeError);
      }),
    );
  });

  it('say when they are not there, without the path', () => {
    expect(() => openRecorded('/nowhere/private/x.jsonl')).toThrow(ConfigError);
    expect(() => openRecorded('/nowhere/private/x.jsonl')).not.toThrow(/private/);
    expect(() => listRecorded('/nowhere/private')).toThrow(ConfigError);
  });
});

describe('case tables become recorded files', () => {
  const call = {
    from: '0x098b716b8aaf21512996dc57eb0615e2383e2f96',
    to: '0x1a2a1c938ce3ec39b6d47113c7955baa9dd454f2',
    amount_wei: '0',
  };

  it('puts each payout right after the empty call that caused it', () => {
    const { facts } = convertRonin([
      { ...call, time_utc: '2022-03-23T13:29:09Z' },
      { ...call, time_utc: '2022-03-23T13:31:04Z' },
    ]);
    expect(orderFacts(facts)).toEqual(facts);
    expect(facts.map((fact) => (fact.kind === 'transfer' ? fact.channel : ''))).toEqual([
      'native',
      'internal',
      'native',
      'token',
    ]);
  });

  it('does not guess where the payouts belong', () => {
    expect(() => convertRonin([{ ...call, time_utc: '2022-03-23T13:29:09Z' }])).toThrow(
      DecodeError,
    );
  });

  it.each([{ amount_wei: '1e18' }, { amount_wei: '' }, { time_utc: 'noon' }])(
    'refuses a row with %j',
    (cells) => {
      const row = { ...call, time_utc: '2022-03-23T13:29:09Z', ...cells };
      expect(() => convertRonin([row])).toThrow(DecodeError);
    },
  );

  it('refuses a transaction that is not of the documented form', () => {
    expect(() => convertWannacry([{ txid: 'x' }])).toThrow(DecodeError);
  });
});

const OWN: Recording = {
  header: {
    name: 'own-file',
    title: 'One payment',
    chain: ETHEREUM,
    anchor: { height: 1, hash: null, timeSeconds: 1_648_041_417 },
    hasTransactionIds: false,
    coverage: [{ account: EXPLOITER, channels: ['native'] }],
    sources: ['https://example.org'],
  },
  facts: [
    {
      kind: 'transfer',
      chain: ETHEREUM.id,
      height: 1,
      blockHash: null,
      txIndex: null,
      txId: null,
      timeSeconds: 1_648_041_417,
      channel: 'native',
      from: EXPLOITER,
      to: BRIDGE,
      asset: nativeAssetId(ETHEREUM),
      amount: 1n,
      index: '#1',
    },
  ],
};
