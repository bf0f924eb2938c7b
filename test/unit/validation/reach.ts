import type { Account } from '../../../src/core/account.js';
import type { AssetId } from '../../../src/core/asset.js';
import { RISK_CATEGORIES } from '../../../src/core/attribution.js';
import type { Direction } from '../../../src/core/exposure.js';
import type { Transfer, UtxoTx } from '../../../src/core/ledger.js';
import { ETHER, LISTED, WETH } from '../../validation/generate/assets.js';
import type { World } from '../../validation/generate/world.js';

/** A labelled account that money reaches, or that reaches the subject. */
export interface Reached {
  readonly account: Account;
  readonly direction: Direction;
  readonly rawHops: number;
}

/**
 * Who is connected with the subject of a world, by brute force from its facts: every unit that an
 * account holds may be any that it got and has not yet sent all of. Knows nothing of shares.
 *
 * Order: by direction, then by account.
 */
export function reachOf(world: World): readonly Reached[] {
  const risky = world.labels
    .filter(({ category }) => RISK_CATEGORIES.includes(category))
    .map(({ account }) => account);
  const ends = new Set([...world.truth.barriers, ...risky, world.subject]);
  const walk = (from: Account) =>
    world.chain === 'bitcoin'
      ? walkCoins(world, { from, ends })
      : walkBalances(world, { from, ends });
  const incoming = risky.flatMap((account): Reached[] => {
    const rawHops = walk(account).get(world.subject);
    return rawHops === undefined ? [] : [{ account, direction: 'incoming', rawHops }];
  });
  const sent = walk(world.subject);
  const outgoing = risky.flatMap((account): Reached[] => {
    const rawHops = sent.get(account);
    return rawHops === undefined ? [] : [{ account, direction: 'outgoing', rawHops }];
  });
  return sortReached([...incoming, ...outgoing]);
}

/** In one order, so that two lists can be compared. */
export function sortReached(reached: readonly Reached[]): readonly Reached[] {
  const key = ({ direction, account }: Reached) => `${direction} ${account}`;
  return [...reached].sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

interface Walk {
  readonly from: Account;
  /** Accounts at which money is seen to arrive and is not followed. */
  readonly ends: ReadonlySet<Account>;
}

type Net = Map<string, { readonly account: Account; readonly asset: AssetId; amount: bigint }>;

function walkBalances(world: World, { from, ends }: Walk): ReadonlyMap<Account, number> {
  const arrived = new Map<Account, number>();
  const held = new Map<string, number>();
  const balances = new Map<string, bigint>();
  const facts = world.facts.filter(
    (fact): fact is Transfer => fact.kind === 'transfer' && LISTED.has(fact.asset),
  );
  for (const rows of byTransaction(facts)) {
    const nets = netsOf(rows);
    const losers = [...nets.values()].filter(({ amount }) => amount < 0n);
    const gainers = [...nets.values()].filter(({ amount }) => amount > 0n);
    const gained = new Map<string, number>();
    for (const loser of losers) {
      const hops = loser.account === from ? 0 : held.get(`${loser.account}|${loser.asset}`);
      if (hops === undefined || (ends.has(loser.account) && loser.account !== from)) continue;
      for (const gainer of receiversOf(loser, gainers, ends)) {
        const further = gainer.account === loser.account ? hops : hops + 1;
        const map = ends.has(gainer.account) ? arrived : gained;
        const key = ends.has(gainer.account) ? gainer.account : `${gainer.account}|${gainer.asset}`;
        if (gainer.account !== from) keepNearest(map, key, further);
      }
    }
    for (const [key, hops] of gained) keepNearest(held, key, hops);
    for (const { account, asset, amount } of nets.values()) {
      const key = `${account}|${asset}`;
      balances.set(key, (balances.get(key) ?? 0n) + amount);
    }
    for (const { from: payer, asset, amount } of rows.filter(({ to }) => to === null)) {
      const key = `${payer}|${asset}`;
      balances.set(key, (balances.get(key) ?? 0n) - amount);
    }
    for (const key of held.keys()) if ((balances.get(key) ?? 0n) <= 0n) held.delete(key);
  }
  return arrived;
}

function byTransaction(facts: readonly Transfer[]): readonly (readonly Transfer[])[] {
  const groups = new Map<string | null, Transfer[]>();
  for (const fact of facts) {
    const group = groups.get(fact.txId) ?? [];
    group.push(fact);
    groups.set(fact.txId, group);
  }
  return [...groups.values()];
}

/** Who may have got what somebody lost: the same asset, else what it was exchanged for. */
function receiversOf(
  loser: { readonly account: Account; readonly asset: AssetId },
  gainers: readonly { readonly account: Account; readonly asset: AssetId }[],
  ends: ReadonlySet<Account>,
) {
  const same = gainers.filter(({ asset }) => asset === loser.asset);
  const wasExchanged = !same.some(({ account }) => !ends.has(account));
  const others = gainers.filter(
    ({ account, asset }) => asset !== loser.asset && (account === loser.account || wasExchanged),
  );
  return [...same, ...others];
}

function keepNearest<Key>(map: Map<Key, number>, key: Key, hops: number): void {
  map.set(key, Math.min(hops, map.get(key) ?? hops));
}

/** What every account gained or lost in a transaction, fees apart; the wrapper's token as well. */
function netsOf(rows: readonly Transfer[]): Net {
  const nets: Net = new Map();
  const add = (account: Account, asset: AssetId, amount: bigint) => {
    const key = `${account}|${asset}`;
    const net = nets.get(key) ?? { account, asset, amount: 0n };
    nets.set(key, { ...net, amount: net.amount + amount });
  };
  const wrapper = WETH.id.split('erc20:')[1] ?? '';
  for (const { from, to, asset, amount } of rows) {
    if (from === null || to === null) continue;
    add(from, asset, -amount);
    add(to, asset, amount);
    if (asset !== ETHER.id) continue;
    if (to.endsWith(wrapper)) add(from, WETH.id, amount);
    if (from.endsWith(wrapper)) add(to, WETH.id, -amount);
  }
  return nets;
}

function walkCoins(world: World, { from, ends }: Walk): ReadonlyMap<Account, number> {
  const arrived = new Map<Account, number>();
  const coins = new Map<string, number>();
  const mixed = new Set(world.truth.coinJoins);
  const txs = world.facts.filter((fact): fact is UtxoTx => fact.kind === 'utxo');
  for (const tx of txs) {
    if (mixed.has(tx.txId)) continue;
    for (const { account: owner, previous } of tx.inputs) {
      const coin = `${previous?.txId}:${previous?.index}`;
      const hops = owner === from ? 0 : coins.get(coin);
      if (owner === null || hops === undefined) continue;
      tx.outputs.forEach(({ account, amount }, index) => {
        if (account === null || account === from || amount === 0n) return;
        const further = account === owner ? hops : hops + 1;
        if (!ends.has(account)) keepNearest(coins, `${tx.txId}:${index}`, further);
        else if (!tx.inputs.some((input) => input.account === account)) {
          keepNearest(arrived, account, further);
        }
      });
    }
  }
  return arrived;
}
