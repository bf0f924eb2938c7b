import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { UtxoTx } from '../../../../src/core/ledger.js';
import { detectCoinJoin, endsTrail } from '../../../../src/core/patterns/coinJoin.js';
import { packageRoot } from '../../../../src/packageInfo.js';
import { bitcoinTx, btcAccount } from '../../../support/world.js';

/** Which of the transaction's addresses, by number, and how many satoshi. */
const part = z.tuple([z.number(), z.number()]);

/** Transactions of the main chain, with the page that shows each; every address is a number. */
const published = z
  .array(
    z.object({
      what: z.string(),
      source: z.url(),
      txId: z.string(),
      height: z.number(),
      timeSeconds: z.number(),
      inputs: z.array(part),
      outputs: z.array(part),
    }),
  )
  .parse(
    JSON.parse(
      readFileSync(join(packageRoot(), 'test', 'support', 'publishedTransactions.json'), 'utf8'),
    ),
  );

function txOf(beginsWith: string): UtxoTx {
  const found = published.find(({ txId }) => txId.startsWith(beginsWith));
  if (found === undefined) throw new Error(`no transaction ${beginsWith}`);
  const { txId, height, timeSeconds } = found;
  const leg = ([address, amount]: z.infer<typeof part>) => ({
    account: btcAccount(`address ${address}`),
    amount: BigInt(amount),
  });
  const legs = {
    inputs: found.inputs.map((one, at) => ({
      ...leg(one),
      previous: { txId: `funds ${at}`, index: 0 },
    })),
    outputs: found.outputs.map(leg),
  };
  return { ...bitcoinTx(txId, height, legs), timeSeconds };
}

describe('a published CoinJoin', () => {
  it.each([
    ['323df21f', 'whirlpool', 60],
    ['fb596c9f', 'wasabi-2.0', 60],
    ['6cb2433f', 'joinmarket', 49],
  ])('%s is known as %s', (txId, detector, confidence) => {
    const found = detectCoinJoin(txOf(txId));
    expect([found?.detector, found?.confidence]).toEqual([detector, confidence]);
    expect(found !== null && endsTrail(found)).toBe(true);
  });

  it('of two people is known by a shape that is too weak to end a trail', () => {
    const found = detectCoinJoin(txOf('4f112abd'));
    expect(found).toMatchObject({ detector: 'equal-outputs', confidence: 20 });
    expect(found !== null && endsTrail(found)).toBe(false);
  });
});

describe('a published transaction that is none', () => {
  it.each([
    ['3d81a6b9', 'an exchange pays 143 at once, two of them the same'],
    ['37777def', 'two inputs into one'],
    ['40b88e16', 'somebody gathers five outputs'],
  ])('%s: %s', (txId) => {
    expect(detectCoinJoin(txOf(txId))).toBeNull();
  });
});
