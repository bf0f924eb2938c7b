import { createHash } from 'node:crypto';
import { type Account, createAccount } from '../../src/core/account.js';
import { erc20AssetId } from '../../src/core/asset.js';
import type { Transfer } from '../../src/core/ledger.js';
import { formatRecording } from '../../src/sources/recorded/format.js';
import { createLuck } from '../validation/generate/luck.js';
import { chainNamed } from './world.js';

/** Wallets of a payroll, and a recorded file that holds all of them. */
export interface PayrollRecording {
  /** Addresses of the payees. */
  readonly wallets: readonly string[];
  /** The text of the file. */
  readonly text: string;
}

const EMPLOYERS = 20;
const PAYEES_EACH = 11;
const MONTHS = 24;
const MONTH_SECONDS = 30 * 86_400;
const DOLLAR = 1_000_000n;

const ethereum = chainNamed('ethereum');
const USDC = erc20AssetId(ethereum.id, '0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48');

/** A wallet of an exchange, of the labels that come with the program. */
const EXCHANGE = createAccount(ethereum.id, '0x05f51aab068caa6ab7eeb672f88c180f67f17ec7');

/**
 * Payees who are paid in dollars for two years by employers who buy them at an exchange, and who sell a
 * part of them there: a payroll of honest people, of whom all is seen.
 *
 * Units: Unix seconds; the file was recorded at `nowSeconds`.
 */
export function createPayrollRecording(nowSeconds: number): PayrollRecording {
  const luck = createLuck('payroll');
  const startSeconds = nowSeconds - (MONTHS + 1) * MONTH_SECONDS;
  const facts: Transfer[] = [];
  const move = (from: Account, to: Account, amount: bigint, timeSeconds: number) => {
    const txId = `0x${createHash('sha256').update(`payment ${facts.length}`).digest('hex')}`;
    const height = Math.floor(timeSeconds / 12);
    facts.push({
      ...{ kind: 'transfer', chain: ethereum.id, channel: 'token', asset: USDC },
      ...{ height, blockHash: null, txIndex: facts.length, txId, timeSeconds },
      ...{ from, to, amount: amount * DOLLAR, index: '#1' },
    });
  };
  const employers = Array.from({ length: EMPLOYERS }, (_, at) => inventedAccount(`employer ${at}`));
  const payees = employers.map((_, at) =>
    Array.from({ length: PAYEES_EACH }, (_, nth) => inventedAccount(`payee ${at} ${nth}`)),
  );
  for (const [at, employer] of employers.entries()) {
    for (let month = 0; month < MONTHS; month += 1) {
      const day = startSeconds + month * MONTH_SECONDS;
      move(EXCHANGE, employer, 100_000n, day);
      for (const payee of payees[at] ?? []) {
        const wage = BigInt(2_000 + luck.below(4_000));
        move(employer, payee, wage, day + 3600);
        move(payee, EXCHANGE, wage / 2n, day + 3600 * (48 + luck.below(200)));
      }
    }
  }
  const all = payees.flat();
  const text = formatRecording({
    header: {
      ...{ name: 'payroll', title: 'An invented payroll', chain: ethereum },
      anchor: { height: Math.floor(nowSeconds / 12), hash: null, timeSeconds: nowSeconds },
      coverage: [...employers, ...all].map((account) => ({
        account,
        channels: ['native', 'internal', 'token', 'fee', 'withdrawal'],
      })),
      ...{ hasTransactionIds: true, sources: [] },
    },
    facts: facts.sort((a, b) => a.timeSeconds - b.timeSeconds),
  });
  return { wallets: all.map((account) => account.replace(`${ethereum.id}:`, '')), text };
}

function inventedAccount(word: string): Account {
  const digest = createHash('sha256').update(word).digest('hex');
  return createAccount(ethereum.id, `0x${digest.slice(0, 40)}`);
}
