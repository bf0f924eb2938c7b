import type { Account } from '../core/account.js';
import type { Attribution } from '../core/attribution.js';
import { formatCanonicalJson } from '../core/canonicalJson.js';
import { canBeVouched, lowerByVouch } from '../core/claims.js';
import { InputError } from '../core/errors.js';
import type { StoredVouch } from '../core/vouch.js';
import { vouchesAsRecorded, vouchesAt } from '../core/vouchesInForce.js';
import type { LabelBook, LabelSnapshot } from '../screening/ports.js';
import { digestOf } from './columns.js';
import type { DatabaseHandle } from './open.js';
import { guarded } from './storeFailure.js';

/** The set under which a verdict names the vouches that were in force. */
export const VOUCH_SET = 'own-vouches';

/** A vouch to be made. */
export interface VouchRequest {
  readonly vouchId: string;
  /** ISO 8601 time in UTC. */
  readonly madeAt: string;
  readonly account: Account;
  /** The claims that it answers. */
  readonly claims: readonly Attribution[];
  /** The last ISO day on which it holds. */
  readonly until: string;
  readonly author: string;
  readonly reason: string;
}

/** The append-only record of vouches. */
export interface VouchStore {
  readonly appendVouch: (vouch: VouchRequest) => StoredVouch;
  /** @throws {InputError} for a vouch that is not known or was withdrawn already. */
  readonly appendWithdrawal: (withdrawal: {
    readonly vouchId: string;
    readonly madeAt: string;
    readonly author: string;
  }) => StoredVouch;
  /** Every vouch ever made. Order: oldest first. */
  readonly listVouches: () => readonly StoredVouch[];
  /**
   * A book whose answered claims are lowered by the vouches in force at a moment, and that names those
   * vouches among its snapshots. Edge: a book without any set stays without one. Of a vouch made or
   * withdrawn in that very second the `recorded` snapshots of a screening tell whether it held.
   */
  readonly answer: (book: LabelBook, at: VouchMoment) => LabelBook;
}

/** When vouches are asked about. */
export interface VouchMoment {
  readonly iso: string;
  readonly day: string;
  /** The snapshots by which a screening of that moment was judged; left out for the present. */
  readonly recorded?: readonly LabelSnapshot[];
}

interface VouchRow extends Omit<StoredVouch, 'answers'> {
  readonly answersJson: string;
}

/**
 * The vouches over a database. `randomBytes` gives the salt that keeps a reason from being guessed.
 *
 * @throws {StoreError} from every call, when the database fails.
 */
export function createVouchStore(
  db: DatabaseHandle,
  { randomBytes }: { readonly randomBytes: (size: number) => Uint8Array },
): VouchStore {
  const selectAll = db.prepare<[], VouchRow>(`
    SELECT vouch_id AS vouchId, vouch.made_at AS madeAt, vouch.author_id AS authorId, name AS author,
      reason, account, until, answers_json AS answersJson, vouch_withdrawal.made_at AS withdrawnAt
    FROM vouch LEFT JOIN vouch_author USING (author_id) LEFT JOIN vouch_reason USING (vouch_id)
      LEFT JOIN vouch_withdrawal USING (vouch_id)
    ORDER BY vouch.made_at, vouch_id`);
  const selectAuthor = db
    .prepare<[string], number>('SELECT author_id FROM vouch_author WHERE name = ?')
    .pluck();
  const insertAuthor = db.prepare<[string]>('INSERT INTO vouch_author (name) VALUES (?)');
  const insertVouch = db.prepare<[string, string, number, string, string, string, string]>(`
    INSERT INTO vouch (vouch_id, made_at, author_id, account, answers_json, until, reason_digest)
    VALUES (?, ?, ?, ?, ?, ?, ?)`);
  const insertReason = db.prepare<[string, Uint8Array, string]>(
    'INSERT INTO vouch_reason (vouch_id, salt, reason) VALUES (?, ?, ?)',
  );
  const insertWithdrawal = db.prepare<[string, string, number]>(
    'INSERT INTO vouch_withdrawal (vouch_id, made_at, author_id) VALUES (?, ?, ?)',
  );

  const internAuthor = (name: string) =>
    selectAuthor.get(name) ?? Number(insertAuthor.run(name).lastInsertRowid);
  const listVouches = (): readonly StoredVouch[] =>
    selectAll.all().map(({ answersJson, ...row }) => ({ ...row, answers: textsOf(answersJson) }));
  const readVouch = (vouchId: string): StoredVouch => {
    const found = listVouches().find((vouch) => vouch.vouchId === vouchId);
    if (found === undefined) {
      throw new InputError(
        'No vouch has this id; "hopsight labels vouches" lists all of them with theirs.',
      );
    }
    return found;
  };

  const appendVouch = (vouch: VouchRequest): StoredVouch => {
    const { vouchId, madeAt, account, claims, until, author, reason } = vouch;
    const salt = randomBytes(16);
    const answers = formatCanonicalJson([...new Set(claims.map(claimDigest))].sort());
    const reasonDigest = digestOf(salt, formatCanonicalJson({ author, reason }));
    insertVouch.run(vouchId, madeAt, internAuthor(author), account, answers, until, reasonDigest);
    insertReason.run(vouchId, salt, reason);
    return readVouch(vouchId);
  };

  const appendWithdrawal = ({
    vouchId,
    madeAt,
    author,
  }: {
    readonly vouchId: string;
    readonly madeAt: string;
    readonly author: string;
  }): StoredVouch => {
    if (readVouch(vouchId).withdrawnAt !== null) {
      throw new InputError('This vouch was withdrawn already.');
    }
    insertWithdrawal.run(vouchId, madeAt, internAuthor(author));
    return readVouch(vouchId);
  };

  const answer = (book: LabelBook, at: VouchMoment): LabelBook => {
    const active = activeAt(listVouches(), at);
    if (active.length === 0 || book.snapshots.length === 0) return book;
    // Of several vouches for one claim the one that holds longest speaks.
    const byAnswer = new Map<string, StoredVouch>();
    for (const vouch of [...active].sort((a, b) => (a.until < b.until ? -1 : 1))) {
      for (const digest of vouch.answers) byAnswer.set(digest, vouch);
    }
    // One claim stays one object, by which those who ask twice know that it is the same.
    const lowered = new Map<Attribution, Attribution>();
    const lower = (claim: Attribution): Attribution => {
      const known = lowered.get(claim);
      if (known !== undefined) return known;
      const vouch = canBeVouched(claim) ? byAnswer.get(claimDigest(claim)) : undefined;
      if (vouch === undefined) return claim;
      const { vouchId, authorId, until } = vouch;
      const found = lowerByVouch(claim, { vouchId, authorId, until });
      lowered.set(claim, found);
      return found;
    };
    return {
      snapshots: [...book.snapshots, snapshotOf(active)].sort((a, b) => (a.set < b.set ? -1 : 1)),
      readClaims: (account) => book.readClaims(account).map(lower),
    };
  };

  return {
    appendVouch: guarded(db.name, (vouch) => db.transaction(() => appendVouch(vouch)).immediate()),
    appendWithdrawal: guarded(db.name, (withdrawal) =>
      db.transaction(() => appendWithdrawal(withdrawal)).immediate(),
    ),
    listVouches: guarded(db.name, listVouches),
    answer: guarded(db.name, answer),
  };
}

/** Whether a vouch answers a claim, whenever it holds. */
export function answersClaim({ answers }: StoredVouch, claim: Attribution): boolean {
  return canBeVouched(claim) && answers.includes(claimDigest(claim));
}

function activeAt(vouches: readonly StoredVouch[], at: VouchMoment): readonly StoredVouch[] {
  const { recorded } = at;
  if (recorded === undefined) return vouchesAt(vouches, at);
  const digest = recorded.find(({ set }) => set === VOUCH_SET)?.digest;
  const isRecorded = (active: readonly StoredVouch[]) =>
    digest === undefined ? active.length === 0 : snapshotOf(active).digest === digest;
  return vouchesAsRecorded(vouches, at, isRecorded) ?? vouchesAt(vouches, at);
}

/**
 * What makes a claim the same claim in a later state of its set: whose word it is, about whom, and where
 * it can be read. Edge: another confidence, date or note is no new claim; another source is.
 */
function claimDigest(claim: Attribution): string {
  const { account, set, entity, category, actor, event, authority, source } = claim;
  return digestOf(
    formatCanonicalJson({ account, set, entity, category, actor, event, authority, source }),
  );
}

/** The vouches in force, without anything that a person wrote. */
function snapshotOf(active: readonly StoredVouch[]): LabelSnapshot {
  const rows = active.map(({ vouchId, authorId, account, until, answers }) => ({
    vouchId,
    authorId,
    account,
    until,
    answers,
  }));
  const digest = digestOf(formatCanonicalJson(rows));
  const id = `${VOUCH_SET}@${digest.slice('sha256:'.length, 'sha256:'.length + 12)}`;
  return { set: VOUCH_SET, id, rows: rows.length, digest, asOf: null };
}

function textsOf(json: string): readonly string[] {
  const parsed: unknown = JSON.parse(json);
  return Array.isArray(parsed) ? parsed.filter((text) => typeof text === 'string') : [];
}
