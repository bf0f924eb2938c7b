import fc from 'fast-check';
import type { UtxoInput, UtxoTx } from '../../src/core/ledger.js';
import { bitcoinTx, btcAccount } from './world.js';

/** Texts in the form of addresses of three kinds, and two accounts that tests put labels on. */
const NAMES: readonly string[] = [
  ...Array.from({ length: 6 }, (_, at) => `bc1q${`${at}`.padStart(38, 'q')}`),
  ...Array.from({ length: 3 }, (_, at) => `1legacy${at}`),
  ...Array.from({ length: 2 }, (_, at) => `3script${at}`),
  'lazarus',
  'kraken',
];

/** The address that is screened in ledgers of this file. */
export const LEDGER_SUBJECT = btcAccount(NAMES[0] ?? '');

const step = fc.record({
  /** Which unspent outputs are spent, of those that there are. */
  spends: fc.array(fc.nat(), { minLength: 1, maxLength: 5 }),
  receivers: fc.array(
    fc.record({ name: fc.option(fc.nat({ max: NAMES.length - 1 }), { freq: 12 }), part: fc.nat() }),
    { minLength: 1, maxLength: 6 },
  ),
  /** Pays each receiver the same, as in a CoinJoin. */
  equal: fc.boolean(),
  /** Blocks since the transaction before. */
  later: fc.nat({ max: 2 }),
});

/**
 * Ledgers of an unspent-output chain in which every output is spent at most once and nothing comes
 * from nowhere: each spends outputs made before it, or is newly mined.
 */
export const utxoLedgers = fc
  .array(step, { minLength: 1, maxLength: 40 })
  .map((steps): readonly UtxoTx[] => {
    const unspent: Required<UtxoInput>[] = [];
    const txs: UtxoTx[] = [];
    let height = 1;
    steps.forEach(({ spends, receivers, equal, later }, at) => {
      height += later;
      const mines = unspent.length < spends.length;
      const inputs = mines
        ? []
        : spends.flatMap((pick) => unspent.splice(pick % unspent.length, 1));
      const whole = mines
        ? 9_000_000n
        : inputs.reduce((sum, { amount }) => sum + amount, 0n) - BigInt(at);
      const portion = whole / BigInt(receivers.length);
      if (portion < 2_000n) return;
      const id = `tx${at}`;
      const outputs = receivers.map(({ name, part }, index) => {
        const isShared = equal && index % 2 === 0;
        const amount = isShared ? portion : portion - (BigInt(part) % (portion / 2n));
        return { account: name === null ? null : btcAccount(NAMES[name] ?? ''), amount };
      });
      txs.push(bitcoinTx(id, height, { inputs, outputs }));
      outputs.forEach(({ account, amount }, index) => {
        unspent.push({ previous: { txId: id, index }, account, amount });
      });
    });
    return txs;
  });

/** A transaction of any shape, sensible or not. */
export const anyTx: fc.Arbitrary<UtxoTx> = fc
  .record({
    inputs: fc.array(
      fc.record({
        name: fc.option(fc.nat({ max: 60 }), { freq: 20 }),
        amount: fc.oneof(fc.bigInt({ min: 0n, max: 60n }), fc.constant(10_000_000n)),
      }),
      { maxLength: 30 },
    ),
    outputs: fc.array(
      fc.record({
        name: fc.option(fc.nat({ max: 90 }), { freq: 20 }),
        amount: fc.oneof(
          fc.bigInt({ min: 0n, max: 3_000n }),
          fc.constantFrom(100_000n, 531_441n, 1_048_576n, 1_000_000n, 10_000_000n, 20_000_000n),
        ),
      }),
      { maxLength: 30 },
    ),
    coinbase: fc.boolean(),
  })
  .map(({ inputs, outputs, coinbase }) => {
    const accountOf = (name: number | null) =>
      name === null ? null : btcAccount(NAMES[name] ?? `bc1q${`${name}`.padStart(38, 'q')}`);
    const tx = bitcoinTx('any', 1, {
      inputs: inputs.map(({ name, amount }, index) => ({
        previous: name === null ? null : { txId: `made ${index}`, index },
        account: accountOf(name),
        amount,
      })),
      outputs: outputs.map(({ name, amount }) => ({ account: accountOf(name), amount })),
    });
    return { ...tx, coinbase };
  });
