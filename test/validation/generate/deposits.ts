import type { Account } from '../../../src/core/account.js';
import { USDC } from './assets.js';
import { partOf, payFromClient, sumOf } from './evmScenery.js';
import { type EvmStage, finish, openEvm } from './stage.js';
import type { World } from './world.js';

/**
 * A payment into an exchange by a deposit address of its own: the exchange sends gas, and a few hours
 * later sweeps the address. Units: days.
 */
export function depositAtExchange(
  stage: EvmStage,
  deposit: {
    readonly from: Account;
    readonly address: Account;
    readonly percent: number;
    readonly day: number;
  },
): void {
  const { luck, plan, ledger, exchange } = stage;
  const { from, address, percent, day } = deposit;
  plan.at(day, (at) => {
    const sum = partOf(stage, from, USDC, percent);
    if (sum.amount > 0n) ledger.pay(at, from, address, sum);
  });
  plan.at(day + luck.between(0.05, 0.4), (at) => {
    if (ledger.balanceOf(address, USDC) > 0n) ledger.payAll(at, address, exchange, USDC);
  });
}

/** Scenes with deposit addresses of an exchange. */
export type DepositScene =
  | 'cash-out'
  | 'a thief at the same exchange'
  | 'a thief at the same address'
  | 'subject'
  | 'subject paid by a thief';

/** A world with a deposit address. */
export function buildDeposit(name: string, scene: DepositScene): World {
  const stage = openEvm(name, 'deposit');
  const { cast, plan, ledger, subject } = stage;
  const isSubject = scene.startsWith('subject');
  for (let month = 0; month < 4; month += 1) {
    payFromClient(stage, {
      client: `Client ${month % 2}`,
      asset: USDC,
      coins: 3_000,
      day: 30 + month * 30,
    });
    const address = isSubject ? subject : cast.passer('Deposit address');
    if (!isSubject)
      depositAtExchange(stage, { from: subject, address, percent: 70, day: 35 + month * 30 });
    else sweepSubject(stage, 30.2 + month * 30);
  }
  const thief = cast.labelled('Thief');
  if (scene === 'a thief at the same exchange' || scene === 'a thief at the same address') {
    const same = scene === 'a thief at the same address';
    const address = cast.passer(same ? 'Deposit address' : 'Deposit address of the thief');
    plan.at(70, (at) => ledger.pay(at, thief, address, sumOf(USDC, 4_000)));
    plan.at(70.2, (at) => ledger.payAll(at, address, stage.exchange, USDC));
  }
  if (scene === 'subject paid by a thief') {
    plan.at(70, (at) => ledger.pay(at, thief, subject, sumOf(USDC, 4_000)));
    sweepSubject(stage, 70.2);
  }
  return finish(stage, {
    pattern: isSubject
      ? `the subject is one${scene === 'subject' ? '' : ', paid by a thief'}`
      : scene,
    most: scene === 'subject paid by a thief' ? 'hold' : isSubject ? 'review' : 'proceed',
    planted: ['deposit-address', 'service'],
  });
}

function sweepSubject(stage: EvmStage, day: number): void {
  const { plan, ledger, subject, exchange } = stage;
  plan.at(day, (at) => ledger.payAll(at, subject, exchange, USDC));
}
