import type { Account } from '../../../src/core/account.js';
import { BITCOIN, coinsOf } from './assets.js';
import type { BitcoinStage } from './stage.js';

/** Whole coins in satoshi. */
export function satoshi(coins: number): bigint {
  return coinsOf(BITCOIN, coins);
}

/** Some hundredths of an amount. */
export function percentOf(amount: bigint, percent: number): bigint {
  return (amount * BigInt(Math.round(percent * 100))) / 10_000n;
}

/** An exchange pays out to one customer, and to others in the same transaction. */
export function payOut(
  stage: BitcoinStage,
  at: number,
  payment: { readonly to: Account; readonly amount: bigint; readonly others?: number },
): void {
  const { cast, luck, ledger, exchange } = stage;
  const { to, amount, others = 2 } = payment;
  const strangers = Array.from({ length: others }, (_, number) => ({
    to: cast.person(`customer ${number} at ${at}`),
    amount: BigInt(luck.below(90_000_000) + 200_000),
  }));
  const outputs = [...strangers, { to, amount }];
  ledger.pay(at, { from: exchange, outputs, change: exchange });
}

/**
 * Honest coins for somebody: straight from the exchange, or by so many people who buy them there and
 * pay others too. Units: days.
 */
export function fund(
  stage: BitcoinStage,
  money: {
    readonly to: Account;
    readonly amount: bigint;
    readonly day: number;
    /** How many people it comes from; 0 for the exchange itself. */
    readonly by: number;
    /** Tells these people from all others. */
    readonly word: string;
  },
): void {
  const { cast, luck, plan, ledger } = stage;
  const { to, amount, day, by, word } = money;
  if (by === 0) plan.at(day, (at) => payOut(stage, at, { to, amount }));
  for (let number = 0; number < by; number += 1) {
    const person = cast.person(`${word}, giver ${number}`);
    const part = amount / BigInt(by);
    const early = day - luck.between(5, 15);
    plan.at(early, (at) => payOut(stage, at, { to: person, amount: part * 2n + 100_000n }));
    const outputs = [
      { to, amount: part },
      { to: cast.person(`${word}, friend of ${number}`), amount: part / 3n },
    ];
    plan.at(day, (at) => ledger.pay(at, { from: person, outputs, change: person }));
  }
}

/** Somebody buys coins at the exchange and pays the subject with them. Units: days. */
export function payFromClient(
  stage: BitcoinStage,
  payment: {
    readonly client: string;
    readonly coins: number;
    readonly day: number;
    /** How many people the client has the coins from; the exchange alone when not given. */
    readonly by?: number;
  },
): Account {
  const { cast, luck, plan, ledger, subject } = stage;
  const { coins, day, by = 0 } = payment;
  const client = cast.person(payment.client);
  const spare = satoshi(coins * luck.between(1.1, 1.6) + 0.002);
  const early = day - luck.between(1, 6);
  fund(stage, { to: client, amount: spare, day: early, by, word: payment.client });
  const outputs = [{ to: subject, amount: satoshi(coins) }];
  plan.at(day, (at) => ledger.pay(at, { from: client, outputs, change: client }));
  return client;
}

/** The subject pays somebody, who brings the money to the exchange some weeks later. */
export function payForLife(
  stage: BitcoinStage,
  payment: { readonly to: string; readonly percent: number; readonly day: number },
): void {
  const { cast, luck, plan, ledger, exchange, subject } = stage;
  const { percent, day } = payment;
  const receiver = cast.person(payment.to);
  plan.at(day, (at) => {
    const amount = percentOf(ledger.balanceOf(subject), percent);
    ledger.pay(at, { from: subject, outputs: [{ to: receiver, amount }], change: subject });
  });
  plan.at(day + luck.between(8, 20), (at) => {
    if (ledger.balanceOf(receiver) > 10_000n) ledger.payAll(at, receiver, exchange);
  });
}
