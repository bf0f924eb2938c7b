import { ETHER } from './assets.js';
import { partOf, payForLife, payFromClient, sumOf } from './evmScenery.js';
import { finish, openEvm } from './stage.js';
import type { World } from './world.js';

/** Customers from which on an account that serves them is nobody's own. */
const HUB_CUSTOMERS = 330;

/** Customers of an account that is busy and still followed. */
const FEWER_CUSTOMERS = 140;

/** A thief's money and the subject meet in an unlabelled account that serves hundreds. */
export function buildHub(
  name: string,
  shape: { direction: 'incoming' | 'outgoing'; isHub: boolean },
): World {
  const stage = openEvm(name, 'hub');
  const { cast, luck, plan, ledger, exchange, subject } = stage;
  const { direction, isHub } = shape;
  const middle = isHub ? cast.hub('Middle') : cast.person('Middle');
  const other = cast.labelled(direction === 'incoming' ? 'Thief' : 'Launderer', {
    category: 'laundering',
  });
  plan.at(10, (at) => ledger.pay(at, exchange, middle, sumOf(ETHER, 500)));
  const customers = isHub ? HUB_CUSTOMERS : FEWER_CUSTOMERS;
  for (let number = 0; number < customers; number += 1) {
    const customer = cast.person(`Customer ${number}`);
    const sum = sumOf(ETHER, luck.between(0.05, 0.4));
    const day = luck.between(12, 48);
    // A payer who pays first is a counterparty; whoever an account funded first is its own creature.
    plan.at(day - 1, (at) => ledger.pay(at, exchange, customer, sumOf(ETHER, 0.6)));
    plan.at(day, (at) => ledger.pay(at, customer, middle, sum));
  }
  if (direction === 'incoming') {
    plan.at(49, (at) => ledger.pay(at, other, middle, sumOf(ETHER, 700)));
    plan.at(50, (at) => ledger.pay(at, middle, subject, sumOf(ETHER, 4)));
  } else {
    payFromClient(stage, { client: 'Client', asset: ETHER, coins: 5, day: 30 });
    plan.at(50, (at) => ledger.pay(at, subject, middle, partOf(stage, subject, ETHER, 70)));
    plan.at(51, (at) => ledger.pay(at, middle, other, sumOf(ETHER, 350)));
  }
  payFromClient(stage, { client: 'Second client', asset: ETHER, coins: 3, day: 60 });
  payForLife(stage, { to: 'Landlord', asset: ETHER, percent: 30, day: 80 });
  const pattern = isHub ? `hub between, ${direction}` : `busy account between, ${direction}`;
  return finish(stage, { pattern, planted: isHub ? ['hub'] : [] });
}
