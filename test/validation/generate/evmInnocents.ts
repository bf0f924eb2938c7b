import type { Account } from '../../../src/core/account.js';
import type { Asset } from '../../../src/core/asset.js';
import { DAI, ETHER, USDC, USDT, WETH } from './assets.js';
import { depositAtExchange } from './deposits.js';
import { partOf, sprayDust, sprayNoise, sumOf } from './evmScenery.js';
import { type EvmStage, finish, openEvm } from './stage.js';
import { dexOf, exchanged, wrapperOf } from './swaps.js';
import type { World } from './world.js';

/** Days of a month of work. */
const MONTH_DAYS = 30;

/** A company, and in what it pays its people. */
interface Company {
  readonly account: Account;
  readonly asset: Asset;
  readonly wage: number;
  readonly payDay: number;
}

/**
 * A freelancer on Ethereum: paid each month by one to four companies that buy their coins at
 * exchanges, pays rent and friends, cashes out by a deposit address, swaps a little, and gets the
 * noise that every wallet gets.
 */
export function buildEvmInnocent(name: string): World {
  const stage = openEvm(name, 'innocent');
  const { luck, plan, ledger, subject, exchange } = stage;
  const months = 4 + luck.below(7);
  plan.at(1, (at) => ledger.pay(at, exchange, subject, sumOf(ETHER, luck.between(0.03, 0.08))));
  const companies = Array.from({ length: 1 + luck.below(4) }, (_, number) =>
    foundCompany(stage, number, months),
  );
  const usesDollars = companies.some(({ asset }) => asset !== ETHER);
  for (let month = 0; month < months; month += 1) {
    const day = MONTH_DAYS * (month + 1);
    for (const company of companies) payWage(stage, company, day);
    live(stage, { companies, month, day });
  }
  const habits = [
    usesDollars && luck.chance(0.5) ? swapALittle(stage, companies, months) : null,
    luck.chance(0.12) ? wrapALittle(stage, months) : null,
  ];
  sprayNoise(stage, luck.below(12));
  sprayDust(stage, luck.below(6));
  const used = habits.filter((habit) => habit !== null);
  return finish(stage, {
    pattern: ['payroll', ...used].join(', '),
    planted: ['noise', 'service', 'first-gas-funder', 'deposit-address'],
  });
}

/** A company buys coins every few months, straight or by a treasury, and pays others besides. */
function foundCompany(stage: EvmStage, number: number, months: number): Company {
  const { cast, luck, plan, ledger } = stage;
  const account = cast.person(`Company ${number}`);
  const asset = luck.pick([USDC, USDC, USDC, USDT, DAI, ETHER]);
  const wage = asset === ETHER ? luck.between(0.5, 2) : luck.between(900, 6_000);
  const bank = cast.exchange(luck.pick(['Exchange', 'Second exchange', 'Third exchange']));
  const treasury = luck.chance(0.35) ? cast.person(`Treasury ${number}`) : null;
  const colleagues = luck.below(4);
  const every = 1 + luck.below(3);
  for (let month = 0; month < months; month += every) {
    const day = MONTH_DAYS * (month + 1) - luck.between(6, 12);
    const needed = sumOf(asset, wage * (colleagues + 1.4) * Math.min(every, months - month));
    plan.at(day, (at) => ledger.pay(at, bank, treasury ?? account, needed));
    if (treasury === null) continue;
    plan.at(day + luck.between(0.2, 4), (at) =>
      ledger.pay(at, treasury, account, partOf(stage, treasury, asset, 99)),
    );
  }
  for (let month = 0; month < months; month += 1) {
    for (let colleague = 0; colleague < colleagues; colleague += 1) {
      const to = cast.person(`Colleague ${colleague} of ${number}`);
      const sum = sumOf(asset, wage * luck.between(0.7, 1));
      plan.at(MONTH_DAYS * (month + 1) + 0.02 * (colleague + 1), (at) =>
        ledger.pay(at, account, to, sum),
      );
    }
  }
  return { account, asset, wage, payDay: luck.between(-2, 2) };
}

function payWage(stage: EvmStage, { account, asset, wage, payDay }: Company, day: number): void {
  const { luck, plan, ledger, subject } = stage;
  const sum = sumOf(asset, wage * luck.between(0.95, 1.05));
  plan.at(day + payDay, (at) => ledger.pay(at, account, subject, sum));
}

/** Rent, now and then a friend, and the rest to the exchange. */
function live(
  stage: EvmStage,
  life: { readonly companies: readonly Company[]; readonly month: number; readonly day: number },
): void {
  const { cast, luck, plan, ledger, exchange, subject } = stage;
  const { companies, day } = life;
  const [main] = companies;
  if (main === undefined) return;
  const { asset } = main;
  const landlord = cast.person('Landlord');
  plan.at(day + 5, (at) => ledger.pay(at, subject, landlord, partOf(stage, subject, asset, 25)));
  plan.at(day + 9, (at) => ledger.pay(at, landlord, exchange, partOf(stage, landlord, asset, 92)));
  if (luck.chance(0.4)) {
    const friend = cast.person(`Friend ${luck.below(3)}`);
    plan.at(day + 7, (at) =>
      ledger.pay(at, subject, friend, partOf(stage, subject, asset, luck.between(2, 8))),
    );
    if (luck.chance(0.5)) {
      plan.at(day + 12, (at) => ledger.pay(at, friend, exchange, partOf(stage, friend, asset, 80)));
    }
  }
  if (companies.some((company) => company.asset === USDC)) {
    const address = cast.passer('Deposit address');
    depositAtExchange(stage, {
      from: subject,
      address,
      percent: luck.between(40, 75),
      day: day + 10,
    });
  } else {
    plan.at(day + 10, (at) => ledger.pay(at, subject, exchange, partOf(stage, subject, asset, 60)));
  }
}

function swapALittle(stage: EvmStage, companies: readonly Company[], months: number): string {
  const { luck, plan, ledger, subject } = stage;
  const dollars = companies.find(({ asset }) => asset !== ETHER)?.asset ?? USDC;
  const venue = dexOf(stage, 1 + luck.below(2));
  for (let month = 1; month < months; month += 2) {
    plan.at(MONTH_DAYS * (month + 1) + 4, (at) => {
      const give = partOf(stage, subject, dollars, luck.between(3, 12));
      if (give.amount === 0n) return;
      const get = exchanged(give, ETHER);
      ledger.swap(at, { trader: subject, receiver: subject, ...venue, give, get });
    });
  }
  return 'swaps';
}

function wrapALittle(stage: EvmStage, months: number): string {
  const { plan, ledger, subject, cast, exchange } = stage;
  const wrapper = wrapperOf(stage);
  const day = MONTH_DAYS * Math.min(3, months);
  plan.at(day, (at) => ledger.pay(at, exchange, subject, sumOf(ETHER, 0.4)));
  plan.at(day + 1, (at) => ledger.wrap(at, subject, wrapper, sumOf(ETHER, 0.3).amount));
  const friend = cast.person('Friend 0');
  plan.at(day + 3, (at) => ledger.pay(at, subject, friend, sumOf(WETH, 0.1)));
  plan.at(day + 5, (at) => ledger.unwrap(at, subject, wrapper, sumOf(WETH, 0.2).amount));
  return 'wraps';
}
