import { readFileSync } from 'node:fs';
import {
  type ApprovalKey,
  parseApprovalKeys,
  readApprovalKeys,
} from '../../app/payments/approvalKeys.js';
import { type ApprovalCheck, checkApproval } from '../../app/payments/checkApproval.js';
import type { PaymentApproval } from '../../core/approval.js';
import { InputError } from '../../core/errors.js';
import { readAssets } from '../../packageFiles.js';
import { formatAmount } from '../../report/format.js';
import { type Line, line, renderLines } from '../../report/lines.js';
import { exitCodeOfApproval } from '../exitCode.js';
import { paintFor, writeJson } from '../output.js';
import { type ConfigFlags, readConfig, type Session } from '../session.js';

/** Options of checking a payment approval. */
export interface ApprovalFlags extends ConfigFlags {
  readonly json?: true;
  readonly invoice?: string;
  readonly key?: string;
}

/** Checks a payment approval and prints what it binds; opens no database. */
export async function verifyApproval(
  session: Session,
  flags: ApprovalFlags,
  text: string,
): Promise<void> {
  const { terminal } = session;
  const keys = await readKeys(session, flags);
  const invoice = flags.invoice ?? null;
  const check = checkApproval(text, { keys, invoice, nowMs: terminal.nowMs() });
  if (flags.json === true) writeJson(terminal.out, check);
  else terminal.out.write(renderLines(describeCheck(check, invoice), paintFor(terminal)));
  session.finish(exitCodeOfApproval(check.outcome));
}

async function readKeys(session: Session, flags: ApprovalFlags): Promise<readonly ApprovalKey[]> {
  if (flags.key !== undefined) return parseApprovalKeys(readKeyFile(flags.key), flags.key);
  const { config } = await readConfig(session, flags);
  return readApprovalKeys({ path: config.approvals.keyFolder, platform: process.platform });
}

function readKeyFile(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new InputError(`The file ${file} that --key names cannot be read.`, {}, { cause });
  }
}

function describeCheck(
  { outcome, sentence, approval }: ApprovalCheck,
  invoice: string | null,
): Line[] {
  const style = outcome === 'valid' ? 'good' : 'alarm';
  return [
    line(0, { style, text: sentence }),
    ...(approval === null ? [] : describeTerms(approval)),
    ...(approval !== null && invoice === null
      ? [line(0, 'Whether it is for your invoice was not checked; name that with --invoice.')]
      : []),
  ];
}

function describeTerms(approval: PaymentApproval): Line[] {
  const asset = readAssets().get(approval.asset);
  const amount = asset === undefined ? '' : `${formatAmount(approval.amount, asset)}, which is `;
  return [
    line(0, 'It binds:'),
    line(2, `Pay to: ${approval.address}`),
    line(2, `On: ${approval.chain}`),
    line(2, `Amount: ${amount}${approval.amount} units of ${approval.asset}`),
    line(2, `Invoice: ${approval.invoiceDigest}`),
    line(2, `Payee: ${approval.payeeId}, wallet ${approval.walletId}`),
    line(
      2,
      `Decision: ${approval.decision}, by check ${approval.checkId} and screening ${approval.screeningId}`,
    ),
    line(2, `Issued: ${approval.issuedAt}, holds until ${approval.expiresAt}`),
    line(2, `Approval: ${approval.id}, signed by key ${approval.keyId}`),
  ];
}
