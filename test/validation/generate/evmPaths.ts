import type { Account } from '../../../src/core/account.js';
import type { Asset } from '../../../src/core/asset.js';
import type { Direction } from '../../../src/core/exposure.js';
import { ETHER, USDC } from './assets.js';
import {
  fund,
  partOf,
  payForLife,
  payFromClient,
  sprayDust,
  sprayNoise,
  sumOf,
} from './evmScenery.js';
import { type EvmStage, finish, openEvm } from './stage.js';
import type { World } from './world.js';

/** What a planted path is like. */
export interface PathShape {
  readonly name: string;
  readonly asset: Asset;
  readonly direction: Direction;
  readonly hops: number;
  /** Part of the subject's receipts (or payments) that the path carries, about. Units: 0 to 1. */
  readonly share: number;
  /** Whether those between only pass money on. */
  readonly passes: boolean;
  /** How many people stand around everybody on the path; 0 for hardly any. */
  readonly crowd: number;
}

/** A path between a labelled account and the subject, with honest money and decoys around it. */
export function buildEvmPath(shape: PathShape): World {
  const stage = openEvm(shape.name, shape.crowd > 0 ? 'crowd' : 'path');
  if (shape.direction === 'incoming') plantIncoming(stage, shape);
  else plantOutgoing(stage, shape);
  sprayNoise(stage, stage.luck.below(4));
  sprayDust(stage, stage.luck.below(3));
  const kind = shape.passes ? 'passed on at once' : 'kept for a while';
  return finish(stage, {
    pattern: shape.hops === 1 ? 'straight' : kind,
    planted: ['noise'],
  });
}

function plantIncoming(stage: EvmStage, shape: PathShape): void {
  const { cast, luck, plan, ledger, subject } = stage;
  const { asset, hops, share, passes, crowd } = shape;
  const ratio = share ** (1 / hops);
  const source = cast.labelled('Thief');
  let coins = asset === ETHER ? 4 : 9_000;
  let day = 20;
  let payer = source;
  for (let hop = 1; hop < hops; hop += 1) {
    const between = passes ? cast.passer(`Between ${hop}`) : cast.person(`Between ${hop}`);
    const [from, paid, arrives] = [payer, coins, day];
    if (hop === 1) plan.at(arrives, (at) => ledger.pay(at, from, between, sumOf(asset, paid)));
    else handOn(stage, { from, to: between, asset, day: arrives, passes });
    const clean = (paid * (1 - ratio)) / ratio;
    if (clean > 0) {
      const by = Math.ceil(crowd / 3);
      fund(stage, { to: between, asset, coins: clean, day: arrives + 0.1, by, word: `Way ${hop}` });
    }
    day += passes ? luck.between(0.3, 3) : luck.between(9, 16);
    coins = (paid + clean) * (passes ? 1 : 0.7);
    payer = between;
  }
  if (hops === 1) plan.at(day, (at) => ledger.pay(at, source, subject, sumOf(asset, coins)));
  else handOn(stage, { from: payer, to: subject, asset, day, passes });
  surround(stage, { asset, firstBetween: hops === 1 ? null : cast.person('Decoy payer'), day });
  const others = (coins * (1 - ratio)) / ratio;
  const clients = others > 0 ? 2 + luck.below(3) + crowd : 0;
  for (let number = 0; number < clients; number += 1) {
    const when = day + luck.between(-12, 20);
    payFromClient(stage, {
      client: `Client ${number}`,
      asset,
      coins: others / clients,
      day: when,
      by: number % 2 === 0 ? Math.ceil(crowd / 4) : 0,
    });
  }
  payForLife(stage, { to: 'Landlord', asset, percent: 40, day: day + 25 });
  for (let number = 0; number < crowd; number += 1) {
    payForLife(stage, { to: `Payee ${number}`, asset, percent: 4, day: day + 27 + number });
  }
}

/** Pays on what is there: everything at once, or seven tenths while the rest stays for a while. */
function handOn(
  stage: EvmStage,
  step: {
    readonly from: Account;
    readonly to: Account;
    readonly asset: Asset;
    readonly day: number;
    readonly passes: boolean;
  },
): void {
  const { plan, ledger, exchange, luck } = stage;
  const { from, to, asset, day, passes } = step;
  plan.at(day, (at) => {
    if (passes) ledger.payAll(at, from, to, asset);
    else ledger.pay(at, from, to, partOf(stage, from, asset, 70));
  });
  if (passes) return;
  plan.at(day + luck.between(10, 20), (at) =>
    ledger.pay(at, from, exchange, partOf(stage, from, asset, 50)),
  );
}

/** Near misses around a path: an account that a thief paid only after it had paid the subject. */
function surround(
  stage: EvmStage,
  around: { readonly asset: Asset; readonly firstBetween: Account | null; readonly day: number },
): void {
  const { cast, luck, plan, ledger, exchange, subject } = stage;
  const { asset, firstBetween, day } = around;
  if (firstBetween === null || !luck.chance(0.5)) return;
  const late = cast.labelled('Late thief');
  const coins = asset === ETHER ? 0.6 : 1_200;
  plan.at(day - 3, (at) => ledger.pay(at, exchange, firstBetween, sumOf(asset, coins)));
  plan.at(day + 1, (at) =>
    ledger.pay(at, firstBetween, subject, partOf(stage, firstBetween, asset, 80)),
  );
  plan.at(day + 9, (at) => ledger.pay(at, late, firstBetween, sumOf(asset, coins * 3)));
}

function plantOutgoing(stage: EvmStage, shape: PathShape): void {
  const { cast, luck, plan, ledger, subject } = stage;
  const { asset, hops, share, passes, crowd } = shape;
  const ratio = share ** (1 / hops);
  const category = luck.pick(['sanctioned', 'laundering', 'it-worker', 'stolen-funds'] as const);
  const sink = cast.labelled('Launderer', { category });
  const coins = asset === ETHER ? 12 : 24_000;
  for (let number = 0; number < 3; number += 1) {
    payFromClient(stage, {
      client: `Client ${number}`,
      asset,
      coins: coins / 3,
      day: 15 + number * 3,
      by: Math.ceil(crowd / 3),
    });
  }
  let day = 30;
  let payer = subject;
  for (let hop = 1; hop <= hops; hop += 1) {
    const name = `Between ${hop}`;
    const next = hop === hops ? sink : passes ? cast.passer(name) : cast.person(name);
    const [from, when] = [payer, day];
    plan.at(when, (at) => ledger.pay(at, from, next, partOf(stage, from, asset, 90 * ratio)));
    // What does not follow the path goes elsewhere at about the same time; the subject keeps a tenth.
    const percent = (100 * (90 - 90 * ratio)) / (100 - 90 * ratio);
    const passesAll = passes && from !== subject;
    spendElsewhere(stage, {
      from,
      asset,
      day: when + 0.2,
      hop,
      crowd,
      percent: passesAll ? null : percent,
    });
    if (next !== sink && !passes) {
      const by = Math.ceil(crowd / 4);
      fund(stage, { to: next, asset, coins: coins * 0.2, day: when + 1, by, word: `Way ${hop}` });
    }
    day += passes ? luck.between(0.3, 3) : luck.between(9, 16);
    payer = next;
  }
  // A thief who was paid by the same clients is no concern of the subject.
  const elsewhere = cast.labelled('Thief elsewhere');
  const client = cast.person('Client 0');
  plan.at(24, (at) => ledger.pay(at, client, elsewhere, partOf(stage, client, asset, 50)));
}

/**
 * Pays the rest to shops, which bring it to the exchange some weeks later or, in a crowd, pay others.
 * `percent` null: all of it to a single shop.
 */
function spendElsewhere(
  stage: EvmStage,
  spending: {
    readonly from: Account;
    readonly asset: Asset;
    readonly day: number;
    readonly hop: number;
    readonly crowd: number;
    readonly percent: number | null;
  },
): void {
  const { cast, luck, plan, ledger, exchange } = stage;
  const { from, asset, day, hop, crowd, percent } = spending;
  const shops = percent === null ? 1 : 1 + Math.floor(crowd / 2);
  for (let number = 0; number < shops; number += 1) {
    const shop = cast.person(`Shop ${number} at ${hop}`);
    plan.at(day + number * 0.01, (at) => {
      // A part of what the shops before it left.
      const part =
        percent === null ? 0 : percent / shops / (1 - ((percent / 100) * number) / shops);
      const sum = partOf(stage, from, asset, part);
      if (percent === null) ledger.payAll(at, from, shop, asset);
      else if (sum.amount > 0n) ledger.pay(at, from, shop, sum);
    });
    for (let other = 0; other < crowd / 2; other += 1) {
      const supplier = cast.person(`Supplier ${other} of shop ${number} at ${hop}`);
      plan.at(day + 2 + other, (at) => {
        const sum = partOf(stage, shop, asset, 12);
        if (sum.amount > 0n) ledger.pay(at, shop, supplier, sum);
      });
    }
    plan.at(day + luck.between(9, 15), (at) => {
      const sum = partOf(stage, shop, asset, 95);
      if (sum.amount > 0n) ledger.pay(at, shop, exchange, sum);
    });
  }
}

/** The assets in which paths are paid. */
export const PATH_ASSETS: readonly Asset[] = [ETHER, USDC];
