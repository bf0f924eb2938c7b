import type { Account } from '../../src/core/account.js';
import type { AssetId } from '../../src/core/asset.js';
import type { Transfer } from '../../src/core/ledger.js';
import { claim, ETH, evmAccount } from '../support/world.js';
import type { BenchLedger } from './powerLawLedger.js';
import { BENCH_PRICES, benchAssets, benchTransfer } from './powerLawLedger.js';

const ONE = 10n ** 18n;
const [SUBJECT, THIEF, SHOP, MARKET] = [1, 2, 3, 4].map(evmAccount);

/**
 * One payment passed on from account to account; at each hop a little is paid to a shop. Variants
 * pass it on by other accounts.
 */
export function createPeelChain(hops: number, variant = 0): BenchLedger {
  const firstAccount = 100 + variant * hops;
  const transfers: Transfer[] = [];
  let amount = BigInt(hops) * ONE * 2n;
  let from = THIEF;
  for (let hop = 0; hop < hops; hop += 1) {
    const to = hop === hops - 1 ? SUBJECT : evmAccount(firstAccount + hop);
    transfers.push(move({ at: transfers.length, from, to, amount }));
    const peel = ONE + BigInt(hop);
    if (to !== SUBJECT)
      transfers.push(move({ at: transfers.length, from: to, to: SHOP, amount: peel }));
    amount -= peel;
    from = to;
  }
  return ledgerOf(transfers, 1);
}

/**
 * Accounts that get one asset from the thief and the shop in turn, change it at a market and pass
 * on what they got, some of it by one another, at last to the subject.
 */
export function createConversionLedger(count: number): BenchLedger {
  const transfers: Transfer[] = [];
  const [one, other] = [...benchAssets(2).keys()];
  for (let at = 0; at < count; at += 1) {
    const account = evmAccount(100 + (at % 50));
    const next = at % 5 === 4 ? SUBJECT : evmAccount(100 + ((at + 1) % 50));
    const amount = ONE + BigInt(at);
    const tx = 4 * at;
    const [given, got] = at % 2 === 0 ? [one, other] : [other, one];
    const source = at % 3 === 0 ? THIEF : SHOP;
    transfers.push(
      move({ at: tx, from: source, to: account, amount: 2n * amount, asset: given }),
      move({ at: tx + 1, from: account, to: MARKET, amount, asset: given }),
      move({ at: tx + 1, from: MARKET, to: account, amount, asset: got }),
      move({ at: tx + 2, from: account, to: next, amount: (2n * amount) / 3n, asset: got }),
    );
  }
  return ledgerOf(transfers, 2);
}

function move(step: {
  readonly at: number;
  readonly from: Account | undefined;
  readonly to: Account | undefined;
  readonly amount: bigint;
  readonly asset?: AssetId | undefined;
}): Transfer {
  const { at, from = null, to = null, amount, asset = ETH } = step;
  return benchTransfer({ transaction: at, height: at, from, to, asset, amount });
}

function ledgerOf(transfers: readonly Transfer[], assets: number): BenchLedger {
  if (!SUBJECT || !THIEF || !SHOP || !MARKET) throw new Error('Accounts are missing.');
  const service = (account: Account, category: 'exchange' | 'dex') =>
    claim(account, { entity: category, category, actor: null, use: 'service' });
  const last = transfers.at(-1)?.timeSeconds ?? 0;
  return {
    subject: SUBJECT,
    transfers,
    assets: benchAssets(assets),
    prices: BENCH_PRICES,
    origins: [THIEF],
    claims: new Map([
      [THIEF, [claim(THIEF)]],
      [SHOP, [service(SHOP, 'exchange')]],
      [MARKET, [service(MARKET, 'dex')]],
    ]),
    nowSeconds: last + 1,
  };
}
