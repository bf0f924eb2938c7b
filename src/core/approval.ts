import { type AssetId, parseAssetId } from './asset.js';
import { formatCanonicalJson } from './canonicalJson.js';
import { DecodeError } from './errors.js';
import {
  fieldsOf,
  isObject,
  misshapen,
  named,
  oneOf,
  type ReadJson,
  readText,
} from './jsonFields.js';
import { parseMoment } from './moment.js';

/** What a payment approval says that it is. */
export const APPROVAL_KIND = 'hopsight-payment-approval';

/** What an approval binds. Times are ISO 8601 in UTC. */
export interface ApprovalTerms {
  readonly id: string;
  readonly checkId: string;
  readonly screeningId: string;
  readonly payeeId: string;
  readonly walletId: string;
  /** The address as its chain writes it. */
  readonly address: string;
  readonly chain: string;
  readonly asset: AssetId;
  /** Atomic units as a decimal text. */
  readonly amount: string;
  /** `sha256:` of the invoice number, since an approval travels. */
  readonly invoiceDigest: string;
  readonly decision: 'proceed' | 'released-review';
  readonly issuedAt: string;
  /** The last second in which it holds. */
  readonly expiresAt: string;
}

/** An approval as it is signed: all but its signature. */
export interface UnsignedApproval extends ApprovalTerms {
  readonly kind: typeof APPROVAL_KIND;
  readonly version: 1;
  /** The first 16 hex digits of the sha256 of the public key (DER of its SubjectPublicKeyInfo). */
  readonly keyId: string;
}

/** A payment approval, signed: it binds all that it names. */
export interface PaymentApproval extends UnsignedApproval {
  /** Ed25519 over the canonical JSON of all else, in base64. */
  readonly signature: string;
}

/** What a value is that says that it is an approval. */
export type ReadApproval =
  | { readonly kind: 'approval'; readonly approval: PaymentApproval }
  /** `at` is the member that is missing, too many, or not what an approval has there. */
  | { readonly kind: 'misshapen'; readonly at: string }
  /** Of a version that this Hopsight does not know. */
  | { readonly kind: 'other-version' };

/** Whether a value says that it is a payment approval, whatever else is in it. */
export function saysApproval(value: unknown): value is Readonly<Record<string, unknown>> {
  return isObject(value) && value.kind === APPROVAL_KIND;
}

/**
 * A value as an approval. Edge: every member must be there, and no other; nothing is verified here.
 *
 * @example
 * readApproval({ kind: 'hopsight-payment-approval', version: 2 }) // { kind: 'other-version' }
 */
export function readApproval(value: Readonly<Record<string, unknown>>): ReadApproval {
  if (typeof value.version === 'number' && value.version !== 1) return { kind: 'other-version' };
  try {
    return { kind: 'approval', approval: readMembers(value, '') };
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    return { kind: 'misshapen', at: String(error.details.field) };
  }
}

/**
 * The text that is signed: the canonical JSON of all members but the signature.
 *
 * Source: RFC 8785, https://www.rfc-editor.org/rfc/rfc8785; Edge: the order of members in a file does
 * not matter therefore.
 */
export function formatSignedText(unsigned: UnsignedApproval): string {
  // Named one by one, so that nothing is signed that a reader of an approval would not know.
  const { kind, version, keyId, id, checkId, screeningId, payeeId, walletId } = unsigned;
  const { address, chain, asset, amount, invoiceDigest, decision, issuedAt, expiresAt } = unsigned;
  return formatCanonicalJson({
    ...{ kind, version, keyId, id, checkId, screeningId, payeeId, walletId },
    ...{ address, chain, asset, amount, invoiceDigest, decision, issuedAt, expiresAt },
  });
}

/** A text of a form. */
function shaped(form: RegExp, words: string): ReadJson<string> {
  return (value, at) => {
    const text = readText(value, at);
    if (form.test(text)) return text;
    throw misshapen(at, words);
  };
}

const id = shaped(/^[\w.:-]{1,64}$/, 'must be an id');
const time: ReadJson<string> = (value, at) => {
  const text = readText(value, at);
  if (text.length > 10 && parseMoment(text) !== null) return text;
  throw misshapen(at, 'must be a time in UTC');
};

const readMembers = fieldsOf<PaymentApproval>({
  kind: oneOf([APPROVAL_KIND] as const),
  version: oneOf([1] as const),
  keyId: shaped(/^[0-9a-f]{16}$/, 'must be the id of a key'),
  id,
  checkId: id,
  screeningId: id,
  payeeId: id,
  walletId: id,
  address: shaped(/^[\x21-\x7e]{1,120}$/, 'must be an address'),
  chain: shaped(/^[a-z0-9-]{1,40}$/, 'must be the short name of a chain'),
  asset: named(parseAssetId, 'an asset'),
  amount: shaped(/^[1-9]\d{0,77}$/, 'must be an amount in decimal digits'),
  invoiceDigest: shaped(/^sha256:[0-9a-f]{64}$/, 'must be a digest'),
  decision: oneOf(['proceed', 'released-review'] as const),
  issuedAt: time,
  expiresAt: time,
  signature: shaped(/^[A-Za-z0-9+/]{86}==$/, 'must be a signature'),
});
