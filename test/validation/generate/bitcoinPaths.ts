import type { Account } from '../../../src/core/account.js';
import { fund, payForLife, payFromClient, percentOf, satoshi } from './bitcoinScenery.js';
import type { PathShape } from './evmPaths.js';
import { type BitcoinStage, finish, openBitcoin } from './stage.js';
import type { World } from './world.js';

/** A path between a labelled address and the subject, output by output, with honest money around it. */
export function buildBitcoinPath(shape: Omit<PathShape, 'asset'>): World {
  const stage = openBitcoin(shape.name, shape.crowd > 0 ? 'crowd' : 'path');
  if (shape.direction === 'incoming') plantIncoming(stage, shape);
  else plantOutgoing(stage, shape);
  const kind = shape.passes ? 'passed on at once' : 'kept for a while';
  return finish(stage, { pattern: shape.hops === 1 ? 'straight' : kind });
}

function plantIncoming(stage: BitcoinStage, shape: Omit<PathShape, 'asset'>): void {
  const { cast, luck, plan, ledger, subject } = stage;
  const { hops, share, passes, crowd } = shape;
  const ratio = share ** (1 / hops);
  const source = cast.labelled('Thief');
  let coins = 0.2;
  let day = 20;
  let payer = source;
  for (let hop = 1; hop <= hops; hop += 1) {
    const name = `Between ${hop}`;
    const next = hop === hops ? subject : passes ? cast.passer(name) : cast.person(name);
    const [from, paid, when] = [payer, coins, day];
    plan.at(when, (at) => {
      if (hop === 1) {
        const outputs = [{ to: next, amount: satoshi(paid) }];
        ledger.pay(at, { from, outputs, change: from });
      } else handOn(stage, at, { from, to: next, hop, passes });
    });
    if (hop === hops) break;
    const clean = (paid * (1 - ratio)) / ratio;
    if (clean > 0) {
      const by = Math.ceil(crowd / 2);
      fund(stage, { to: next, amount: satoshi(clean), day: when + 0.1, by, word: `Way ${hop}` });
    }
    day += passes ? luck.between(0.3, 3) : luck.between(9, 16);
    coins = (paid + clean) * (passes ? 0.97 : 0.7);
    payer = next;
  }
  const others = (coins * (1 - ratio)) / ratio;
  const clients = others > 0 ? 2 + luck.below(3) + crowd : 0;
  for (let number = 0; number < clients; number += 1) {
    const when = day + luck.between(-12, 20);
    payFromClient(stage, {
      client: `Client ${number}`,
      coins: others / clients,
      day: when,
      by: number % 2 === 0 ? Math.ceil(crowd / 3) : 0,
    });
  }
  payForLife(stage, { to: 'Landlord', percent: 40, day: day + 25 });
  for (let number = 0; number < crowd; number += 1) {
    payForLife(stage, { to: `Payee ${number}`, percent: 5, day: day + 27 + number });
  }
}

/** Spends all coins at once: to the next, a little to a shop, and what is left to a new address. */
function handOn(
  stage: BitcoinStage,
  at: number,
  step: {
    readonly from: Account;
    readonly to: Account;
    readonly hop: number;
    readonly passes: boolean;
  },
): void {
  const { cast, ledger } = stage;
  const { from, to, hop, passes } = step;
  const held = ledger.balanceOf(from);
  const outputs = [
    { to, amount: percentOf(held, passes ? 97 : 70) },
    { to: cast.person(`Shop ${hop}`), amount: percentOf(held, 2) },
  ];
  const change = cast.person(`Change ${hop}`);
  ledger.pay(at, { from, outputs, change, spend: 'all' });
}

function plantOutgoing(stage: BitcoinStage, shape: Omit<PathShape, 'asset'>): void {
  const { cast, luck, plan, ledger, exchange, subject } = stage;
  const { hops, share, passes, crowd } = shape;
  const ratio = share ** (1 / hops);
  const category = luck.pick(['sanctioned', 'laundering', 'it-worker', 'ransom'] as const);
  const sink = cast.labelled('Launderer', { category });
  for (let number = 0; number < 3; number += 1) {
    const by = Math.ceil(crowd / 3);
    payFromClient(stage, { client: `Client ${number}`, coins: 0.3, day: 15 + number * 3, by });
  }
  let day = 30;
  let payer = subject;
  for (let hop = 1; hop <= hops; hop += 1) {
    const name = `Between ${hop}`;
    const next = hop === hops ? sink : passes ? cast.passer(name) : cast.person(name);
    const [from, when] = [payer, day];
    const shops = Array.from({ length: passes && from !== subject ? 1 : 1 + crowd }, (_, number) =>
      cast.person(`Shop ${number} at ${hop}`),
    );
    plan.at(when, (at) => {
      const held = ledger.balanceOf(from);
      const used = from === subject ? 90 : 99;
      const elsewhere = percentOf(held, (used * (1 - ratio)) / shops.length);
      const outputs = [
        { to: next, amount: percentOf(held, used * ratio) },
        ...shops.map((to) => ({ to, amount: elsewhere })),
      ].filter(({ amount }) => amount > 1_000n);
      const change = from === subject ? subject : cast.person(`Change ${hop}`);
      ledger.pay(at, { from, outputs, change, spend: 'all' });
    });
    for (const [number, shop] of shops.entries()) {
      const to =
        crowd > 0 && number % 2 === 0 ? cast.person(`Supplier ${number} at ${hop}`) : exchange;
      plan.at(when + luck.between(9, 15), (at) => {
        if (ledger.balanceOf(shop) > 20_000n) ledger.payAll(at, shop, to);
      });
    }
    if (next !== sink && !passes) {
      const by = Math.ceil(crowd / 3);
      fund(stage, { to: next, amount: satoshi(0.05), day: when + 1, by, word: `Way ${hop}` });
    }
    day += passes ? luck.between(0.3, 3) : luck.between(9, 16);
    payer = next;
  }
}
