import { deflateSync, inflateSync } from 'node:zlib';
import { StoreError } from '../core/errors.js';
import { digestOf } from './columns.js';
import type { DatabaseHandle } from './open.js';

/** The facts of recorded verdicts, each bundle stored once under its digest. */
export interface FactBundles {
  /** Stores a text and gives its `sha256:` digest; a text that is there already is left as it is. */
  readonly write: (canonicalJsonText: string) => string;
  /** The text of a digest, or null. @throws {StoreError} when what is stored has another digest. */
  readonly read: (digest: string) => string | null;
  /** Whether the text of a digest is there, and is what the digest says. */
  readonly check: (digest: string) => BundleCheck;
}

/** Whether recorded facts are there, and unchanged. */
export type BundleCheck = 'whole' | 'missing' | 'damaged';

/** The fact bundles of one database. */
export function createFactBundles(db: DatabaseHandle): FactBundles {
  const insert = db.prepare<[string, Buffer]>(
    'INSERT INTO fact_bundle (digest, bytes) VALUES (?, ?) ON CONFLICT (digest) DO NOTHING',
  );
  const select = db
    .prepare<[string], Buffer>('SELECT bytes FROM fact_bundle WHERE digest = ?')
    .pluck();
  const read = (digest: string) => {
    const bytes = select.get(digest);
    if (bytes === undefined) return null;
    const text = inflate(bytes, digest);
    if (digestOf(text) !== digest) throw damaged(digest);
    return text;
  };
  return {
    write(canonicalJsonText) {
      const digest = digestOf(canonicalJsonText);
      const bytes = deflateSync(canonicalJsonText);
      db.transaction(() => insert.run(digest, bytes)).immediate();
      return digest;
    },
    read,
    check(digest) {
      try {
        return read(digest) === null ? 'missing' : 'whole';
      } catch (error) {
        if (!(error instanceof StoreError)) throw error;
        return 'damaged';
      }
    },
  };
}

function inflate(bytes: Buffer, digest: string): string {
  try {
    return inflateSync(bytes).toString('utf8');
  } catch (cause) {
    throw damaged(digest, cause);
  }
}

function damaged(digest: string, cause?: unknown): StoreError {
  return new StoreError(
    'The recorded facts of a screening are damaged; restore the database from a copy.',
    { digest },
    { cause },
  );
}
