import { describe, expect, it } from 'vitest';
import type { Asset, AssetId } from '../../../../src/core/asset.js';
import type { Attribution, Category } from '../../../../src/core/attribution.js';
import type { Transfer } from '../../../../src/core/ledger.js';
import { tellFirstGasFunder } from '../../../../src/core/signals/firstGasFunder.js';
import { readSubjectHistory } from '../../../../src/core/signals/subjectHistory.js';
import type { Trace } from '../../../../src/core/trace/traceState.js';
import { traceWorld } from '../../../support/traceWorld.js';
import { ASSETS, claim, ETH, ether, evmAccount, exchange } from '../../../support/world.js';
import { SUBJECT, signalsOf } from './signalWorld.js';

const PAYER = evmAccount(2);
const FRIEND = evmAccount(3);
const CARRIER = evmAccount(4);

/** Ether of which 500 are dust, so that 5 are the least that pay for something. */
const assets = new Map<AssetId, Asset>(
  [...ASSETS].map(([id, asset]) => [id, id === ETH ? { ...asset, dustAmount: 500n } : asset]),
);

const service = (account: typeof PAYER, category: Category, entity: string): Attribution => ({
  ...exchange(account, entity),
  category,
});

const inside = (transfer: Transfer): Transfer => ({ ...transfer, channel: 'internal' });

function funderOf(facts: readonly Transfer[], claims: readonly Attribution[] = []) {
  return signalsOf('first-gas-funder', { facts, claims, assets })[0]?.account;
}

describe('who paid the first fees', () => {
  it('is told as what a source claims of the account, never as a fact about its holder', () => {
    const told = (...claims: readonly Attribution[]) =>
      signalsOf('first-gas-funder', { facts: [ether(PAYER, SUBJECT, 5n, 1)], claims })[0]?.sentence;
    expect(told(claim(PAYER))).toMatch(/came from an account attributed to /);
    expect(told(exchange(PAYER, 'Kraken'))).toMatch(/from an account labelled as Kraken\.$/);
    expect(told()).toMatch(/came from an account without a label\.$/);
  });

  it('carries the claim only where it is DPRK-linked', () => {
    const attributionFor = (one: Attribution) =>
      signalsOf('first-gas-funder', { facts: [ether(PAYER, SUBJECT, 5n, 1)], claims: [one] })[0]
        ?.attribution;
    expect(attributionFor(claim(PAYER))).not.toBeNull();
    expect(attributionFor(claim(PAYER, { actor: null }))).toBeNull();
  });

  it('may have paid from inside a transaction', () => {
    const facts = [inside(ether(PAYER, SUBJECT, 9n, 1)), ether(FRIEND, SUBJECT, 9n, 2)];
    expect(funderOf(facts)).toBe(PAYER);
  });

  it('is nobody who sent too little to pay for anything', () => {
    const facts = (first: bigint) => [
      ether(FRIEND, SUBJECT, first, 1),
      ether(PAYER, SUBJECT, 900n, 2),
      ether(SUBJECT, null, 1n, 3),
    ];
    expect(funderOf(facts(4n))).toBe(PAYER);
    expect(funderOf(facts(5n))).toBe(FRIEND);
    expect(funderOf(facts(0n))).toBe(PAYER);
  });

  it('is who sent little when that was all there was to spend', () => {
    const spent = [
      ether(FRIEND, SUBJECT, 4n, 1),
      ether(SUBJECT, null, 1n, 2),
      ether(PAYER, SUBJECT, 900n, 3),
    ];
    expect(funderOf(spent)).toBe(FRIEND);
    expect(funderOf([ether(FRIEND, SUBJECT, 4n, 1)])).toBeUndefined();
    const nothing = [ether(FRIEND, SUBJECT, 0n, 1), ...spent.slice(1)];
    expect(funderOf(nothing)).toBe(PAYER);
  });

  it.each<[Category, string]>([
    ['infrastructure', 'Disperse.app'],
    ['token-contract', 'WETH'],
    ['dex', 'Uniswap'],
    ['defi', 'Aave'],
    ['burn', 'Null'],
    ['merchant', 'Example Faucet'],
  ])('is no account of the kind %s (%s)', (category, entity) => {
    const facts = [inside(ether(CARRIER, SUBJECT, 9n, 1)), ether(PAYER, SUBJECT, 9n, 2)];
    expect(funderOf(facts, [service(CARRIER, category, entity)])).toBe(PAYER);
    expect(funderOf(facts, [service(CARRIER, 'merchant', 'Shop')])).toBe(CARRIER);
  });

  it('is neither the zero address nor the protocol', () => {
    const facts = (from: typeof PAYER | null) => [
      { ...ether(from, SUBJECT, 9n, 1), channel: 'native' as const },
      ether(PAYER, SUBJECT, 9n, 2),
    ];
    expect(funderOf(facts(evmAccount(0)))).toBe(PAYER);
    expect(funderOf(facts(null))).toBe(PAYER);
  });

  it('stands behind infrastructure where the same transaction was seen to pay that', () => {
    const label = service(CARRIER, 'infrastructure', 'Disperse.app');
    const paid = ether(FRIEND, CARRIER, 9n, 1);
    const out = { ...inside(ether(CARRIER, SUBJECT, 9n, 1)), txId: paid.txId };
    // The friend's history shows the payment to the carrier, and is read because it paid later too.
    const later = ether(FRIEND, SUBJECT, 9n, 5);
    const other = ether(PAYER, SUBJECT, 9n, 2);
    expect(funderOf([paid, out, other, later], [label])).toBe(FRIEND);
    const unseen = { ...paid, txId: `0x${'9'.repeat(64)}` };
    expect(funderOf([unseen, out, other, later], [label])).toBe(PAYER);
    // A call without coins paid nothing, and what a contract passed on in it was not signed.
    expect(funderOf([{ ...paid, amount: 0n }, out, other, later], [label])).toBe(PAYER);
    expect(funderOf([inside(paid), out, other, later], [label])).toBe(PAYER);
  });

  it('is not the wallet itself, nor more infrastructure, behind infrastructure', () => {
    const relayer = evmAccount(5);
    const labels = [CARRIER, relayer].map((one) => service(one, 'infrastructure', 'Relayer'));
    const behind = (payer: typeof PAYER) => {
      const paid = ether(payer, CARRIER, 9n, 1);
      const back = { ...inside(ether(CARRIER, SUBJECT, 9n, 1)), txId: paid.txId };
      return [paid, back, ether(PAYER, SUBJECT, 9n, 2)];
    };
    expect(funderOf(behind(SUBJECT), labels)).toBe(PAYER);
    const trace = traceWorld({ subject: SUBJECT, facts: behind(relayer), claims: labels, assets });
    for (const fact of behind(relayer)) trace.facts.add(fact);
    expect(tellFirstGasFunder(trace, readSubjectHistory(trace))[0]?.account).toBe(PAYER);
  });

  it('is a risk claim before it is a service, so that no label hides it', () => {
    const facts = [ether(CARRIER, SUBJECT, 9n, 1), ether(PAYER, SUBJECT, 9n, 2)];
    const claims = [service(CARRIER, 'dex', 'Some Faucet'), claim(CARRIER)];
    expect(funderOf(facts, claims)).toBe(CARRIER);
    expect(funderOf(facts, [claim(CARRIER, { entity: 'Robbers of a Faucet' })])).toBe(CARRIER);
  });
});

describe('a funder without a label', () => {
  const start = () => traceWorld({ subject: SUBJECT, facts: [ether(PAYER, SUBJECT, 9n, 1)] });
  const told = (trace: Trace) => tellFirstGasFunder(trace, readSubjectHistory(trace))[0]?.sentence;

  it('is told to deal with many where it was found busy', () => {
    const trace = start();
    expect(told(trace)).toMatch(/an account without a label\.$/);
    trace.busy.set(PAYER, 'it has more than 10,000 transactions');
    expect(told(trace)).toMatch(/an account without a label that deals with many\.$/);
  });

  it('is told to be of the own company where the configuration names it', () => {
    const trace = start();
    const knowledge = { ...trace.start.knowledge, ownAccounts: new Set([PAYER]) };
    const own = { ...trace, start: { ...trace.start, knowledge } };
    expect(told(own)).toMatch(/from an account of your own company\.$/);
  });
});
