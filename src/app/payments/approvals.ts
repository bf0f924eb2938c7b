import { createPrivateKey, sign } from 'node:crypto';
import {
  APPROVAL_KIND,
  type ApprovalTerms,
  formatSignedText,
  type PaymentApproval,
  readApproval,
} from '../../core/approval.js';
import { Bug } from '../../core/errors.js';
import { formatMoment } from '../../core/moment.js';
import type { Actor } from '../../core/role.js';
import { assertMay } from '../access/accessMeans.js';
import type { AuditLog } from '../service/audit.js';
import {
  type ApprovalKey,
  type KeyFolder,
  openSigningKey,
  readApprovalKeys,
  rotateSigningKey,
} from './approvalKeys.js';
import { type ApprovalCheck, checkApproval } from './checkApproval.js';

/** Payment approvals, and the keys by which they are signed. */
export interface Approvals {
  /**
   * Signs an approval by the key of now, which the first call makes.
   *
   * @throws {ConfigError} when the key cannot be made or read, or others than its owner may read it.
   * @throws {Bug} for terms that no reader would take.
   */
  readonly sign: (terms: ApprovalTerms) => PaymentApproval;
  /**
   * Checks the text of an approval by the keys of the folder; `invoice` is the number that it should
   * be for, null to leave that open.
   */
  readonly check: (text: string, asked: { readonly invoice: string | null }) => ApprovalCheck;
  /** Order: newest first. Empty before the first approval. */
  readonly listKeys: () => readonly ApprovalKey[];
  /**
   * Makes another key, by which is signed from now on. What was signed before still verifies.
   *
   * @throws {InputError} when the actor has not the permission "manage". @throws {ConfigError}
   */
  readonly rotateKey: (by: Actor) => ApprovalKey;
}

/** What approvals are made with. Units: `nowMs` gives Unix time in milliseconds. */
export interface ApprovalMeans {
  readonly folder: KeyFolder;
  readonly nowMs: () => number;
  readonly audit: Pick<AuditLog, 'append'>;
}

/**
 * Approvals over a folder of keys.
 *
 * The private key is read anew for each approval: a key that another process rotated is used at once,
 * and rights that became too wide are noticed.
 */
export function createApprovals({ folder, nowMs, audit }: ApprovalMeans): Approvals {
  const now = () => formatMoment(Math.floor(nowMs() / 1000));
  return {
    sign: (terms) => {
      const opened = openSigningKey(folder, now());
      const { keyId } = opened.key;
      if (opened.isNew)
        audit.append({ actor: null, action: 'approval-key-made', subjectId: keyId });
      return signApproval(terms, { keyId, privatePem: opened.privatePem });
    },
    check: (text, { invoice }) =>
      checkApproval(text, { keys: readApprovalKeys(folder), invoice, nowMs: nowMs() }),
    listKeys: () => readApprovalKeys(folder),
    rotateKey: (by) => {
      assertMay(by, 'manage');
      const { key, isFirst } = rotateSigningKey(folder, now());
      const action = isFirst ? 'approval-key-made' : 'approval-key-rotated';
      audit.append({ actor: by, action, subjectId: key.keyId });
      return key;
    },
  };
}

function signApproval(
  terms: ApprovalTerms,
  { keyId, privatePem }: { readonly keyId: string; readonly privatePem: string },
): PaymentApproval {
  const unsigned = { ...terms, kind: APPROVAL_KIND, version: 1, keyId } as const;
  const text = Buffer.from(formatSignedText(unsigned), 'utf8');
  const signature = sign(null, text, createPrivateKey(privatePem)).toString('base64');
  const read = readApproval({ ...unsigned, signature });
  if (read.kind === 'approval') return read.approval;
  throw new Bug('An approval was to be signed that nobody could read.', {
    at: read.kind === 'misshapen' ? read.at : 'version',
  });
}
