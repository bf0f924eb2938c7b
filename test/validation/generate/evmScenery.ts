import type { Account } from '../../../src/core/account.js';
import type { Asset } from '../../../src/core/asset.js';
import { coinsOf, ETHER, USDC } from './assets.js';
import { strangeToken } from './evmLedger.js';
import type { EvmStage } from './stage.js';

/** A sum in whole coins. */
export function sumOf(asset: Asset, coins: number) {
  return { asset, amount: coinsOf(asset, coins) };
}

/** Some hundredths of what an account holds, less what it needs for fees. */
export function partOf(stage: EvmStage, account: Account, asset: Asset, percent: number) {
  const held = stage.ledger.balanceOf(account, asset);
  const spare = asset === ETHER ? held - coinsOf(ETHER, 0.004) : held;
  return { asset, amount: (spare * BigInt(Math.round(percent * 100))) / 10_000n };
}

/**
 * Honest money for somebody: straight from the exchange, or by so many people who live a life of
 * their own beside it. Units: days.
 */
export function fund(
  stage: EvmStage,
  money: {
    readonly to: Account;
    readonly asset: Asset;
    readonly coins: number;
    readonly day: number;
    /** How many people it comes from; 0 for the exchange itself. */
    readonly by: number;
    /** Tells these people from all others. */
    readonly word: string;
  },
): void {
  const { cast, luck, plan, ledger, exchange } = stage;
  const { to, asset, coins, day, by, word } = money;
  if (by === 0) plan.at(day, (at) => ledger.pay(at, exchange, to, sumOf(asset, coins)));
  for (let number = 0; number < by; number += 1) {
    const person = cast.person(`${word}, giver ${number}`);
    const part = coins / by;
    const early = day - luck.between(5, 15);
    plan.at(early, (at) => ledger.pay(at, exchange, person, sumOf(asset, part * 2.5)));
    for (let friend = 0; friend < 3; friend += 1) {
      const other = cast.person(`${word}, friend ${friend} of ${number}`);
      plan.at(early + 1 + friend, (at) =>
        ledger.pay(at, person, other, sumOf(asset, part * luck.between(0.1, 0.3))),
      );
    }
    plan.at(day, (at) => ledger.pay(at, person, to, sumOf(asset, part)));
  }
}

/** Somebody buys coins at the exchange and pays the subject with them. Units: days. */
export function payFromClient(
  stage: EvmStage,
  payment: {
    readonly client: string;
    readonly asset: Asset;
    readonly coins: number;
    readonly day: number;
    /** How many people the client has the coins from; the exchange alone when not given. */
    readonly by?: number;
  },
): Account {
  const { cast, luck, plan, ledger, subject } = stage;
  const { asset, coins, day, by = 0 } = payment;
  const client = cast.person(payment.client);
  const spare = coins * luck.between(1.05, 1.6);
  const early = day - luck.between(1, 6);
  fund(stage, { to: client, asset, coins: spare, day: early, by, word: payment.client });
  plan.at(day, (at) => ledger.pay(at, client, subject, sumOf(asset, coins)));
  return client;
}

/** The subject pays somebody, who brings the money to an exchange some weeks later. */
export function payForLife(
  stage: EvmStage,
  payment: {
    readonly to: string;
    readonly asset: Asset;
    readonly percent: number;
    readonly day: number;
  },
): void {
  const { cast, luck, plan, ledger, exchange, subject } = stage;
  const { asset, percent, day } = payment;
  const receiver = cast.person(payment.to);
  plan.at(day, (at) => ledger.pay(at, subject, receiver, partOf(stage, subject, asset, percent)));
  plan.at(day + luck.between(8, 20), (at) => {
    const sum = partOf(stage, receiver, asset, 90);
    if (sum.amount > 0n) ledger.pay(at, receiver, exchange, sum);
  });
}

/** Strangers' worthless tokens and payments of nothing. */
export function sprayNoise(stage: EvmStage, rows: number): void {
  const { cast, luck, plan, ledger, subject } = stage;
  for (let row = 0; row < rows; row += 1) {
    const from = cast.person(`stranger with noise ${row}`);
    const token = luck.chance(0.6) ? strangeToken(cast, luck.below(4)) : null;
    const amount = BigInt(1 + luck.below(1_000_000)) * 10n ** 12n;
    plan.at(luck.between(30, 300), (at) =>
      ledger.makeNoise(at, { from, to: subject, token, amount }),
    );
  }
}

/** Strangers' tiny payments, as they are sent to poison histories. */
export function sprayDust(stage: EvmStage, payments: number): void {
  const { cast, luck, plan, ledger, exchange, subject } = stage;
  for (let payment = 0; payment < payments; payment += 1) {
    const from = cast.person(`stranger with dust ${payment}`);
    const asset = luck.chance(0.5) ? USDC : ETHER;
    const sum = sumOf(asset, asset === USDC ? 0.01 : 0.00002);
    const day = luck.between(30, 300);
    plan.at(day - 1, (at) =>
      ledger.pay(at, exchange, from, sumOf(asset, asset === USDC ? 1 : 0.01)),
    );
    plan.at(day, (at) => ledger.pay(at, from, subject, sum));
  }
}
