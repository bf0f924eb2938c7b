import { ETHER } from './assets.js';
import {
  payFromClient as clientOnBitcoin,
  payForLife as liveOnBitcoin,
  percentOf,
  satoshi,
} from './bitcoinScenery.js';
import { payForLife, payFromClient, sumOf } from './evmScenery.js';
import { finish, openBitcoin, openEvm } from './stage.js';
import type { World } from './world.js';

/**
 * A large sum goes from new address to new address, and at each step a little is paid to somebody;
 * the subject is who is paid at the last step.
 *
 * Source: Meiklejohn et al., "A Fistful of Bitcoins" (IMC 2013), https://doi.org/10.1145/2504730.2504747
 */
export function buildBitcoinPeel(name: string, steps: number): World {
  const stage = openBitcoin(name, 'peel-chain');
  const { cast, plan, ledger, subject } = stage;
  const thief = cast.labelled('Thief');
  const first = cast.passer('Peel 0');
  const outputs = [{ to: first, amount: satoshi(4) }];
  plan.at(20, (at) => ledger.pay(at, { from: thief, outputs, change: thief }));
  let holder = first;
  for (let step = 1; step <= steps; step += 1) {
    const [from, change] = [holder, cast.passer(`Peel ${step}`)];
    plan.at(20 + step * 0.1, (at) => {
      const amount = step === steps ? satoshi(0.15) : percentOf(ledger.balanceOf(from), 3);
      const to = step === steps ? subject : cast.person(`Peeled ${step}`);
      ledger.pay(at, { from, outputs: [{ to, amount }], change, spend: 'all' });
    });
    holder = change;
  }
  clientOnBitcoin(stage, { client: 'Client', coins: 0.2, day: 50 });
  liveOnBitcoin(stage, { to: 'Landlord', percent: 30, day: 70 });
  return finish(stage, { pattern: `peel chain of ${steps} steps` });
}

/** The same on Ethereum: account after account passes on all but what it pays to one other. */
export function buildEvmPeel(name: string, steps: number): World {
  const stage = openEvm(name, 'peel-chain');
  const { cast, plan, ledger, subject } = stage;
  const thief = cast.labelled('Thief');
  const first = cast.passer('Peel 0');
  plan.at(20, (at) => ledger.pay(at, thief, first, sumOf(ETHER, 60)));
  let holder = first;
  for (let step = 1; step <= steps; step += 1) {
    const [from, next] = [holder, cast.passer(`Peel ${step}`)];
    const to = step === steps ? subject : cast.person(`Peeled ${step}`);
    plan.at(20 + step * 0.1, (at) => ledger.pay(at, from, to, sumOf(ETHER, 2)));
    plan.at(20.03 + step * 0.1, (at) => ledger.payAll(at, from, next, ETHER));
    holder = next;
  }
  payFromClient(stage, { client: 'Client', asset: ETHER, coins: 3, day: 50 });
  payForLife(stage, { to: 'Landlord', asset: ETHER, percent: 30, day: 70 });
  return finish(stage, { pattern: `peel chain of ${steps} steps` });
}
