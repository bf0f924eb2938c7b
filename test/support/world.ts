import type { Account } from '../../src/core/account.js';
import { createAccount } from '../../src/core/account.js';
import type { Asset, AssetId, AssetList } from '../../src/core/asset.js';
import { nativeAssetId } from '../../src/core/asset.js';
import type { Attribution } from '../../src/core/attribution.js';
import type { Chain } from '../../src/core/chain.js';
import { findChainByName } from '../../src/core/chain.js';
import type { LedgerFact, Transfer, UtxoTx } from '../../src/core/ledger.js';
import { accountsOfFact } from '../../src/core/ledger.js';
import type { Lookup, LookupReply } from '../../src/core/lookup.js';

/** The chain with a name, for tests. */
export function chainNamed(name: string): Chain {
  const chain = findChainByName(name);
  if (chain === undefined) throw new Error(`no chain ${name}`);
  return chain;
}

const ethereum = chainNamed('ethereum');
const bitcoin = chainNamed('bitcoin');

/** Ether. */
export const ETH: AssetId = nativeAssetId(ethereum);
/** Bitcoin. */
export const BTC: AssetId = nativeAssetId(bitcoin);

/** The assets of test ledgers: ether and bitcoin, with small floors so that tests use small numbers. */
export const ASSETS: AssetList = new Map<AssetId, Asset>(
  [
    { id: ETH, chain: ethereum.id, symbol: 'ETH', decimals: 18 },
    { id: BTC, chain: bitcoin.id, symbol: 'BTC', decimals: 8 },
  ].map((asset) => [
    asset.id,
    { ...asset, peg: null, wraps: null, dustAmount: 3n, expansionFloorAmount: 10n },
  ]),
);

/** An Ethereum account named by a small number. */
export function evmAccount(number: number): Account {
  return createAccount(ethereum.id, `0x${number.toString(16).padStart(40, '0')}`);
}

/** A Bitcoin account named by a word; not a real address, the engine does not look inside. */
export function btcAccount(name: string): Account {
  return createAccount(bitcoin.id, name);
}

/** A transfer of ether at a block; each call is its own transaction. */
export function ether(
  from: Account | null,
  to: Account | null,
  amount: bigint,
  height: number,
): Transfer {
  return {
    kind: 'transfer',
    chain: ethereum.id,
    height,
    blockHash: null,
    txIndex: 0,
    txId: `0x${height.toString(16).padStart(64, '0')}`,
    timeSeconds: 1_650_000_000 + height * 12,
    channel: to === null ? 'fee' : 'native',
    from,
    to,
    asset: ETH,
    amount,
    index: `#${height}`,
  };
}

/** A Bitcoin transaction; inputs name the output they spend. */
export function bitcoinTx(
  id: string,
  height: number,
  legs: { readonly inputs: UtxoTx['inputs']; readonly outputs: UtxoTx['outputs'] },
): UtxoTx {
  const sum = (amounts: readonly { readonly amount: bigint }[]) =>
    amounts.reduce((all, { amount }) => all + amount, 0n);
  return {
    kind: 'utxo',
    chain: bitcoin.id,
    height,
    blockHash: null,
    txIndex: null,
    txId: id,
    timeSeconds: 1_650_000_000 + height * 600,
    coinbase: legs.inputs.length === 0,
    inputs: legs.inputs,
    outputs: legs.outputs,
    fee: legs.inputs.length === 0 ? 0n : sum(legs.inputs) - sum(legs.outputs),
  };
}

/** A claim about an account: a Lazarus account on a sanctions list, unless the parts say otherwise. */
export function claim(account: Account, parts: Partial<Attribution> = {}): Attribution {
  return {
    account,
    entity: 'Lazarus Group',
    category: 'sanctioned',
    actor: 'lazarus',
    event: null,
    authority: 'list',
    confidence: 1,
    use: 'exposure',
    set: 'test',
    source: 'https://example.org/list',
    sourceDate: '2022-04-14',
    entityListedOn: '2019-09-13',
    listedOn: '2022-04-14',
    delistedOn: null,
    note: null,
    ...parts,
  };
}

/** A claim that an account belongs to an exchange. */
export function exchange(account: Account, entity: string): Attribution {
  return claim(account, {
    entity,
    category: 'exchange',
    actor: null,
    authority: 'researcher',
    use: 'service',
    entityListedOn: null,
    listedOn: null,
  });
}

/** Claims by account. */
export function claimsOf(
  claims: readonly Attribution[],
): (account: Account) => readonly Attribution[] {
  return (account) => claims.filter((one) => one.account === account);
}

/**
 * A chain seen whole: answers every look-up from the facts.
 *
 * Source of truth for tests of the engine; it knows nothing of pages, caches or failures.
 */
export function answerFrom(facts: readonly LedgerFact[], lookup: Lookup): LookupReply {
  const nothing = {
    lookup,
    facts: [],
    unseen: [],
    busy: null,
    unspent: [],
    balances: null,
    cost: 1,
    asked: 1,
  };
  const txs = facts.filter((fact): fact is UtxoTx => fact.kind === 'utxo');
  switch (lookup.kind) {
    case 'account':
      return {
        ...nothing,
        facts: facts.filter((fact) => accountsOfFact(fact).includes(lookup.account)),
      };
    case 'transaction':
      return { ...nothing, facts: facts.filter((fact) => fact.txId === lookup.txId) };
    case 'spends': {
      const spender = (output: number) =>
        txs.find((tx) =>
          tx.inputs.some(
            ({ previous }) => previous?.txId === lookup.txId && previous.index === output,
          ),
        );
      return {
        ...nothing,
        facts: lookup.outputs.flatMap((output) => spender(output) ?? []),
        unspent: lookup.outputs.filter((output) => spender(output) === undefined),
      };
    }
  }
}
