import {
  APPROVAL_KIND,
  type ApprovalTerms,
  formatSignedText,
  type PaymentApproval,
  readApproval,
} from '../../core/approval.js';
import {
  AUDIT_HEAD_KIND,
  type AuditHead,
  formatSignedHead,
  type SignedAuditHead,
} from '../../core/auditHead.js';
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
  replaceSigningKey,
  retireReplaced,
} from './approvalKeys.js';
import { type ApprovalCheck, checkApproval } from './checkApproval.js';
import { signText } from './signatures.js';

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
   * Signs a head of the audit log by the key of now. It is read once the key is there, since the making
   * of a key is a row of the log itself. @throws {ConfigError} as for signing an approval.
   */
  readonly signHead: (read: () => AuditHead) => SignedAuditHead;
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
   * Edge: ended at any moment, the next that signs or rotates brings it to its end; done again, it makes yet
   * another key.
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
  const open = () => {
    const { key, privatePem, isNew } = openSigningKey(folder, now());
    const { keyId } = key;
    if (isNew) audit.append({ actor: null, action: 'approval-key-made', subjectId: keyId });
    // Whoever rotated it ended in the middle, maybe before that was in the log.
    else if (retireReplaced(folder)) {
      audit.append({ actor: null, action: 'approval-key-rotated', subjectId: keyId });
    }
    return { keyId, privatePem };
  };
  return {
    sign: (terms) => signApproval(terms, open()),
    signHead: (read) => {
      const { keyId, privatePem } = open();
      const { rows, hash } = read();
      const unsigned = { kind: AUDIT_HEAD_KIND, version: 1, rows, hash, at: now(), keyId } as const;
      return { ...unsigned, signature: signText(formatSignedHead(unsigned), privatePem) };
    },
    check: (text, { invoice }) =>
      checkApproval(text, { keys: readApprovalKeys(folder), invoice, nowMs: nowMs() }),
    listKeys: () => readApprovalKeys(folder),
    rotateKey: (by) => {
      assertMay(by, 'manage');
      const { key: old, isNew } = openSigningKey(folder, now());
      const key = isNew ? old : replaceSigningKey(folder, now);
      const action = isNew ? 'approval-key-made' : 'approval-key-rotated';
      audit.append({ actor: by, action, subjectId: key.keyId });
      // Last: until then, whoever opens the key next brings it to its end.
      retireReplaced(folder);
      return key;
    },
  };
}

function signApproval(
  terms: ApprovalTerms,
  { keyId, privatePem }: { readonly keyId: string; readonly privatePem: string },
): PaymentApproval {
  const unsigned = { ...terms, kind: APPROVAL_KIND, version: 1, keyId } as const;
  const signature = signText(formatSignedText(unsigned), privatePem);
  const read = readApproval({ ...unsigned, signature });
  if (read.kind === 'approval') return read.approval;
  throw new Bug('An approval was to be signed that nobody could read.', {
    at: read.kind === 'misshapen' ? read.at : 'version',
  });
}
