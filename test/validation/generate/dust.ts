import { ETHER, USDC } from './assets.js';
import { payFromClient as clientOnBitcoin, payForLife as liveOnBitcoin } from './bitcoinScenery.js';
import { payForLife, payFromClient, sprayDust, sprayNoise, sumOf } from './evmScenery.js';
import { finish, openBitcoin, openEvm } from './stage.js';
import type { World } from './world.js';

/** A wallet that strangers, and a thief among them, spray with dust. */
export function buildEvmDust(name: string, strangers: number): World {
  const stage = openEvm(name, 'dust');
  const { cast, luck, plan, ledger, subject } = stage;
  const asset = luck.pick([ETHER, USDC]);
  const coins = asset === ETHER ? 4 : 8_000;
  for (let number = 0; number < 3; number += 1) {
    payFromClient(stage, {
      client: `Client ${number}`,
      asset,
      coins: coins / 3,
      day: 30 + number * 20,
    });
  }
  payForLife(stage, { to: 'Landlord', asset, percent: 40, day: 100 });
  sprayDust(stage, strangers);
  sprayNoise(stage, strangers * 2);
  const thief = cast.labelled('Thief');
  const dust = asset === ETHER ? 0.0001 : 0.5;
  for (let payment = 0; payment < 4; payment += 1) {
    plan.at(110 + payment * 10, (at) => ledger.pay(at, thief, subject, sumOf(asset, dust)));
  }
  return finish(stage, {
    pattern: `dust of a thief among ${strangers} strangers`,
    planted: ['noise'],
  });
}

/** A wallet that sends an empty gesture of dust to a thief's account, once it is public. */
export function buildEvmDustSent(name: string): World {
  const stage = openEvm(name, 'dust');
  const { cast, plan, ledger, subject } = stage;
  payFromClient(stage, { client: 'Client', asset: ETHER, coins: 3, day: 30 });
  payForLife(stage, { to: 'Landlord', asset: ETHER, percent: 40, day: 60 });
  const thief = cast.labelled('Thief', { category: 'stolen-funds' });
  plan.at(80, (at) => ledger.pay(at, subject, thief, sumOf(ETHER, 0.0005)));
  return finish(stage, { pattern: 'dust sent to a thief' });
}

/** A thief who pays so much dust that it is none any more. */
export function buildEvmDustSum(name: string): World {
  const stage = openEvm(name, 'dust');
  const { cast, plan, ledger, subject } = stage;
  payFromClient(stage, { client: 'Client', asset: USDC, coins: 3_000, day: 30 });
  payForLife(stage, { to: 'Landlord', asset: USDC, percent: 40, day: 60 });
  const thief = cast.labelled('Thief');
  for (let payment = 0; payment < 12; payment += 1) {
    plan.at(80 + payment, (at) => ledger.pay(at, thief, subject, sumOf(USDC, 1)));
  }
  return finish(stage, { pattern: 'dust that adds up' });
}

/** Outputs of next to nothing to many addresses at once, the subject's among them. */
export function buildBitcoinDust(name: string, receivers: number): World {
  const stage = openBitcoin(name, 'dust');
  const { cast, plan, ledger, subject } = stage;
  for (let number = 0; number < 3; number += 1) {
    clientOnBitcoin(stage, { client: `Client ${number}`, coins: 0.1, day: 30 + number * 10 });
  }
  liveOnBitcoin(stage, { to: 'Landlord', percent: 40, day: 80 });
  const thief = cast.labelled('Thief');
  const outputs = Array.from({ length: receivers }, (_, number) => ({
    to: number === 3 ? subject : cast.person(`Receiver ${number}`),
    amount: 546n,
  }));
  plan.at(100, (at) => ledger.pay(at, { from: thief, outputs, change: thief }));
  return finish(stage, { pattern: `dust of a thief to ${receivers} addresses` });
}

/** The first coins for fees come from a labelled account, below dust. */
export function buildGasFunder(name: string, authority: 'list' | 'researcher'): World {
  const stage = openEvm(name, 'gas-funder');
  const { cast, plan, ledger, subject } = stage;
  const thief = cast.labelled('Thief', { authority });
  plan.at(5, (at) => ledger.pay(at, thief, subject, sumOf(ETHER, 0.0025)));
  payFromClient(stage, { client: 'Client', asset: USDC, coins: 5_000, day: 30 });
  payFromClient(stage, { client: 'Client', asset: ETHER, coins: 2, day: 40 });
  payForLife(stage, { to: 'Landlord', asset: USDC, percent: 40, day: 60 });
  const least = authority === 'list' ? 'hold' : 'review';
  return finish(stage, {
    pattern: `first gas from a thief (${authority})`,
    least,
    most: 'hold',
    planted: ['first-gas-funder'],
  });
}
