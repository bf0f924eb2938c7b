import { AUTHORITIES } from '../core/attribution.js';
import type { JsonValue } from '../core/canonicalJson.js';
import { formatCanonicalJson } from '../core/canonicalJson.js';
import { readAccount, readAssetId } from '../core/factJson.js';
import {
  fieldsOf,
  listOf,
  oneOf,
  orNull,
  readAmount,
  readText,
  readTruth,
} from '../core/jsonFields.js';
import {
  LINK_KINDS,
  LINK_SEVERITIES,
  type LinkClaim,
  type LinkHop,
  type LinkMember,
  type LinkSeverity,
  type RosterLink,
} from '../core/rosterLink.js';
import type { DatabaseHandle } from './open.js';
import { guarded } from './storeFailure.js';

/** What somebody said of a link. */
export interface LinkAnswer {
  readonly linkId: string;
  /** ISO 8601 time in UTC. */
  readonly at: string;
  /** The person who answers for it. */
  readonly by: string;
  readonly meaning: 'explained' | 'not-explained';
  /** Personal data; null after it was erased. */
  readonly reason: string | null;
  /** The payees that it linked then, and its weight by rule: for others, or more, the answer does not hold. */
  readonly payees: readonly string[];
  readonly severity: LinkSeverity;
  /** Keys of the claims near it then; for another one the answer does not hold. */
  readonly claims: readonly string[];
}

/** A link as it is kept. */
export interface StoredLink {
  readonly link: RosterLink;
  /** ISO 8601 times in UTC. */
  readonly firstSeenAt: string;
  /** When its payees were last others, or it came back. */
  readonly changedAt: string;
  readonly goneSince: string | null;
  /** Order: newest first. */
  readonly answers: readonly LinkAnswer[];
}

/** The links between payees, and what was said of them. */
export interface RosterStore {
  /** All that were ever found. Order: by id. */
  readonly listLinks: () => readonly StoredLink[];
  /** Those in which a payee is a member. Order: by id. */
  readonly listLinksOf: (payeeId: string) => readonly StoredLink[];
  readonly readLink: (linkId: string) => StoredLink | null;
  /** Keeps a link as it is now, new or not. */
  readonly putLink: (link: Omit<StoredLink, 'answers'>) => void;
  /** Adds an answer; those before stay. */
  readonly appendAnswer: (answer: LinkAnswer) => void;
  /** Erases what was written of links in which a payee was a member; the answers stay. */
  readonly eraseReasons: (payeeId: string) => void;
}

interface LinkRow {
  readonly linkJson: string;
  readonly firstSeenAt: string;
  readonly changedAt: string;
  readonly goneSince: string | null;
}

interface AnswerRow {
  readonly linkId: string;
  readonly at: string;
  readonly by: string;
  readonly meaning: string;
  readonly reason: string | null;
  readonly payeesJson: string;
  readonly severity: string;
  readonly claimsJson: string;
}

const LINKS = `SELECT link_json AS linkJson, first_seen_at AS firstSeenAt, changed_at AS changedAt,
  gone_since AS goneSince FROM roster_link`;
const ANSWERS = `SELECT link_id AS linkId, answered_at AS at, answered_by AS "by", meaning, reason,
  payees_json AS payeesJson, severity, claims_json AS claimsJson FROM roster_answer`;

/** The links over a database. @throws {StoreError} from every call, when the database fails. */
export function createRosterStore(db: DatabaseHandle): RosterStore {
  const selectLinks = db.prepare<[], LinkRow>(`${LINKS} ORDER BY link_id`);
  const selectLink = db.prepare<[string], LinkRow>(`${LINKS} WHERE link_id = ?`);
  const selectLinksOf = db.prepare<[string], LinkRow>(
    `${LINKS} JOIN roster_link_payee USING (link_id) WHERE payee_id = ? ORDER BY link_id`,
  );
  const deletePayees = db.prepare<[string]>('DELETE FROM roster_link_payee WHERE link_id = ?');
  const insertPayee = db.prepare<[string, string]>(
    'INSERT INTO roster_link_payee (payee_id, link_id) VALUES (?, ?) ON CONFLICT DO NOTHING',
  );
  const selectAnswers = db.prepare<[], AnswerRow>(`${ANSWERS} ORDER BY answer_id DESC`);
  const selectAnswersOf = db.prepare<[string], AnswerRow>(
    `${ANSWERS} WHERE link_id = ? ORDER BY answer_id DESC`,
  );
  const upsert = db.prepare<[string, string, string, string, string | null]>(`
    INSERT INTO roster_link (link_id, link_json, first_seen_at, changed_at, gone_since)
    VALUES (?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET link_json = excluded.link_json, changed_at = excluded.changed_at,
      gone_since = excluded.gone_since`);
  const insertAnswer = db.prepare<
    [string, string, string, string, string | null, string, string, string]
  >(`
    INSERT INTO roster_answer (link_id, answered_at, answered_by, meaning, reason, payees_json,
      severity, claims_json)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?)`);
  const updateReasons = db.prepare<[string]>(`
    UPDATE roster_answer SET reason = NULL
    WHERE ? IN (SELECT value FROM json_each(payees_json))`);
  const readDecoded = rememberDecoded();
  const decodeLink = ({ linkJson, ...times }: LinkRow): Omit<StoredLink, 'answers'> => ({
    link: readDecoded(linkJson),
    ...times,
  });
  const putLink = db.transaction(
    ({ link, firstSeenAt, changedAt, goneSince }: Omit<StoredLink, 'answers'>) => {
      upsert.run(link.id, formatLink(link), firstSeenAt, changedAt, goneSince);
      deletePayees.run(link.id);
      for (const { payeeId } of link.members) insertPayee.run(payeeId, link.id);
    },
  );
  return {
    listLinks: guarded(db.name, () => {
      const answers = selectAnswers.all().map(decodeAnswer);
      return selectLinks.all().map((row) => {
        const link = decodeLink(row);
        return { ...link, answers: answers.filter(({ linkId }) => linkId === link.link.id) };
      });
    }),
    listLinksOf: guarded(db.name, (payeeId) =>
      selectLinksOf.all(payeeId).map((row) => {
        const kept = decodeLink(row);
        return { ...kept, answers: selectAnswersOf.all(kept.link.id).map(decodeAnswer) };
      }),
    ),
    readLink: guarded(db.name, (linkId) => {
      const row = selectLink.get(linkId);
      if (row === undefined) return null;
      return { ...decodeLink(row), answers: selectAnswersOf.all(linkId).map(decodeAnswer) };
    }),
    putLink: guarded(db.name, (link) => putLink.immediate(link)),
    appendAnswer: guarded(db.name, (answer) => {
      const { linkId, at, by, meaning, reason, severity } = answer;
      const [payees, claims] = [answer.payees, answer.claims].map((one) => JSON.stringify(one));
      insertAnswer.run(linkId, at, by, meaning, reason, payees ?? '', severity, claims ?? '');
    }),
    eraseReasons: guarded(db.name, (payeeId) => {
      updateReasons.run(payeeId);
    }),
  };
}

/** A link as one text: equal links have equal texts. */
export function formatLink(link: RosterLink): string {
  return formatCanonicalJson({
    ...link,
    members: link.members.map(encodeMember),
    claims: link.claims.map((claim) => ({ ...claim })),
  });
}

function encodeMember({ payeeId, walletId, hops }: LinkMember): JsonValue {
  return {
    payeeId,
    walletId,
    hops: hops.map((hop) => ({ ...hop, amount: hop.amount.toString() })),
  };
}

const readHop = fieldsOf<LinkHop>({
  from: readAccount,
  to: readAccount,
  txId: orNull(readText),
  time: readText,
  asset: readAssetId,
  amount: readAmount,
});

const readSeverity = oneOf(LINK_SEVERITIES);

const readLink = fieldsOf<RosterLink>({
  id: readText,
  kind: oneOf(LINK_KINDS),
  account: readAccount,
  members: listOf(
    fieldsOf<LinkMember>({ payeeId: readText, walletId: readText, hops: listOf(readHop) }),
  ),
  severity: readSeverity,
  sentence: readText,
  hasClaimNear: readTruth,
  claims: listOf(
    fieldsOf<LinkClaim>({
      account: readAccount,
      hops: oneOf([0, 1] as const),
      entity: readText,
      authority: oneOf(AUTHORITIES),
      source: readText,
    }),
  ),
});

const readTexts = listOf(readText);
const readMeaning = oneOf(['explained', 'not-explained'] as const);

/** Links whose texts were read lately; as many as the payees of one payroll have. */
const MOST_DECODED = 500;

/** Reads links, each text once: a link of a hundred payees is read for every one of them. */
function rememberDecoded(): (linkJson: string) => RosterLink {
  const decoded = new Map<string, RosterLink>();
  return (linkJson) => {
    const link = decoded.get(linkJson) ?? readLink(JSON.parse(linkJson), '');
    decoded.delete(linkJson);
    decoded.set(linkJson, link);
    const [oldest] = decoded.keys();
    if (decoded.size > MOST_DECODED && oldest !== undefined) decoded.delete(oldest);
    return link;
  };
}

function decodeAnswer(stored: AnswerRow): LinkAnswer {
  const { payeesJson, claimsJson, meaning, severity, ...row } = stored;
  return {
    ...row,
    meaning: readMeaning(meaning, 'meaning'),
    severity: readSeverity(severity, 'severity'),
    payees: readTexts(JSON.parse(payeesJson), 'payees'),
    claims: readTexts(JSON.parse(claimsJson), 'claims'),
  };
}
