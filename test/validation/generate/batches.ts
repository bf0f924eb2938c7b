import type { Asset } from '../../../src/core/asset.js';
import { ETHER, USDC } from './assets.js';
import { payForLife, payFromClient, sumOf } from './evmScenery.js';
import { finish, openEvm } from './stage.js';
import type { World } from './world.js';

/** A contract that pays many in one call and keeps nothing. Source: https://disperse.app */
const DISPERSE = '0xd152f549545093347a162dce210e7293f1452150';

/** Who is in a batch besides honest people: nobody, the one who paid for it, or one who is paid. */
export type BatchScene = 'all honest' | 'paid for by a thief' | 'a thief is paid too';

/** A company that pays all its people in one transaction. */
export function buildBatch(name: string, scene: BatchScene, asset: Asset): World {
  const stage = openEvm(name, 'batch');
  const { cast, luck, plan, ledger, exchange, subject } = stage;
  const contract = cast.contract(DISPERSE, 'Disperse.app', 'infrastructure');
  const company = cast.person('Company');
  const thief = cast.labelled('Thief');
  const wage = asset === ETHER ? 1 : 2_000;
  const people = Array.from({ length: 6 + luck.below(6) }, (_, number) =>
    cast.person(`Colleague ${number}`),
  );
  for (let month = 0; month < 3; month += 1) {
    const day = 30 + month * 30;
    const funder = scene === 'paid for by a thief' && month < 2 ? thief : exchange;
    plan.at(day - 12, (at) => ledger.pay(at, funder, company, sumOf(asset, wage * 20)));
    const paid = scene === 'a thief is paid too' && month === 1 ? [...people, thief] : people;
    const payments = [...paid, subject].map((to) => ({
      to,
      sum: sumOf(asset, wage * luck.between(0.8, 1.2)),
    }));
    plan.at(day, (at) => ledger.payMany(at, { payer: company, contract, payments }));
  }
  payFromClient(stage, { client: 'Client', asset, coins: wage, day: 100 });
  payForLife(stage, { to: 'Landlord', asset, percent: 40, day: 110 });
  return finish(stage, { pattern: scene });
}

/** The assets in which batches are paid. */
export const BATCH_ASSETS: readonly Asset[] = [ETHER, USDC];
