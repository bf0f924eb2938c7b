import { BATCH_ASSETS, type BatchScene, buildBatch } from './batches.js';
import { buildBitcoinInnocent } from './bitcoinInnocents.js';
import { buildBitcoinPath } from './bitcoinPaths.js';
import { buildCoinJoin, buildCoSpend, buildEqualPayout, type Joiner } from './coinJoins.js';
import { BITCOIN_DECOYS, buildBitcoinDecoy, buildEvmDecoy, EVM_DECOYS } from './decoys.js';
import { buildDeposit, type DepositScene } from './deposits.js';
import {
  buildBitcoinDust,
  buildEvmDust,
  buildEvmDustSent,
  buildEvmDustSum,
  buildGasFunder,
} from './dust.js';
import { buildEvmInnocent } from './evmInnocents.js';
import { buildEvmPath, PATH_ASSETS } from './evmPaths.js';
import { buildHub } from './hubs.js';
import { JOIN_PROTOCOLS } from './joinRounds.js';
import { buildBitcoinMixer, buildEvmMixer, MIXER_SCENES } from './mixers.js';
import { buildBitcoinPeel, buildEvmPeel } from './peelChains.js';
import { buildFakeSwap, buildSwap, SWAP_SCENES } from './swaps.js';
import type { Family, World, WorldPlan } from './world.js';

const EVM_INNOCENTS = 150;
const BITCOIN_INNOCENTS = 60;
const SHARES = [0.04, 0.15, 0.5, 1] as const;

/** How much of the worlds is wanted: all, or every so many of each kind. */
export type WorldSize = 'full' | 'quick';

/** Of how many worlds of a kind the quick size takes one: few where there are many alike. */
const QUICK_STEPS: Partial<Record<Family, number>> = { innocent: 15, path: 11, crowd: 11 };
const OTHER_QUICK_STEP = 4;

/**
 * The worlds by which the engine is measured. The same for every run; a smaller size is a part of
 * the larger one. Order: by kind.
 */
export function planWorlds(size: WorldSize): readonly WorldPlan[] {
  const all = [
    ...innocents(),
    ...paths(),
    ...crowds(),
    ...decoys(),
    ...dust(),
    ...mixers(),
    ...coinJoins(),
    ...peelChains(),
    ...swaps(),
    ...others(),
  ];
  if (size === 'full') return all;
  const met = new Map<Family, number>();
  return all.filter(({ family }) => {
    const number = met.get(family) ?? 0;
    met.set(family, number + 1);
    return number % (QUICK_STEPS[family] ?? OTHER_QUICK_STEP) === 0;
  });
}

function plan(family: Family, name: string, build: (name: string) => World): WorldPlan {
  const whole = `${family}: ${name}`;
  return { family, name: whole, build: () => build(whole) };
}

function repeat(times: number, make: (number: number) => readonly WorldPlan[]): WorldPlan[] {
  return Array.from({ length: times }, (_, number) => make(number)).flat();
}

function innocents(): WorldPlan[] {
  return [
    ...repeat(EVM_INNOCENTS, (n) => [plan('innocent', `ethereum ${n}`, buildEvmInnocent)]),
    ...repeat(BITCOIN_INNOCENTS, (n) => [plan('innocent', `bitcoin ${n}`, buildBitcoinInnocent)]),
  ];
}

function paths(): WorldPlan[] {
  const plans: WorldPlan[] = [];
  let turn = 0;
  for (const direction of ['incoming', 'outgoing'] as const) {
    for (let hops = 1; hops <= 6; hops += 1) {
      for (const passes of hops === 1 ? [false] : [false, true]) {
        for (const asset of [...PATH_ASSETS, null]) {
          for (const step of [0, 2]) {
            const share = SHARES[(turn + step) % SHARES.length] ?? 1;
            const symbol = asset?.symbol ?? 'BTC';
            const way = passes ? 'passed on' : 'kept';
            const name = `${direction} ${hops} ${hops === 1 ? 'hop' : 'hops'} ${symbol} ${share * 100} per cent ${way}`;
            const shape = { direction, hops, share, passes, crowd: 0 };
            plans.push(
              plan('path', name, (whole) =>
                asset === null
                  ? buildBitcoinPath({ ...shape, name: whole })
                  : buildEvmPath({ ...shape, name: whole, asset }),
              ),
            );
          }
          turn += 1;
        }
      }
    }
  }
  return plans;
}

/** People around everybody on a path in a crowd. */
const CROWD = 8;

function crowds(): WorldPlan[] {
  const plans: WorldPlan[] = [];
  for (const direction of ['incoming', 'outgoing'] as const) {
    for (const hops of [2, 3, 4]) {
      for (const asset of [...PATH_ASSETS, null]) {
        for (const [at, share] of SHARES.slice(0, 3).entries()) {
          const passes = (hops + at) % 2 === 0;
          const symbol = asset?.symbol ?? 'BTC';
          const name = `${direction} ${hops} hops ${symbol} ${share * 100} per cent`;
          plans.push(
            plan('crowd', name, (whole) => {
              const shape = { direction, hops, share, passes, crowd: CROWD, name: whole };
              return asset === null ? buildBitcoinPath(shape) : buildEvmPath({ ...shape, asset });
            }),
          );
        }
      }
    }
  }
  return plans;
}

function decoys(): WorldPlan[] {
  const evm = kindsOf(EVM_DECOYS).flatMap((kind) =>
    PATH_ASSETS.map((asset) =>
      plan('decoy', `${kind} ${asset.symbol}`, (name) => buildEvmDecoy(name, kind, asset)),
    ),
  );
  const bitcoin = kindsOf(BITCOIN_DECOYS).flatMap((kind) =>
    repeat(2, (n) => [plan('decoy', `${kind} BTC ${n}`, (name) => buildBitcoinDecoy(name, kind))]),
  );
  return [...evm, ...bitcoin];
}

function kindsOf<Kinds extends object>(kinds: Kinds): readonly (keyof Kinds)[] {
  return Object.keys(kinds).filter((kind): kind is keyof Kinds & string => kind in kinds);
}

function dust(): WorldPlan[] {
  return [
    ...[0, 30, 120, 400].map((n) => plan('dust', `spray by ${n}`, (name) => buildEvmDust(name, n))),
    ...repeat(2, (n) => [plan('dust', `sent ${n}`, buildEvmDustSent)]),
    ...repeat(2, (n) => [plan('dust', `adding up ${n}`, buildEvmDustSum)]),
    ...[20, 200].map((n) => plan('dust', `outputs to ${n}`, (name) => buildBitcoinDust(name, n))),
    ...(['list', 'researcher'] as const).flatMap((authority) =>
      repeat(3, (n) => [
        plan('gas-funder', `${authority} ${n}`, (name) => buildGasFunder(name, authority)),
      ]),
    ),
  ];
}

function mixers(): WorldPlan[] {
  return [
    ...Object.keys(MIXER_SCENES).flatMap((scene) =>
      repeat(2, (n) => [plan('mixer', `${scene} ${n}`, (name) => buildEvmMixer(name, scene))]),
    ),
    ...[true, false].flatMap((listed) =>
      repeat(2, (n) => [
        plan('mixer', `bitcoin ${listed ? 'listed' : 'other'} ${n}`, (name) =>
          buildBitcoinMixer(name, listed),
        ),
      ]),
    ),
  ];
}

const JOINERS: readonly { readonly word: string; readonly who: Joiner }[] = [
  { word: 'payer 0', who: 'payer' },
  { word: 'payer 1', who: 'payer' },
  { word: 'subject 0', who: 'subject pays in' },
  { word: 'subject 1', who: 'subject is paid' },
];

function coinJoins(): WorldPlan[] {
  return [
    ...Object.keys(JOIN_PROTOCOLS).flatMap((shape) =>
      JOINERS.map(({ word, who }) =>
        plan('coinjoin', `${shape} ${word}`, (name) => buildCoinJoin(name, shape, who)),
      ),
    ),
    ...repeat(2, (n) => [
      plan('coinjoin', `equal payout ${n}`, (name) => buildEqualPayout(name, 1 + 5 * n)),
    ]),
    ...repeat(4, (n) => [plan('co-spend', `${n}`, buildCoSpend)]),
  ];
}

function peelChains(): WorldPlan[] {
  return [1, 2, 3, 4, 6, 8, 10].flatMap((steps) => [
    plan('peel-chain', `bitcoin ${steps}`, (name) => buildBitcoinPeel(name, steps)),
    plan('peel-chain', `ethereum ${steps}`, (name) => buildEvmPeel(name, steps)),
  ]);
}

function swaps(): WorldPlan[] {
  return [
    ...Object.keys(SWAP_SCENES).flatMap((scene) =>
      repeat(2, (n) => [plan('swap', `${scene} ${n}`, (name) => buildSwap(name, scene))]),
    ),
    ...repeat(2, (n) => [plan('swap', `a swap that is none ${n}`, buildFakeSwap)]),
  ];
}

const DEPOSIT_SCENES: readonly DepositScene[] = [
  'cash-out',
  'a thief at the same exchange',
  'a thief at the same address',
  'subject',
  'subject paid by a thief',
];

const BATCH_SCENES: readonly BatchScene[] = [
  'all honest',
  'paid for by a thief',
  'a thief is paid too',
];

function others(): WorldPlan[] {
  return [
    ...(['incoming', 'outgoing'] as const).flatMap((direction) =>
      [true, false].flatMap((isHub) =>
        repeat(2, (n) => [
          plan('hub', `${direction} ${isHub ? 'hub' : 'busy'} ${n}`, (name) =>
            buildHub(name, { direction, isHub }),
          ),
        ]),
      ),
    ),
    ...DEPOSIT_SCENES.flatMap((scene) =>
      repeat(2, (n) => [plan('deposit', `${scene} ${n}`, (name) => buildDeposit(name, scene))]),
    ),
    ...BATCH_SCENES.flatMap((scene) =>
      BATCH_ASSETS.flatMap((asset) =>
        repeat(2, (n) => [
          plan('batch', `${scene} ${asset.symbol} ${n}`, (name) => buildBatch(name, scene, asset)),
        ]),
      ),
    ),
  ];
}
