import type { Account } from '../../src/core/account.js';
import { addressOfAccount, chainOfAccount } from '../../src/core/account.js';
import type { AssetId } from '../../src/core/asset.js';
import { formatCanonicalJson } from '../../src/core/canonicalJson.js';
import { findChain } from '../../src/core/chain.js';
import type { PaymentSignal } from '../../src/core/payment.js';
import type { Decision } from '../../src/core/verdict.js';
import type { DatabaseHandle } from '../../src/store/open.js';
import { createOverrideStore } from '../../src/store/overrideStore.js';
import { createPaidStore } from '../../src/store/paidStore.js';
import { createPaymentStore } from '../../src/store/paymentStore.js';
import { createScreeningStore } from '../../src/store/screeningStore.js';

/** Times are ISO 8601 in UTC, days ISO days, amounts atomic units. */
interface PaidRow {
  readonly id: string;
  readonly account: Account;
  readonly asset: AssetId;
  readonly amount: bigint;
}

/** What a month is told from, written as the program itself would have. */
export interface MonthRows {
  /** A payment that the accounts tell; `at` is the time of its block, null where nobody looked. */
  readonly told: (
    row: PaidRow & { readonly day: string; readonly at: string | null; readonly invoice: string },
  ) => void;
  /** A payment that was found on the chain alone. */
  readonly found: (
    row: PaidRow & { readonly at: string; readonly rail: 'direct' | 'batch' },
  ) => void;
  readonly screened: (row: {
    readonly id: string;
    readonly account: Account;
    readonly screenedAt: string;
    readonly validUntil: string;
    readonly decision: Decision;
    readonly complete?: boolean;
    readonly ruleSetDigest?: string;
    /** What else stands in its verdict. */
    readonly verdict?: object;
    readonly payeeReference?: string | null;
  }) => void;
  readonly checked: (
    row: PaidRow & {
      readonly screeningId: string;
      readonly invoice: string;
      readonly decidedAt: string;
      readonly decision: Decision;
      readonly signals?: readonly PaymentSignal[];
      readonly walletId?: string;
    },
  ) => void;
  readonly released: (checkId: string, at: string) => void;
  readonly overridden: (
    checkId: string,
    row: {
      readonly id: string;
      readonly askedAt: string;
      readonly agreedAt: string;
      readonly until: string;
    },
  ) => void;
}

/** Writes rows into a database. */
export function createMonthRows(db: DatabaseHandle): MonthRows {
  const random = { randomBytes: (size: number) => new Uint8Array(size) };
  const paid = createPaidStore(db);
  const screenings = createScreeningStore(db, random);
  const payments = createPaymentStore(db, random);
  const overrides = createOverrideStore(db, random);
  const importId = 'import-1';
  paid.writeImport({
    ...{ importId, importedAt: '2026-11-01T00:00:00Z', importedBy: 'ann', fileDigest: 'sha256:0' },
    ...{ added: 0, changed: 0, known: 0, problems: 0 },
  });
  const factsDigest = screenings.writeFactBundle('[]');
  const txIdOf = (id: string) => `0x${Buffer.from(id).toString('hex').padStart(64, '0')}`;
  return {
    told: ({ id, day, at, account, asset, amount, invoice }) => {
      paid.addTold({
        ...{ id, importId, day, account, asset, amount, invoice, payeeId: null, payee: 'C-1' },
        ...{ txId: txIdOf(id), approver: 'Ann' },
      });
      if (at === null) return;
      paid.writeMatch(
        id,
        { match: 'matched', why: null, rail: 'direct', blockTime: at, foundTxId: null },
        at,
      );
    },
    found: ({ id, at, account, asset, amount, rail }) => {
      const [chain, txId] = [chainOfAccount(account), txIdOf(id)];
      const row = { id, txId, account, asset, amount, payeeId: null, rail, blockTime: at };
      paid.writeFound({ chain, txId }, [row]);
    },
    screened: ({ id, account, decision, complete = true, verdict = {}, ...row }) => {
      screenings.appendScreening({
        ...{ screeningId: id, screenedAt: row.screenedAt, validUntil: row.validUntil, decision },
        ...{ complete, factsDigest, ruleSetDigest: row.ruleSetDigest ?? 'sha256:rules' },
        ...{ verdictDigest: 'sha256:verdict', engineVersion: 1, anchorsJson: '{}' },
        ...{ labelSnapshots: [], subjects: [account], policyJson: POLICY },
        verdictJson: verdictOf({ screenedAt: row.screenedAt, decision, complete, ...verdict }),
        ...{ input: 'a wallet', payeeReference: row.payeeReference ?? null },
      });
    },
    checked: ({ id, account, invoice, decidedAt, decision, signals = [], walletId, ...row }) => {
      const chain = findChain(chainOfAccount(account));
      const { asset, amount, screeningId } = row;
      payments.addPayment({
        ...{ checkId: id, payeeId: 'payee-1', walletId: walletId ?? `wallet of ${account}` },
        ...{
          family: chain?.family === 'utxo' ? 'utxo' : 'evm',
          address: addressOfAccount(account),
        },
        ...{ chain: chain?.name ?? '', asset, amount, screeningId, invoice },
        ...{ askedAt: decidedAt, askedBy: 'ann', actor: { kind: 'person', id: 'ann' } },
        invoiceKey: invoice.toLowerCase(),
      });
      const complete = decision !== 'incomplete';
      const words = { summary: 'Why.', nextStep: 'What.', failure: null };
      payments.writeOutcome(id, { decidedAt, decision, complete, signals, ...words });
    },
    released: (checkId, at) => payments.writeRelease(checkId, { at, by: 'cleo', reason: 'Asked.' }),
    overridden: (checkId, { id, askedAt, agreedAt, until }) => {
      const asked = { askedAt, askedBy: 'ann', reason: 'The court said so.', until };
      overrides.addOverride({ id, checkId, ...asked, answerBy: `${until}T23:59:59Z` });
      overrides.writeAnswer(id, { at: agreedAt, by: 'cleo', said: 'agreed' });
    },
  };
}

const POLICY = formatCanonicalJson({
  ...{ requiredDepth: 4, depth: 4, window: 4, lookbackDays: 365 },
  ...{ maxRequests: 100, deadlineMs: 1000 },
});

function verdictOf(parts: object): string {
  return formatCanonicalJson(
    JSON.parse(
      JSON.stringify({
        ...{ schemaVersion: 1, asOf: null, findings: [], exposures: [], gaps: [], subjects: [] },
        ...{ signals: [], anchors: {}, ruleSet: { id: 'test', digest: 'sha256:rules' } },
        ...parts,
      }),
    ),
  );
}
