import { formatCanonicalJson } from '../../core/canonicalJson.js';
import { digestOf } from '../records.js';
import type { AuditLog } from '../service/audit.js';

/** Where a text of a month stands, and the digest with which it was written there. */
export interface WrittenText {
  /** Id of the sign-off; `kept` and the month of what was kept. */
  readonly place: string;
  /** `sha256:` over the text as it was kept or signed. */
  readonly digest: string;
  readonly text: string;
}

/** The place of a month that was kept. */
export function keptPlace(month: string): string {
  return `kept:${month}`;
}

/**
 * Whether a text is the one that was kept or signed, or what was left of that by an erasing which the
 * audit log tells.
 */
export function isAsWritten(written: WrittenText, audit: Pick<AuditLog, 'has'>): boolean {
  if (digestOf(written.text) === written.digest) return true;
  return audit.has({ after: 0, action: 'month-erased', subjectId: erasureMark(written) });
}

/**
 * By what the audit log knows a text that was left by an erasing: a digest of its place, of the digest with
 * which it was written, and of what was left. The log is chained, so that none of the three can be another
 * one later.
 */
export function erasureMark({ place, digest, text }: WrittenText): string {
  return digestOf(formatCanonicalJson([place, digest, digestOf(text)])).slice('sha256:'.length);
}
