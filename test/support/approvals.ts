import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Approvals, createApprovals } from '../../src/app/payments/approvals.js';
import { digestInvoice } from '../../src/app/payments/checkApproval.js';
import type { AuditedEvent } from '../../src/app/service/audit.js';
import type { ApprovalTerms } from '../../src/core/approval.js';
import { erc20AssetId } from '../../src/core/asset.js';
import { CHAINS } from '../../src/core/chain.js';
import { Bug } from '../../src/core/errors.js';

/** The moment at which test approvals are signed. */
export const SIGNED_MS = Date.UTC(2026, 10, 22, 10);

/** Approvals over a folder of their own. */
export interface TestApprovals {
  readonly approvals: Approvals;
  /** The folder of the keys. */
  readonly folder: string;
  /** What was told to the audit log. */
  readonly audited: readonly AuditedEvent[];
  /** Moves the clock. */
  readonly wait: (ms: number) => void;
  readonly close: () => void;
}

export function openTestApprovals(
  parts: { readonly folder?: string; readonly platform?: NodeJS.Platform } = {},
): TestApprovals {
  const parent = mkdtempSync(join(tmpdir(), 'hopsight-approvals-'));
  const path = parts.folder ?? join(parent, 'keys');
  const audited: AuditedEvent[] = [];
  let nowMs = SIGNED_MS;
  return {
    approvals: createApprovals({
      folder: { path, platform: parts.platform ?? 'linux' },
      nowMs: () => nowMs,
      audit: {
        append: (event) => {
          audited.push(event);
        },
      },
    }),
    folder: path,
    audited,
    wait: (ms) => {
      nowMs += ms;
    },
    close: () => rmSync(parent, { recursive: true, force: true }),
  };
}

const ETHEREUM = CHAINS.find(({ name }) => name === 'ethereum')?.id;

/** The terms of an approval, some of them replaced. */
export function testTerms(parts: Partial<ApprovalTerms> = {}): ApprovalTerms {
  if (ETHEREUM === undefined) throw new Bug('Ethereum is no chain.');
  return {
    id: '01JD9Q4Z3K8M5T7V2W6X0Y1A2B',
    checkId: '01JD9Q4Z3K8M5T7V2W6X0Y1A2C',
    screeningId: '01JD9Q4Z3K8M5T7V2W6X0Y1A2D',
    payeeId: '01JD9Q4Z3K8M5T7V2W6X0Y1A2E',
    walletId: '01JD9Q4Z3K8M5T7V2W6X0Y1A2F',
    address: '0x1Bf53ce80FF2ed5711b8A2DB8f7EA5b38DA118d6',
    chain: 'ethereum',
    asset: erc20AssetId(ETHEREUM, '0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48'),
    amount: '1500500000',
    invoiceDigest: digestInvoice('INV-2026-17'),
    decision: 'proceed',
    issuedAt: '2026-11-22T10:00:00Z',
    expiresAt: '2026-11-23T09:59:47Z',
    ...parts,
  };
}
