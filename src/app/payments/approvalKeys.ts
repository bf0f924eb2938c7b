import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { ConfigError } from '../../core/errors.js';
import {
  assertOwnFolder,
  makeOwnFolder,
  readOwnFile,
  removeDrafts,
  writeOwnFile,
} from './ownerOnly.js';

/** A key by which approvals are checked. Times are ISO 8601 in UTC. */
export interface ApprovalKey {
  /** The first 16 hex digits of the sha256 of the public key (DER of its SubjectPublicKeyInfo). */
  readonly keyId: string;
  /** An Ed25519 public key in PEM. Source: https://www.rfc-editor.org/rfc/rfc8410 */
  readonly publicPem: string;
  readonly madeAt: string;
  /** When another key took its place; null while it signs. */
  readonly retiredAt: string | null;
}

/** Where the keys lie: the private one of now, and the public ones of all that ever were. */
export interface KeyFolder {
  readonly path: string;
  /** The system whose rules on rights hold; on Windows they are not checked. */
  readonly platform: NodeJS.Platform;
}

/** The key that signs, with its private part. */
export interface SigningKey {
  readonly key: ApprovalKey;
  readonly privatePem: string;
  /** Whether it was made just now, by this process. */
  readonly isNew: boolean;
}

const PRIVATE_FILE = 'approval.key';
const PUBLIC_FILE = /^[0-9a-f]{16}\.json$/;

const keySchema = z.strictObject({
  keyId: z.string(),
  publicPem: z.string(),
  madeAt: z.string(),
  retiredAt: z.string().nullable(),
});

/**
 * The key that signs now; where there is none, one is made. `now` is the time in ISO 8601.
 *
 * Edge: several processes that start at once end with one key.
 *
 * @throws {ConfigError} when it cannot be made or read, or others than its owner may.
 */
export function openSigningKey(folder: KeyFolder, now: string): SigningKey {
  makeOwnFolder(folder.path, folder.platform);
  const found = readPrivate(folder);
  if (found !== null) return { ...openPair(folder, found, now), isNew: false };
  const isNew = writeOwnFile(join(folder.path, PRIVATE_FILE), newPrivatePem(), 'new');
  const made = readPrivate(folder);
  if (made === null) {
    throw new ConfigError(`The key in ${folder.path} went away while it was made; try again.`);
  }
  return { ...openPair(folder, made, now), isNew };
}

/**
 * Puts another key in the place of the one that signs, whose private part is gone then. The old one has no
 * end yet: `retireReplaced` gives it one.
 *
 * A process that is killed at any moment leaves one private key, by which is signed: the old one until the
 * rename, the new one from then on. Whoever opens it next writes the public part that is missing still.
 * `now` gives the time in ISO 8601; it is asked once nothing is signed by the old key any more, so that the
 * end of that one comes after all that it signed.
 *
 * @throws {ConfigError} as for opening it.
 */
export function replaceSigningKey(folder: KeyFolder, now: () => string): ApprovalKey {
  const privatePem = newPrivatePem();
  writeOwnFile(join(folder.path, PRIVATE_FILE), privatePem, 'replace');
  removeDrafts(join(folder.path, PRIVATE_FILE));
  return openPair(folder, privatePem, now()).key;
}

/**
 * Gives every key an end that has none and signs no more: it ends when the one that signs was made. Tells
 * whether there was one, as after a rotation that was not brought to its end.
 *
 * @throws {ConfigError} as for opening it.
 */
export function retireReplaced(folder: KeyFolder): boolean {
  // Listed before the one that signs is read: what is replaced by then never signs again, while a key that
  // somebody else puts in its place meanwhile is not among them.
  const open = readApprovalKeys(folder).filter(({ retiredAt }) => retiredAt === null);
  const privatePem = open.length < 2 ? null : readPrivate(folder);
  if (privatePem === null) return false;
  const { keyId } = toKey(privatePem, '', join(folder.path, PRIVATE_FILE));
  const signing = open.find((key) => key.keyId === keyId);
  if (signing === undefined) return false;
  for (const key of open) {
    if (key === signing) continue;
    const isYounger = key.madeAt > signing.madeAt;
    const retiredAt = (isYounger ? key : signing).madeAt;
    writePublic(folder, { ...key, retiredAt }, 'replace');
  }
  return true;
}

/**
 * The public keys of a folder. Order: newest first. Edge: empty where there is no folder yet.
 *
 * @throws {ConfigError} when others than its owner may write there, or a file in it is no key.
 */
export function readApprovalKeys(folder: KeyFolder): readonly ApprovalKey[] {
  if (!existsSync(folder.path)) return [];
  assertOwnFolder(folder.path, folder.platform);
  return readdirSync(folder.path)
    .filter((name) => PUBLIC_FILE.test(name))
    .map((name) => readPublic(folder, name))
    .filter((key) => key !== null)
    .sort(newestFirst);
}

/** Public keys as a text for whoever is to check approvals without this folder. */
export function formatApprovalKeys(keys: readonly ApprovalKey[]): string {
  return `${JSON.stringify({ kind: EXPORT_KIND, version: 1, keys }, null, 2)}\n`;
}

const EXPORT_KIND = 'hopsight-approval-keys';

const exportSchema = z.strictObject({
  kind: z.literal(EXPORT_KIND),
  version: z.literal(1),
  keys: z.array(keySchema),
});

/**
 * The public keys of such a text. `name` is the file, for the complaint.
 *
 * @throws {ConfigError} when it is none, or a key in it does not have its own id.
 */
export function parseApprovalKeys(text: string, name: string): readonly ApprovalKey[] {
  const { data } = exportSchema.safeParse(parseJson(text));
  if (data === undefined) {
    throw new ConfigError(
      `${name} holds no public keys; it should be what "hopsight keys export" printed.`,
    );
  }
  for (const key of data.keys) assertKey(key, name);
  return data.keys;
}

function newPrivatePem(): string {
  const { privateKey } = generateKeyPairSync('ed25519');
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}

function readPrivate({ path, platform }: KeyFolder): string | null {
  return readOwnFile(join(path, PRIVATE_FILE), platform);
}

/** The pair of a private key, whose public part is written beside it unless it is there. */
function openPair(
  folder: KeyFolder,
  privatePem: string,
  now: string,
): { readonly key: ApprovalKey; readonly privatePem: string } {
  const made = toKey(privatePem, now, join(folder.path, PRIVATE_FILE));
  writePublic(folder, made, 'new');
  return { key: readPublic(folder, `${made.keyId}.json`) ?? made, privatePem };
}

function toKey(privatePem: string, madeAt: string, file = PRIVATE_FILE): ApprovalKey {
  const { publicPem, keyId } = readPem(() => createPublicKey(createPrivateKey(privatePem)), file);
  return { keyId, publicPem, madeAt, retiredAt: null };
}

function readPem(
  open: () => ReturnType<typeof createPublicKey>,
  file: string,
): { readonly publicPem: string; readonly keyId: string } {
  try {
    const key = open();
    if (key.asymmetricKeyType === 'ed25519') {
      const der = key.export({ type: 'spki', format: 'der' });
      const keyId = createHash('sha256').update(der).digest('hex').slice(0, 16);
      return { keyId, publicPem: key.export({ type: 'spki', format: 'pem' }).toString() };
    }
  } catch (cause) {
    throw new ConfigError(NO_KEY(file), {}, { cause });
  }
  throw new ConfigError(NO_KEY(file));
}

const NO_KEY = (file: string) =>
  `${file} is no Ed25519 key as Hopsight writes it; put it back from a copy, or move it away and another is made.`;

function writePublic({ path }: KeyFolder, key: ApprovalKey, how: 'new' | 'replace'): void {
  const file = join(path, `${key.keyId}.json`);
  // Linking costs two writes to the disk, and the file is there each time but the first.
  if (how === 'new' && existsSync(file)) return;
  writeOwnFile(file, `${JSON.stringify(key, null, 2)}\n`, how);
}

/** Null where the file went away. */
function readPublic({ path, platform }: KeyFolder, name: string): ApprovalKey | null {
  const file = join(path, name);
  const text = readOwnFile(file, platform);
  if (text === null) return null;
  const { data } = keySchema.safeParse(parseJson(text));
  if (data === undefined || `${data.keyId}.json` !== name) throw new ConfigError(NO_KEY(file));
  assertKey(data, file);
  return data;
}

function assertKey({ publicPem, keyId }: ApprovalKey, file: string): void {
  if (readPem(() => createPublicKey(publicPem), file).keyId !== keyId) {
    throw new ConfigError(
      `${file} names a key ${keyId} that has another id; put it back from a copy.`,
    );
  }
}

/** Null for what is no JSON, which no schema takes. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function newestFirst(left: ApprovalKey, right: ApprovalKey): number {
  if (left.madeAt !== right.madeAt) return left.madeAt < right.madeAt ? 1 : -1;
  // Two of one second: the one that signs stands first.
  return Number(left.retiredAt !== null) - Number(right.retiredAt !== null);
}
