import type { Account } from '../../../src/core/account.js';
import { payOut, percentOf, satoshi } from './bitcoinScenery.js';
import { type BitcoinStage, finish, openBitcoin } from './stage.js';
import type { World } from './world.js';

const MONTH_DAYS = 30;

/**
 * A freelancer on Bitcoin: paid each month by one to three companies, pays rent and friends, cashes
 * out by a deposit address, and gets dust from strangers.
 */
export function buildBitcoinInnocent(name: string): World {
  const stage = openBitcoin(name, 'innocent');
  const { luck } = stage;
  const months = 4 + luck.below(6);
  const companies = 1 + luck.below(3);
  for (let number = 0; number < companies; number += 1) foundCompany(stage, number, months);
  for (let month = 0; month < months; month += 1) live(stage, MONTH_DAYS * (month + 1));
  const dusty = luck.chance(0.4);
  if (dusty) getDust(stage);
  return finish(stage, { pattern: 'payroll', planted: ['service', 'deposit-address'] });
}

/** A company draws coins from an exchange every few months and pays each month out of what is left. */
function foundCompany(stage: BitcoinStage, number: number, months: number): void {
  const { cast, luck, plan, ledger, subject } = stage;
  const account = cast.person(`Company ${number}`);
  const treasury = luck.chance(0.3) ? cast.person(`Treasury ${number}`) : null;
  const wage = luck.between(0.01, 0.06);
  const every = 1 + luck.below(3);
  const usesNewAddress = luck.chance(0.3);
  for (let month = 0; month < months; month += every) {
    const day = MONTH_DAYS * (month + 1) - luck.between(6, 12);
    const amount = satoshi(wage * 3 * Math.min(every, months - month));
    plan.at(day, (at) =>
      payOut(stage, at, { to: treasury ?? account, amount, others: 1 + luck.below(8) }),
    );
    if (treasury !== null) plan.at(day + 1, (at) => ledger.payAll(at, treasury, account));
  }
  let holder = account;
  for (let month = 0; month < months; month += 1) {
    const day = MONTH_DAYS * (month + 1) + luck.between(-2, 2);
    const colleague = cast.person(`Colleague of ${number}`);
    const sums = [
      { to: subject, amount: satoshi(wage * luck.between(0.95, 1.05)) },
      { to: colleague, amount: satoshi(wage * luck.between(0.8, 1)) },
    ];
    // A fresh address for change is left for a fresh one again, until new coins are drawn.
    const isLast = (month + 1) % every === 0;
    const from: Account = holder;
    const change: Account =
      usesNewAddress && !isLast ? cast.person(`Company ${number} in month ${month}`) : account;
    plan.at(day, (at) => ledger.pay(at, { from, outputs: sums, change, spend: 'all' }));
    holder = change;
  }
}

function live(stage: BitcoinStage, day: number): void {
  const { cast, luck, plan, ledger, exchange, subject } = stage;
  const landlord = cast.person('Landlord');
  const spend = (to: Account, percent: number) => (at: number) => {
    const amount = percentOf(ledger.balanceOf(subject), percent);
    if (amount < 20_000n) return;
    ledger.pay(at, { from: subject, outputs: [{ to, amount }], change: subject });
  };
  const empty = (holder: Account) => (at: number) => {
    if (ledger.balanceOf(holder) > 20_000n) ledger.payAll(at, holder, exchange);
  };
  plan.at(day + 5, spend(landlord, 25));
  plan.at(day + 9, empty(landlord));
  if (luck.chance(0.3)) {
    const friend = cast.person(`Friend ${luck.below(3)}`);
    plan.at(day + 7, spend(friend, 5));
    if (luck.chance(0.5)) plan.at(day + 12, empty(friend));
  }
  const address = cast.passer('Deposit address');
  plan.at(day + 10, spend(address, luck.between(40, 70)));
  plan.at(day + 10.3, empty(address));
}

/** Strangers' outputs of next to nothing, to many addresses at once. */
function getDust(stage: BitcoinStage): void {
  const { cast, luck, plan, ledger, subject } = stage;
  const stranger = cast.person('Stranger with dust');
  plan.at(20, (at) => payOut(stage, at, { to: stranger, amount: satoshi(0.01) }));
  const receivers = 10 + luck.below(40);
  const outputs = Array.from({ length: receivers }, (_, number) => ({
    to: number === 1 ? subject : cast.person(`Receiver ${number}`),
    amount: 546n,
  }));
  plan.at(luck.between(40, 100), (at) =>
    ledger.pay(at, { from: stranger, outputs, change: stranger }),
  );
}
