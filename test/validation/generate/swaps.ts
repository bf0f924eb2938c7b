import type { Account } from '../../../src/core/account.js';
import type { Asset } from '../../../src/core/asset.js';
import { DAI, ETHER, USDC, USDT, WETH } from './assets.js';
import type { Sum } from './evmLedger.js';
import { partOf, payForLife, payFromClient, sumOf } from './evmScenery.js';
import { dollarsOf, dollarsPerCoin } from './prices.js';
import { type EvmStage, finish, type Intent, openEvm } from './stage.js';
import type { World } from './world.js';

/** Where wrapped ether is made. */
export function wrapperOf(stage: EvmStage): Account {
  const address = WETH.id.split('erc20:')[1] ?? '';
  return stage.cast.contract(address, 'WETH', 'token-contract');
}

/** A decentralised exchange: labelled unless it is said to be unknown. */
export function dexOf(
  stage: EvmStage,
  pools: number,
  known = true,
): { router: Account; pools: readonly Account[] } {
  const { cast } = stage;
  const make = (word: string) => (known ? cast.service(word, 'dex') : cast.venue(word));
  return {
    router: make('Router'),
    pools: Array.from({ length: pools }, (_, number) => make(`Pool ${number}`)),
  };
}

/** What a sum is worth in another asset, less three thousandths for the pool. */
export function exchanged(give: Sum, asset: Asset): Sum {
  const dollars = dollarsOf(give.asset.id, give.amount);
  return sumOf(asset, (dollars * 0.997) / dollarsPerCoin(asset.id));
}

type SwapScene = (stage: EvmStage, between: Account) => Intent;

/** Worlds in which money changes its asset on the way. `between` got ten ether from a thief. */
export const SWAP_SCENES: Readonly<Record<string, SwapScene>> = {
  'swapped, then paid': (stage, between) => {
    const { plan, ledger, subject } = stage;
    trade(stage, { day: 35, trader: between, receiver: between, pools: 1, asset: USDC });
    plan.at(50, (at) => ledger.pay(at, between, subject, partOf(stage, between, USDC, 60)));
    return { pattern: 'swapped, then paid' };
  },
  'swapped by way of two pools': (stage, between) => {
    const { plan, ledger, subject } = stage;
    trade(stage, { day: 35, trader: between, receiver: between, pools: 2, asset: DAI });
    plan.at(50, (at) => ledger.pay(at, between, subject, partOf(stage, between, DAI, 60)));
    return { pattern: 'swapped by way of two pools' };
  },
  'swapped and sent': (stage, between) => {
    trade(stage, { day: 45, trader: between, receiver: stage.subject, pools: 1, asset: USDC });
    return { pattern: 'swapped and sent' };
  },
  'wrapped, then paid': (stage, between) => {
    const { plan, ledger, subject } = stage;
    const wrapper = wrapperOf(stage);
    plan.at(35, (at) =>
      ledger.wrap(at, between, wrapper, partOf(stage, between, ETHER, 60).amount),
    );
    plan.at(50, (at) => ledger.pay(at, between, subject, partOf(stage, between, WETH, 70)));
    return { pattern: 'wrapped, then paid' };
  },
  'wrapped by the thief, unwrapped on the way': (stage, between) => {
    const { cast, plan, ledger, subject } = stage;
    const wrapper = wrapperOf(stage);
    const thief = cast.labelled('Thief');
    plan.at(30, (at) => ledger.pay(at, thief, between, sumOf(WETH, 8)));
    plan.at(35, (at) => ledger.unwrap(at, between, wrapper, sumOf(WETH, 8).amount));
    plan.at(50, (at) => ledger.pay(at, between, subject, partOf(stage, between, ETHER, 50)));
    return { pattern: 'unwrapped on the way' };
  },
  'dollars for dollars at an unknown pool': (stage, between) => {
    const { cast, plan, ledger, subject } = stage;
    const thief = cast.labelled('Thief');
    plan.at(30, (at) => ledger.pay(at, thief, between, sumOf(USDT, 9_000)));
    const venue = dexOf(stage, 1, false);
    const give = sumOf(USDT, 8_000);
    plan.at(35, (at) =>
      ledger.swap(at, {
        trader: between,
        receiver: between,
        ...venue,
        give,
        get: exchanged(give, USDC),
      }),
    );
    plan.at(50, (at) => ledger.pay(at, between, subject, partOf(stage, between, USDC, 60)));
    return { pattern: 'dollars for dollars at an unknown pool' };
  },
  'the subject swaps, then pays a thief': (stage) => {
    const { cast, plan, ledger, subject } = stage;
    payFromClient(stage, { client: 'Client', asset: USDC, coins: 9_000, day: 40 });
    trade(stage, {
      day: 52,
      trader: subject,
      receiver: subject,
      pools: 1,
      asset: ETHER,
      give: sumOf(USDC, 4_000),
    });
    const sink = cast.labelled('Launderer', { category: 'laundering' });
    plan.at(60, (at) => ledger.pay(at, subject, sink, sumOf(ETHER, 1.5)));
    return { pattern: 'the subject swaps, then pays' };
  },
  'the subject swaps and sends to a thief': (stage) => {
    const { cast, subject } = stage;
    payFromClient(stage, { client: 'Client', asset: USDC, coins: 9_000, day: 40 });
    const sink = cast.labelled('Launderer', { category: 'laundering' });
    trade(stage, {
      day: 52,
      trader: subject,
      receiver: sink,
      pools: 1,
      asset: ETHER,
      give: sumOf(USDC, 4_000),
    });
    return { pattern: 'the subject swaps and sends' };
  },
  'a thief at the same pool': (stage) => {
    const { cast, subject } = stage;
    const thief = cast.labelled('Second thief');
    payFromClient(stage, { client: 'Client', asset: USDC, coins: 9_000, day: 40 });
    trade(stage, {
      day: 50,
      trader: thief,
      receiver: thief,
      pools: 1,
      asset: USDC,
      give: sumOf(ETHER, 6),
    });
    trade(stage, {
      day: 52,
      trader: subject,
      receiver: subject,
      pools: 1,
      asset: ETHER,
      give: sumOf(USDC, 4_000),
    });
    return { pattern: 'a thief at the same pool' };
  },
};

function trade(
  stage: EvmStage,
  parts: {
    readonly day: number;
    readonly trader: Account;
    readonly receiver: Account;
    readonly pools: number;
    readonly asset: Asset;
    readonly give?: Sum;
  },
): void {
  const { plan, ledger } = stage;
  const { day, trader, receiver, pools, asset } = parts;
  const venue = dexOf(stage, pools);
  plan.at(day, (at) => {
    const give = parts.give ?? partOf(stage, trader, ETHER, 60);
    ledger.swap(at, { trader, receiver, ...venue, give, get: exchanged(give, asset) });
  });
}

/** A world in which money changes its asset. */
export function buildSwap(name: string, scene: string): World {
  const stage = openEvm(name, 'swap');
  const { cast, plan, ledger } = stage;
  const act = SWAP_SCENES[scene];
  if (act === undefined) throw new Error(`No scene is called ${scene}.`);
  const between = cast.person('Between');
  const thief = cast.labelled('Thief');
  plan.at(20, (at) => ledger.pay(at, thief, between, sumOf(ETHER, 10)));
  const intent = act(stage, between);
  payFromClient(stage, { client: 'Honest client', asset: USDC, coins: 4_000, day: 58 });
  payForLife(stage, { to: 'Landlord', asset: USDC, percent: 40, day: 80 });
  return finish(stage, intent);
}

/**
 * Somebody "swaps" dollars for one dollar with a contract of their own, which then pays the subject.
 * Nothing was exchanged: the contract is a stop on the way.
 */
export function buildFakeSwap(name: string): World {
  const stage = openEvm(name, 'swap');
  const { cast, plan, ledger, subject, exchange } = stage;
  const thief = cast.labelled('Thief');
  const between = cast.person('Between');
  const own = cast.person('Own contract');
  plan.at(20, (at) => ledger.pay(at, thief, between, sumOf(USDC, 10_000)));
  plan.at(21, (at) => ledger.pay(at, exchange, own, sumOf(DAI, 5)));
  plan.at(30, (at) => {
    const give = { from: between, to: own, sum: sumOf(USDC, 10_000) };
    const get = { from: own, to: between, sum: sumOf(DAI, 1) };
    ledger.payBothWays(at, { signer: between, payments: [give, get] });
  });
  plan.at(45, (at) =>
    ledger.payFromContract(at, {
      signer: between,
      contract: own,
      to: subject,
      sum: sumOf(USDC, 9_000),
    }),
  );
  payFromClient(stage, { client: 'Honest client', asset: USDC, coins: 4_000, day: 58 });
  payForLife(stage, { to: 'Landlord', asset: USDC, percent: 40, day: 80 });
  return finish(stage, { pattern: 'a swap that is none' });
}
