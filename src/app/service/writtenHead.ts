import {
  type AuditHead,
  formatSignedHead,
  readRowHash,
  readSignedHead,
  type SignedAuditHead,
  saysAuditHead,
} from '../../core/auditHead.js';
import { DecodeError, InputError } from '../../core/errors.js';
import { isObject, readCount } from '../../core/jsonFields.js';
import type { ApprovalKey } from '../payments/approvalKeys.js';
import { isSignedText } from '../payments/signatures.js';
import type { AuditLog } from './audit.js';

/** A head of the log that was written down earlier, and by what it can be told to be genuine. */
export interface WrittenHead extends AuditHead {
  /** When it was written down; null where it does not say. */
  readonly at: string | null;
  /**
   * `valid`: a known key signed it. `altered`: it says that one did, and it is not what was signed.
   * `unknown-key`: that cannot be told. `none`: nobody signed it; it is worth as much as its keeping.
   */
  readonly signature: 'valid' | 'altered' | 'unknown-key' | 'none';
}

/** What the log says to a head that was written down. */
export interface HeadComparison {
  readonly written: WrittenHead;
  /**
   * `same`: the log had this head and goes on from it. `cut`: rows that were there are missing at its end.
   * `rewritten`: another row stands there. `not-told`: the head itself cannot be relied on.
   */
  readonly outcome: 'same' | 'cut' | 'rewritten' | 'not-told';
  readonly sentence: string;
}

/**
 * The head in a text: what `audit head --json` or `audit verify --json` printed, or a monthly summary,
 * which has one in its member `audit`.
 *
 * @throws {InputError} when there is none in it.
 */
export function readWrittenHead(text: string, keys: readonly ApprovalKey[]): WrittenHead {
  const value = parseJson(text);
  try {
    if (saysAuditHead(value)) return readSigned(value, keys);
    const found = findHead(value);
    if (found !== null) return { ...found, signature: 'none' };
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    throw new InputError(
      `The head in the file is not as Hopsight writes it, at "${error.details.field}"; give the file as it was printed.`,
      {},
      { cause: error },
    );
  }
  throw new InputError(
    'The file holds no head of an audit log; give what "hopsight audit head --json" printed, or a monthly summary.',
  );
}

/** Compares the log of now with a head that was written down. */
export function compareWithHead(
  written: WrittenHead,
  log: Pick<AuditLog, 'readHead' | 'readHashAt'>,
): HeadComparison {
  const { rows, hash, at, signature } = written;
  const when = at === null ? '' : ` of ${at}`;
  const told = (outcome: HeadComparison['outcome'], sentence: string) => ({
    ...{ written, outcome, sentence },
  });
  if (signature === 'altered') {
    return told('not-told', `The head${when} is not what was signed; nothing can be told by it.`);
  }
  const now = log.readHead()?.sequence ?? 0;
  if (now < rows) {
    return told(
      'cut',
      `The log has ${now} rows, and the head${when} was written down over ${rows}: rows were cut off its end, or it was put back to an earlier copy.`,
    );
  }
  if (rows > 0 && log.readHashAt(rows) !== hash) {
    return told(
      'rewritten',
      `Row ${rows} is not the one whose hash was written down in the head${when}: the log was written anew, or the head is of another one.`,
    );
  }
  if (signature === 'unknown-key') {
    return told(
      'not-told',
      `The log agrees with the head${when}, but the key by which it says that it was signed is not known; name the public keys with --key.`,
    );
  }
  return told(
    'same',
    `The log had the head${when} and goes on from it; what came after row ${rows} this head cannot vouch for.`,
  );
}

function readSigned(value: unknown, keys: readonly ApprovalKey[]): WrittenHead {
  const head = readSignedHead(value, '');
  const { rows, hash, at } = head;
  return { rows, hash, at, signature: tellSignature(head, keys) };
}

function tellSignature(
  head: SignedAuditHead,
  keys: readonly ApprovalKey[],
): WrittenHead['signature'] {
  const key = keys.find(({ keyId }) => keyId === head.keyId);
  if (key === undefined) return 'unknown-key';
  const { signature } = head;
  return isSignedText(formatSignedHead(head), { key, signature }) ? 'valid' : 'altered';
}

/** A head that nobody signed, by any of the names that Hopsight gives its members. */
function findHead(value: unknown): Omit<WrittenHead, 'signature'> | null {
  if (!isObject(value)) return null;
  const { audit, head, asOf } = value;
  const inner = isObject(audit) ? audit : isObject(head) ? head : value;
  const rows = inner.rows ?? inner.sequence;
  const hash = inner.headHash ?? inner.hash;
  if (rows === undefined || hash === undefined) return null;
  const at = [inner.at, inner.time, asOf].find((one) => typeof one === 'string');
  return {
    rows: readCount(rows, 'rows'),
    hash: hash === null ? null : readRowHash(hash, 'hash'),
    at: typeof at === 'string' ? at : null,
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
