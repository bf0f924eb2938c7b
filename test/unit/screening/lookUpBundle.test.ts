import { describe, expect, it } from 'vitest';
import type { RecordedReply } from '../../../src/core/factBundle.js';
import { createBundleLookUp, notInBundle } from '../../../src/screening/lookUpBundle.js';
import { rejudgeRecorded, screenRecorded } from '../../support/recordedWorld.js';
import { TRADE_ASSETS } from '../../support/tradeLedgers.js';
import {
  ASSETS,
  btcAccount,
  chainNamed,
  claim,
  ether,
  evmAccount,
  exchange,
} from '../../support/world.js';

const [SUBJECT, PAYER, KRAKEN] = [1, 2, 3].map(evmAccount);
if (!SUBJECT || !PAYER || !KRAKEN) throw new Error('accounts are missing');
const chain = chainNamed('ethereum').id;

const fact = ether(PAYER, SUBJECT, 100n, 1);
const nothing = { facts: [], unseen: [], busy: null, unspent: [], balances: null, cost: null };
const account = (of: typeof SUBJECT) =>
  ({ kind: 'account', account: of, balance: 'wanted' }) as const;

describe('a look-up in what was recorded', () => {
  const replies: readonly RecordedReply[] = [
    { ...nothing, lookup: { kind: 'account', account: SUBJECT }, facts: [fact], cost: 3 },
    { ...nothing, lookup: { kind: 'transaction', txId: '0x01' } },
    { ...nothing, lookup: { kind: 'spends', txId: '0x01', outputs: [1] }, unspent: [1] },
  ];
  const lookUp = createBundleLookUp(SUBJECT, replies);

  it('answers what was answered, whatever block or balance goes with the question', () => {
    expect(lookUp(account(SUBJECT))).toMatchObject({ facts: [fact], cost: 3, asked: 0 });
    const block = { height: 1, timeSeconds: 2 };
    expect(lookUp({ kind: 'transaction', chain, txId: '0x01', block })).toMatchObject({ cost: 0 });
    expect(lookUp({ kind: 'spends', chain, txId: '0x01', outputs: [1] })?.unspent).toEqual([1]);
  });

  it('answers nothing else: another account, transaction, output or chain', () => {
    expect(lookUp(account(PAYER))).toBeNull();
    expect(lookUp({ kind: 'transaction', chain, txId: '0x02' })).toBeNull();
    expect(lookUp({ kind: 'spends', chain, txId: '0x01', outputs: [0] })).toBeNull();
    const other = chainNamed('polygon').id;
    expect(lookUp({ kind: 'transaction', chain: other, txId: '0x01' })).toBeNull();
  });

  it('says that what was not looked up is not seen', () => {
    expect(notInBundle(account(PAYER))).toMatchObject({
      facts: [],
      unseen: [{ channel: null, kind: 'capability' }],
    });
  });
});

describe('a recorded verdict under other labels', () => {
  const world = {
    subject: SUBJECT,
    facts: [ether(KRAKEN, PAYER, 200n, 1), ether(PAYER, SUBJECT, 100n, 2)],
    assets: ASSETS,
    claims: [exchange(KRAKEN, 'Kraken')],
  };

  it('finds what a new label says of an account that was seen', async () => {
    const { text, verdict } = await screenRecorded(world);
    expect(verdict.decision).toBe('proceed');
    const again = rejudgeRecorded(world, text, [...world.claims, claim(PAYER)]);
    expect(again.verdict).toMatchObject({ decision: 'hold', exposures: [{ kind: 'direct' }] });
  });

  it('is incomplete where a label fell away behind which nobody had looked', async () => {
    const labelled = { ...world, claims: [exchange(PAYER, 'Binance')] };
    const { text, verdict } = await screenRecorded(labelled);
    expect(verdict.decision).toBe('proceed');
    const again = rejudgeRecorded(labelled, text, []);
    expect(again.verdict).toMatchObject({ decision: 'incomplete', complete: false });
    expect(again.verdict.gaps).toMatchObject([{ kind: 'capability', matters: true }]);
    expect(again.verdict.gaps[0]?.cure).toContain('Screen the wallet anew');
  });

  it('decides a swap that wanted a price, where a new label needs none', async () => {
    const [given, got] = [ether(SUBJECT, PAYER, 10n ** 18n, 3), ether(PAYER, SUBJECT, 5n, 3)];
    const token = [...TRADE_ASSETS.values()].find(({ symbol }) => symbol === 'MOVES');
    if (token === undefined) throw new Error('no token is listed');
    const swap = {
      ...world,
      assets: TRADE_ASSETS,
      facts: [
        ...world.facts,
        given,
        { ...got, asset: token.id, channel: 'token', index: '1' } as const,
      ],
      priceOf: () => 'down' as const,
    };
    const { text, verdict } = await screenRecorded(swap);
    const undecided = ({ gaps }: typeof verdict) =>
      gaps.filter(({ sentence }) => sentence.startsWith('A swap could not be told'));
    expect(undecided(verdict)).not.toEqual([]);
    expect(undecided(rejudgeRecorded(swap, text).verdict)).toEqual(undecided(verdict));
    const market = { ...exchange(PAYER, 'Market'), category: 'dex' } as const;
    const again = rejudgeRecorded(swap, text, [...world.claims, market]);
    expect(undecided(again.verdict)).toEqual([]);
  });

  it('is for no other subject', async () => {
    const { text } = await screenRecorded(world);
    const other = { ...world, subject: btcAccount('another') };
    expect(() => rejudgeRecorded(other, text)).toThrow(/other subjects/);
  });
});
