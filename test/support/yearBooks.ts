import type { PaymentRequest } from '../../src/app/payments/paymentChecks.js';
import type { CompanyPayee } from './companyPeople.js';
import { COMPANY } from './companyPeople.js';
import type { YearChains } from './yearChains.js';
import {
  COIN_TREASURY,
  EXCHANGE,
  type Planted,
  type PlantedHeld,
  TREASURY,
  WHO,
} from './yearPlan.js';

/** What was planted in a month. */
export interface MonthLived {
  readonly paid: readonly Planted[];
  readonly held: readonly PlantedHeld[];
  /** Rows for the table of the accounting system. */
  readonly rows: readonly string[];
}

/** How a payment is made. */
export interface Paying extends Pick<Planted, 'decision' | 'concerns'> {
  /** ISO 8601 time in UTC. */
  readonly at: string;
}

/** The books of a month: what is paid goes to the chains, to the accounts and to what was planted. */
export interface Books {
  /** Such as `2026-05`. */
  readonly month: string;
  readonly requestOf: (payee: CompanyPayee, wallet?: string) => PaymentRequest;
  readonly pay: (payee: CompanyPayee, paying: Paying) => void;
  /** Pays several at a time by a contract. */
  readonly payTogether: (payees: readonly CompanyPayee[], paying: Paying) => void;
  /** Notes what is not paid. */
  readonly hold: (payee: CompanyPayee, decision: PlantedHeld['decision']) => void;
  /** Pays dollars that the accounts do not tell; gives the row that would tell them. */
  readonly payUntold: (
    to: { readonly address: string; readonly payee: CompanyPayee | null },
    dollars: bigint,
    paying: Paying,
  ) => string;
  /** Tells a payment that was never made. */
  readonly tellInVain: (payee: CompanyPayee, dollars: bigint, paying: Paying) => void;
  readonly lived: () => MonthLived;
}

const DISPERSE = '0xd152f549545093347a162dce210e7293f1452150';
const DAY = 86_400;

/** What a payee gets in a month, in whole coins and in atomic units. */
function wageOf({ asset, amount }: CompanyPayee, month: string) {
  const more = Number(month.slice(5));
  const text =
    asset === 'BTC'
      ? `0.0${Number(amount.slice(3)) + more}`
      : `${Number(amount.slice(0, -3)) + more}.50`;
  const [whole = '', part = ''] = text.split('.');
  return { text, units: BigInt(whole + part.padEnd(asset === 'BTC' ? 8 : 6, '0')) };
}

/** The moment at which a payee is paid on a day: ten minutes after the one before them. */
export function momentOf(payee: CompanyPayee, day: string): string {
  const ms = Date.parse(`${day}T10:00:00Z`) + COMPANY.indexOf(payee) * 600_000;
  return new Date(ms).toISOString();
}

/** Opens them. */
export function openBooks(chains: YearChains, month: string): Books {
  const paid: Planted[] = [];
  const held: PlantedHeld[] = [];
  const rows: string[] = [];
  const invoiceOf = ({ reference }: CompanyPayee) => `ZQ/${month}/${reference}`;
  const tellOf = (
    payee: CompanyPayee,
    of: { at: string; amount: string; txId: string; invoice: string },
  ) =>
    [
      ...[bookDay(of.at), payee.reference, payee.address, payee.chain, payee.asset],
      ...[of.amount, of.invoice, of.txId, 'A. Approver'],
    ].join();
  const note = (
    payee: CompanyPayee,
    { at, ...paying }: Paying,
    made: Pick<Planted, 'rail'> & { readonly txId: string },
  ) => {
    const { text, units } = wageOf(payee, month);
    const { chain, asset, mark } = payee;
    rows.push(tellOf(payee, { at, amount: text, txId: made.txId, invoice: invoiceOf(payee) }));
    paid.push({
      ...{ month: bookDay(at).slice(0, 7), mark, chain, symbol: asset, amount: units },
      ...{ rail: made.rail, source: 'both', ...paying },
    });
  };
  const sell = (payee: CompanyPayee, at: number) => {
    if (payee.chain === 'bitcoin') return;
    const { chain, address: from } = payee;
    const amount = wageOf(payee, month).units - 500_000_000n;
    chains.move({ ...{ chain, from, to: EXCHANGE, asset: 'USDC', amount }, at: at + 4 * DAY });
  };
  return {
    month,
    requestOf: (payee, wallet = payee.address) => ({
      ...{ payee: payee.reference, wallet, chain: payee.chain, asset: payee.asset },
      ...{ amount: wageOf(payee, month).text, invoice: invoiceOf(payee) },
    }),
    pay: (payee, paying) => {
      const at = Date.parse(paying.at) / 1000;
      const { address: to, chain } = payee;
      const { units: amount } = wageOf(payee, month);
      const isByCustodian = payee.mark === WHO.byCustodian;
      const from = isByCustodian ? EXCHANGE : TREASURY;
      const txId =
        chain === 'bitcoin'
          ? chains.spend(COIN_TREASURY, [{ to, amount }], at)
          : chains.move({ chain, from, to, asset: 'USDC', amount, at });
      sell(payee, at);
      note(payee, paying, { txId, rail: isByCustodian ? 'custodian' : 'direct' });
    },
    payTogether: (payees, paying) => {
      const at = Date.parse(paying.at) / 1000;
      const parts = payees.map((payee) => ({
        to: payee.address,
        amount: wageOf(payee, month).units,
      }));
      const amount = parts.reduce((sum, part) => sum + part.amount, 0n);
      const common = { chain: 'ethereum', asset: 'USDC', at } as const;
      const txId = chains.move(
        { ...common, from: TREASURY, to: DISPERSE, amount },
        ...parts.map((part) => ({ ...common, from: DISPERSE, ...part })),
      );
      for (const payee of payees) {
        sell(payee, at);
        note(payee, paying, { txId, rail: 'batch' });
      }
    },
    hold: (payee, decision) => {
      const { chain, asset: symbol } = payee;
      held.push({ month, chain, symbol, amount: wageOf(payee, month).units, decision });
    },
    payUntold: ({ address, payee }, dollars, { at, ...paying }) => {
      const amount = dollars * 1_000_000n;
      const txId = chains.move({
        ...{ chain: 'ethereum', from: TREASURY, to: address, asset: 'USDC', amount },
        at: Date.parse(at) / 1000,
      });
      paid.push({
        ...{ month: bookDay(at).slice(0, 7), mark: payee?.mark ?? null, chain: 'ethereum' },
        ...{ symbol: 'USDC', amount, rail: 'direct', source: 'chain', ...paying },
      });
      if (payee === null) return '';
      return tellOf(payee, { at, amount: `${dollars}.00`, txId, invoice: `ZQ/${month}/bonus` });
    },
    tellInVain: (payee, dollars, { at, ...paying }) => {
      const txId = `0x${'ab'.repeat(32)}`;
      const invoice = `ZQ/${month}/in vain`;
      rows.push(tellOf(payee, { at, amount: `${dollars}.00`, txId, invoice }));
      paid.push({
        ...{ month: bookDay(at).slice(0, 7), mark: payee.mark, chain: 'ethereum', symbol: 'USDC' },
        ...{ amount: dollars * 1_000_000n, rail: 'unknown', source: 'accounts', ...paying },
      });
    },
    lived: () => ({ paid, held, rows }),
  };
}

/** The day of a moment in the books of Berlin, worked out by its law: summer from March's last Sunday to October's. */
function bookDay(iso: string): string {
  const ms = Date.parse(iso);
  const lastSunday = (month: number) => {
    const last = new Date(Date.UTC(2026, month, 31, 1));
    return last.getTime() - last.getUTCDay() * 86_400_000;
  };
  const hours = ms >= lastSunday(2) && ms < lastSunday(9) ? 2 : 1;
  return new Date(ms + hours * 3_600_000).toISOString().slice(0, 10);
}
