import { describe, expect, it } from 'vitest';
import { createAccount } from '../../../../src/core/account.js';
import { accountFor } from '../../../../src/core/accounting/accounting.js';
import { tellGaps } from '../../../../src/core/accounting/tellGaps.js';
import type { AssetList } from '../../../../src/core/asset.js';
import { erc20AssetId, nativeAssetId } from '../../../../src/core/asset.js';
import type { Transfer } from '../../../../src/core/ledger.js';
import { mostParentFees } from '../../../../src/core/trace/parentFees.js';
import { traceWorld } from '../../../support/traceWorld.js';
import { ASSETS, chainNamed, ETH, ether, exchange } from '../../../support/world.js';

const FINNEY = 10n ** 15n;
const ETHER = 1_000n * FINNEY;

/** Somebody who was paid ten ether and made so many payments of a finney, on a chain. */
function living(name: string, payments: number) {
  const chain = chainNamed(name);
  const accountAt = (number: number) =>
    createAccount(chain.id, `0x${number.toString(16).padStart(40, '0')}`);
  const [me, shop, kraken] = [accountAt(1), accountAt(2), accountAt(3)];
  const asset = nativeAssetId(chain);
  const at = (fact: Transfer): Transfer => ({ ...fact, chain: chain.id, asset });
  const facts = [
    at(ether(kraken, me, 10n * ETHER, 1)),
    ...Array.from({ length: payments }, (_, number) => [
      { ...at(ether(me, null, 1n, 10 + number)), channel: 'fee' as const },
      at(ether(me, shop, FINNEY, 10 + number)),
    ]).flat(),
  ];
  const listed = ASSETS.get(ETH);
  if (listed === undefined) throw new Error('ether is not listed');
  const assets: AssetList = new Map([
    [asset, { ...listed, id: asset, chain: chain.id, dustAmount: 3n * FINNEY }],
  ]);
  const claims = [exchange(kraken, 'Kraken'), exchange(shop, 'A shop')];
  const left = 10n * ETHER - BigInt(payments) * (FINNEY + 1n);
  /** The gaps where the chain says that so much less is held than the lists add up to. */
  const gapsWith = (missing: bigint) => {
    const trace = traceWorld({ subject: me, facts, claims, assets });
    trace.balances.set(asset, left - missing);
    return tellGaps(trace, accountFor(trace).splits).map(({ kind }) => kind);
  };
  return { me, asset, facts, gapsWith };
}

describe('fees that a rollup charges for its parent chain', () => {
  it('explain money that is missing, up to a finney for each transaction that was signed', () => {
    for (const chain of ['optimism', 'base']) {
      const { gapsWith } = living(chain, 20);
      expect(gapsWith(20n * FINNEY)).toEqual([]);
      // With what is left aside as dust anywhere.
      expect(gapsWith(23n * FINNEY - 1n)).toEqual([]);
      expect(gapsWith(23n * FINNEY)).toEqual(['ledger-mismatch']);
    }
  });

  it('explain nothing that came unseen', () => {
    const { gapsWith } = living('base', 20);
    expect(gapsWith(-3n * FINNEY + 1n)).toEqual([]);
    expect(gapsWith(-3n * FINNEY)).toEqual(['ledger-mismatch']);
  });

  it('explain nothing on a chain where all is in the fee that is listed', () => {
    for (const chain of ['ethereum', 'arbitrum', 'polygon']) {
      expect(living(chain, 20).gapsWith(3n * FINNEY)).toEqual(['ledger-mismatch']);
      expect(living(chain, 20).gapsWith(3n * FINNEY - 1n)).toEqual([]);
    }
  });

  it('explain nothing where the whole transaction tells what was paid', () => {
    const { me, asset, facts } = living('base', 5);
    const told = facts.filter(({ channel }) => channel === 'fee').slice(0, 2);
    const toParent = told.map((fee) => ({ ...fee, amount: 7n, index: '#1p' }));
    expect(mostParentFees(me, asset, [...facts, ...toParent])).toBe(3n * FINNEY);
  });

  it('are paid in the native coin, once for a transaction, by who signed it', () => {
    const { me, asset, facts } = living('base', 5);
    expect(mostParentFees(me, asset, facts)).toBe(5n * FINNEY);
    const token = erc20AssetId(chainNamed('base').id, `0x${'7'.repeat(40)}`);
    expect(mostParentFees(me, token, facts)).toBe(0n);
    const others = facts.filter((fact) => fact.from !== me);
    expect(mostParentFees(me, asset, others)).toBe(0n);
    const inside = facts.map((fact) => ({ ...fact, channel: 'internal' as const }));
    expect(mostParentFees(me, asset, inside)).toBe(0n);
  });
});
