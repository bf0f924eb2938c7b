import { describe, expect, it } from 'vitest';
import { createAccount } from '../../../../src/core/account.js';
import type { AssetList } from '../../../../src/core/asset.js';
import { nativeAssetId } from '../../../../src/core/asset.js';
import type { Transfer } from '../../../../src/core/ledger.js';
import { lookupKey } from '../../../../src/core/lookup.js';
import { DEFAULT_POLICY } from '../../../../src/core/policy.js';
import { createPriceBook } from '../../../../src/core/price.js';
import {
  noteFee,
  type ToldFees,
  withoutFeesToldTwice,
} from '../../../../src/core/trace/toldFees.js';
import { absorb, createTrace, nextLookups } from '../../../../src/core/trace/trace.js';
import { ASSETS, answerFrom, chainNamed, ETH, ether } from '../../../support/world.js';

const FEE = { channel: 'fee', to: null } as const;

/** Fees of one transaction, and what else it moved, on a chain. */
function sceneOn(name: string) {
  const chain = chainNamed(name);
  const asset = nativeAssetId(chain);
  const accountAt = (number: number) =>
    createAccount(chain.id, `0x${number.toString(16).padStart(40, '0')}`);
  const [me, contract] = [accountAt(1), accountAt(2)];
  const at = (fact: Transfer): Transfer => ({ ...fact, chain: chain.id, asset });
  const fee = (amount: bigint, index = '#1', height = 9): Transfer => ({
    ...at(ether(me, me, amount, height)),
    ...FEE,
    index,
  });
  return { chain, asset, me, contract, at, fee };
}

/** What is added to some known fees by an answer. */
function add(known: readonly Transfer[], answer: readonly Transfer[]): readonly Transfer[] {
  const told: ToldFees = new Map();
  for (const one of known) noteFee(told, one);
  const seen = withoutFeesToldTwice(told, answer);
  return seen.flatMap((fact) => (fact.kind === 'transfer' && !known.includes(fact) ? [fact] : []));
}

describe('fees of a rollup and of its parent chain', () => {
  const { fee } = sceneOn('base');
  const [gas, toParent, both] = [fee(10n), fee(2n, '#2'), fee(12n)];

  it('are counted once, whether they are told as two or as one', () => {
    expect(add([both], [gas, toParent])).toEqual([]);
    expect(add([gas, toParent], [both])).toEqual([]);
  });

  it('are added as far as they are more than what is known', () => {
    expect(add([gas], [gas, toParent])).toEqual([toParent]);
    expect(add([gas], [both]).map(({ amount }) => amount)).toEqual([2n]);
    expect(add([both], [gas])).toEqual([]);
    expect(add([both], [fee(13n)]).map(({ amount }) => amount)).toEqual([1n]);
  });

  it('of another transaction or another payer are others', () => {
    const later = fee(10n, '#1', 10);
    expect(add([both], [later])).toEqual([later]);
    const others = { ...gas, from: sceneOn('base').contract };
    expect(add([both], [others])).toEqual([others]);
  });

  it('are told as they are on a chain that charges one', () => {
    const { fee: onEthereum } = sceneOn('ethereum');
    expect(add([onEthereum(12n)], [onEthereum(10n)])).toEqual([onEthereum(10n)]);
  });
});

/** Fees that a trace knows, where the wallet's history and its whole transaction tell them so. */
function feesKnown(inHistory: readonly bigint[], whole: readonly bigint[]): bigint[] {
  const { asset, me, contract, at, fee } = sceneOn('base');
  const listed = ASSETS.get(ETH);
  if (listed === undefined) throw new Error('ether is not listed');
  const assets: AssetList = new Map([[asset, { ...listed, id: asset, chain: at(fee(1n)).chain }]]);
  // What a contract both took and gave is looked up whole.
  const moves = [
    at(ether(me, contract, 1_000n, 9)),
    { ...at(ether(contract, me, 400n, 9)), channel: 'internal' as const },
  ];
  const funded = at(ether(contract, me, 5_000n, 1));
  const trace = createTrace({
    subject: me,
    policy: DEFAULT_POLICY,
    assets,
    prices: createPriceBook(assets, null),
    knowledge: { claimsOf: () => [], ownAccounts: new Set() },
    nowSeconds: 1_660_000_000,
  });
  for (let asked = nextLookups(trace); asked.length > 0; asked = nextLookups(trace)) {
    for (const lookup of asked) {
      const told = lookup.kind === 'transaction' ? whole : inHistory;
      const fees = told.map((amount, number) => fee(amount, `#${number + 1}`));
      absorb(trace, lookupKey(lookup), answerFrom([funded, ...fees, ...moves], lookup));
    }
  }
  return [...trace.facts.values()].flatMap((fact) =>
    fact.kind === 'transfer' && fact.channel === 'fee' ? [fact.amount] : [],
  );
}

it('a trace knows each fee once, whichever source tells it in parts', () => {
  expect(feesKnown([12n], [10n, 2n])).toEqual([12n]);
  expect(feesKnown([10n], [10n, 2n])).toEqual([10n, 2n]);
  expect(feesKnown([10n], [12n])).toEqual([10n, 2n]);
});
