import { z } from 'zod';
import type { Transfer } from '../../../src/core/ledger.js';
import { createExplorerSource } from '../../../src/sources/ethereum/explorerHistory.js';
import { EXPLORER_CHANNELS } from '../../../src/sources/ethereum/explorerRows.js';
import { accountAt, TEST_KEY } from '../../support/liveSources.js';
import { chainNamed, createTestClient, noDeadline } from '../../support/sourceBench.js';
import { ETH, PLACES } from './places.js';
import type { Net, Scene, Step } from './scene.js';
import { feeOf, findTx, type Stage } from './stage.js';

/** What somebody has, or gained and lost, by asset: ether and the listed tokens. Units: atomic units. */
export type Purse = Readonly<Record<string, bigint>>;

const TOKENS = [PLACES.weth, PLACES.usdc, PLACES.usdt, PLACES.dai] as const;
const ASSETS: readonly string[] = [ETH, ...TOKENS];

/** Everybody whom a scene names, contracts too, each once. */
export function peopleOf(scene: Scene): readonly string[] {
  const named = scene.steps.flatMap(({ nets }) => nets.map(({ who }) => who));
  return [...new Set([...Object.values(scene.who), ...named])];
}

/** What the node says that somebody has, after a block or after the newest. */
export async function purseOnNode(stage: Stage, who: string, height?: number): Promise<Purse> {
  const { node, contracts } = stage;
  const block = height === undefined ? 'latest' : `0x${height.toString(16)}`;
  const data = contracts.usdc.contract.abi.encodeFunctionData('balanceOf', [who]);
  const askFor = async (token: string): Promise<readonly [string, bigint]> => {
    const answer = await node.request('eth_call', [{ to: token, data }, block]);
    return [token, BigInt(z.string().parse(answer))];
  };
  const ether = await node.balanceOf(who, height);
  return { [ETH]: ether, ...Object.fromEntries(await Promise.all(TOKENS.map(askFor))) };
}

/** What a transaction changed for somebody, by the balances of the node before and after its block. */
export async function changeOnNode(stage: Stage, who: string, txId: string): Promise<Purse> {
  const { blockNumber } = await findTx(stage.node, txId);
  const before = await purseOnNode(stage, who, blockNumber - 1);
  const after = await purseOnNode(stage, who, blockNumber);
  return purseOf((asset) => (after[asset] ?? 0n) - (before[asset] ?? 0n));
}

/** What a scene says that a transaction changed for somebody, its fee included. */
export async function changeAsPlayed(stage: Stage, who: string, step: Step): Promise<Purse> {
  const { from } = await findTx(stage.node, step.txId);
  const fee = from === who ? await feeOf(stage.node, step.txId) : 0n;
  const change = sumOfNets(step.nets.filter((net) => net.who === who));
  return { ...change, [ETH]: (change[ETH] ?? 0n) - fee };
}

/** What came to somebody without a transaction that moved it. */
export function unseenOf(scene: Scene, who: string): Purse {
  return sumOfNets(scene.unseen.filter((net) => net.who === who));
}

/** Everything that an explorer lists of somebody, decoded as in production. Order: by channel. */
export async function readFacts(
  explorer: { readonly url: string },
  who: string,
): Promise<readonly Transfer[]> {
  const { http } = createTestClient();
  const source = createExplorerSource({
    ...{ name: 'explorer', chain: chainNamed('ethereum'), http },
    ...{ baseUrl: explorer.url, apiKey: TEST_KEY },
  });
  const { height } = await source.fetchTip(noDeadline());
  const facts: Transfer[] = [];
  for (const channel of EXPLORER_CHANNELS) {
    const query = { account: accountAt(who), channel, interval: { from: 0, to: height } };
    const page = await source.fetchHistoryPage({ ...query, cursor: null }, noDeadline());
    if (page.nextCursor !== null) throw new Error('A scene has more rows than a page.');
    for (const fact of page.facts) {
      if (fact.kind === 'transfer') facts.push(fact);
    }
  }
  return facts;
}

/**
 * What facts changed for somebody.
 *
 * Wrapped ether is minted and burned without a `Transfer`; ether that goes to the wrapper and comes
 * from it tells how much.
 */
export function changeInFacts(facts: readonly Transfer[], who: string): Purse {
  const [self, wrapper] = [accountAt(who), accountAt(PLACES.weth)];
  const change: Record<string, bigint> = purseOf(() => 0n);
  const add = (asset: string, amount: bigint) => {
    if (ASSETS.includes(asset)) change[asset] = (change[asset] ?? 0n) + amount;
  };
  for (const { from, to, asset, amount } of facts) {
    const name = asset.endsWith('/slip44:60') ? ETH : asset.slice(asset.indexOf(':0x') + 1);
    if (from === self) add(name, -amount);
    if (to === self) add(name, amount);
    if (name === ETH && from === self && to === wrapper) add(PLACES.weth, amount);
    if (name === ETH && to === self && from === wrapper) add(PLACES.weth, -amount);
  }
  return change;
}

/** Two changes together. */
export function plus(one: Purse, other: Purse): Purse {
  return purseOf((asset) => (one[asset] ?? 0n) + (other[asset] ?? 0n));
}

function sumOfNets(nets: readonly Net[]): Purse {
  return purseOf((asset) =>
    nets.filter((net) => net.asset === asset).reduce((sum, { amount }) => sum + amount, 0n),
  );
}

function purseOf(amountOf: (asset: string) => bigint): Purse {
  return Object.fromEntries(ASSETS.map((asset) => [asset, amountOf(asset)]));
}
