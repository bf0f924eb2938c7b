import { formatCanonicalJson } from './canonicalJson.js';
import {
  fieldsOf,
  isObject,
  misshapen,
  oneOf,
  orNull,
  type ReadJson,
  readCount,
  readText,
} from './jsonFields.js';
import { parseMoment } from './moment.js';

/** What the head of an audit log says that it is. */
export const AUDIT_HEAD_KIND = 'hopsight-audit-head';

/** How many rows an audit log has, and the hash of the newest; null where it has none. */
export interface AuditHead {
  readonly rows: number;
  readonly hash: string | null;
}

/** A head as it is signed: all but its signature. */
export interface UnsignedAuditHead extends AuditHead {
  readonly kind: typeof AUDIT_HEAD_KIND;
  readonly version: 1;
  /** When it was read, ISO 8601 in UTC. */
  readonly at: string;
  /** The first 16 hex digits of the sha256 of the public key (DER of its SubjectPublicKeyInfo). */
  readonly keyId: string;
}

/** A signed head, to be kept by somebody who cannot write the database. */
export interface SignedAuditHead extends UnsignedAuditHead {
  /** Ed25519 over the canonical JSON of all else, in base64. */
  readonly signature: string;
}

/**
 * The text that is signed: the canonical JSON of all members but the signature.
 *
 * Edge: it names its kind, so that no signature of an approval is one of a head.
 * Source: RFC 8785, https://www.rfc-editor.org/rfc/rfc8785
 */
export function formatSignedHead({
  kind,
  version,
  rows,
  hash,
  at,
  keyId,
}: UnsignedAuditHead): string {
  return formatCanonicalJson({ kind, version, rows, hash, at, keyId });
}

/** Whether a value says that it is a signed head, whatever else is in it. */
export function saysAuditHead(value: unknown): boolean {
  return isObject(value) && value.kind === AUDIT_HEAD_KIND;
}

function shaped(form: RegExp, words: string): ReadJson<string> {
  return (value, at) => {
    const text = readText(value, at);
    if (form.test(text)) return text;
    throw misshapen(at, words);
  };
}

const readTime: ReadJson<string> = (value, at) => {
  const text = readText(value, at);
  if (parseMoment(text) !== null) return text;
  throw misshapen(at, 'must be a time in UTC');
};

/** The hash of a row of a chained record. */
export const readRowHash = shaped(/^sha256:[0-9a-f]{64}$/, 'must be the hash of a row');

/**
 * A value as a signed head. Edge: every member must be there, and no other; nothing is verified here.
 *
 * @throws {DecodeError} naming the member that is not as in a head.
 */
export const readSignedHead: ReadJson<SignedAuditHead> = fieldsOf({
  kind: oneOf([AUDIT_HEAD_KIND] as const),
  version: oneOf([1] as const),
  rows: readCount,
  hash: orNull(readRowHash),
  at: readTime,
  keyId: shaped(/^[0-9a-f]{16}$/, 'must be the id of a key'),
  signature: shaped(/^[A-Za-z0-9+/]{86}==$/, 'must be a signature'),
});
