import { ETHER } from './assets.js';
import {
  payFromClient as clientOnBitcoin,
  payForLife as liveOnBitcoin,
  satoshi,
} from './bitcoinScenery.js';
import { partOf, payForLife, payFromClient, sumOf } from './evmScenery.js';
import type { Intent } from './stage.js';
import { type EvmStage, finish, openBitcoin, openEvm } from './stage.js';
import type { World } from './world.js';

/** A pool of equal notes: strangers and a thief put in, and others take out by a relayer. */
function fillPool(
  stage: EvmStage,
  pool: ReturnType<EvmStage['cast']['mixer']>,
  note: number,
): void {
  const { cast, luck, plan, ledger, exchange } = stage;
  const thief = cast.labelled('Thief');
  for (let number = 0; number < 8; number += 1) {
    const stranger = cast.person(`Depositor ${number}`);
    const day = luck.between(5, 30);
    plan.at(day - 1, (at) => ledger.pay(at, exchange, stranger, sumOf(ETHER, note + 0.05)));
    plan.at(day, (at) => ledger.pay(at, stranger, pool, sumOf(ETHER, note)));
  }
  plan.at(12, (at) => ledger.pay(at, thief, pool, sumOf(ETHER, note)));
}

/** What a world with a mixer plants. */
type MixerScene = (stage: EvmStage) => Intent;

/** Worlds with a pool that mixes ether. Source: https://github.com/tornadocash/tornado-core */
export const MIXER_SCENES: Readonly<Record<string, MixerScene>> = {
  'much from a mixer': (stage) => {
    withdraw(stage, { note: 1, notes: 2, to: stage.subject, listed: false });
    payFromClient(stage, { client: 'Client', asset: ETHER, coins: 4, day: 70 });
    return { pattern: 'much from a mixer', most: 'review' };
  },
  'a little from a mixer': (stage) => {
    withdraw(stage, { note: 0.1, notes: 1, to: stage.subject, listed: false });
    payFromClient(stage, { client: 'Client', asset: ETHER, coins: 4, day: 70 });
    return { pattern: 'a little from a mixer', most: 'review' };
  },
  'from a listed mixer': (stage) => {
    withdraw(stage, { note: 1, notes: 1, to: stage.subject, listed: true });
    payFromClient(stage, { client: 'Client', asset: ETHER, coins: 4, day: 70 });
    return { pattern: 'from a listed mixer', most: 'hold' };
  },
  'from a mixer by a friend': (stage) => {
    const { cast, plan, ledger, subject } = stage;
    const friend = cast.person('Friend');
    withdraw(stage, { note: 1, notes: 3, to: friend, listed: false });
    plan.at(65, (at) => ledger.pay(at, friend, subject, partOf(stage, friend, ETHER, 60)));
    payFromClient(stage, { client: 'Client', asset: ETHER, coins: 3, day: 70 });
    return { pattern: 'from a mixer by a friend', most: 'review' };
  },
  'into a mixer': (stage) => {
    const { cast, plan, ledger, subject } = stage;
    const pool = cast.mixer('Mixer');
    fillPool(stage, pool, 1);
    payFromClient(stage, { client: 'Client', asset: ETHER, coins: 5, day: 40 });
    plan.at(60, (at) => ledger.pay(at, subject, pool, sumOf(ETHER, 1)));
    return { pattern: 'into a mixer', most: 'review' };
  },
  'into a listed mixer': (stage) => {
    const { cast, plan, ledger, subject } = stage;
    const pool = cast.mixer('Mixer', { authority: 'list' });
    fillPool(stage, pool, 1);
    payFromClient(stage, { client: 'Client', asset: ETHER, coins: 5, day: 40 });
    plan.at(60, (at) => ledger.pay(at, subject, pool, sumOf(ETHER, 1)));
    return { pattern: 'into a listed mixer', most: 'hold' };
  },
};

function withdraw(
  stage: EvmStage,
  taken: {
    readonly note: number;
    readonly notes: number;
    readonly to: EvmStage['subject'];
    readonly listed: boolean;
  },
): void {
  const { cast, luck, plan, ledger, exchange } = stage;
  const pool = cast.mixer('Mixer', taken.listed ? { authority: 'list' } : {});
  const relayer = cast.person('Relayer');
  fillPool(stage, pool, taken.note);
  plan.at(3, (at) => ledger.pay(at, exchange, relayer, sumOf(ETHER, 0.5)));
  for (let number = 0; number < taken.notes; number += 1) {
    plan.at(luck.between(40, 60), (at) => {
      const sum = sumOf(ETHER, taken.note);
      ledger.payFromContract(at, { signer: relayer, contract: pool, to: taken.to, sum });
    });
  }
}

/** A world with a mixer on Ethereum. */
export function buildEvmMixer(name: string, scene: string): World {
  const stage = openEvm(name, 'mixer');
  const intent = MIXER_SCENES[scene]?.(stage);
  if (intent === undefined) throw new Error(`No scene is called ${scene}.`);
  payForLife(stage, { to: 'Landlord', asset: ETHER, percent: 30, day: 90 });
  return finish(stage, { ...intent, planted: ['mixer'] });
}

/** A custodial mixer on Bitcoin that pays out in round sums. */
export function buildBitcoinMixer(name: string, listed: boolean): World {
  const stage = openBitcoin(name, 'mixer');
  const { cast, plan, ledger, subject } = stage;
  const mixer = cast.mixer('Mixer', listed ? { authority: 'list' } : {});
  const thief = cast.labelled('Thief');
  const paidIn = [{ to: mixer, amount: satoshi(0.512) }];
  plan.at(20, (at) => ledger.pay(at, { from: thief, outputs: paidIn, change: thief }));
  const paidOut = [
    { to: subject, amount: satoshi(0.064) },
    { to: cast.person('Customer'), amount: satoshi(0.256) },
  ];
  plan.at(30, (at) => ledger.pay(at, { from: mixer, outputs: paidOut, change: mixer }));
  clientOnBitcoin(stage, { client: 'Client', coins: 0.1, day: 50 });
  liveOnBitcoin(stage, { to: 'Landlord', percent: 30, day: 70 });
  const pattern = listed ? 'from a listed mixer' : 'much from a mixer';
  return finish(stage, { pattern, most: listed ? 'hold' : 'review', planted: ['mixer'] });
}
