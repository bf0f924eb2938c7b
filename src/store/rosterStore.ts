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
  /** Personal data. */
  readonly reason: string;
  /** The payees that it linked then, and its weight by rule: for others, or more, the answer does not hold. */
  readonly payees: readonly string[];
  readonly severity: LinkSeverity;
}

/** A link as it is kept. */
export interface StoredLink {
  readonly link: RosterLink;
  /** ISO 8601 times in UTC. */
  readonly firstSeenAt: string;
  /** When its payees were last others, or it came back. */
  readonly changedAt: string;
  readonly goneSince: string | null;
  /** The newest answer; null while nobody answered. */
  readonly answer: LinkAnswer | null;
}

/** The links between payees, and what was said of them. */
export interface RosterStore {
  /** All that were ever found. Order: by id. */
  readonly listLinks: () => readonly StoredLink[];
  readonly readLink: (linkId: string) => StoredLink | null;
  /** Keeps a link as it is now, new or not. */
  readonly putLink: (link: Omit<StoredLink, 'answer'>) => void;
  /** Adds an answer; those before stay. */
  readonly appendAnswer: (answer: LinkAnswer) => void;
  /** Runs a piece of work as one transaction that writes. */
  readonly together: <Result>(work: () => Result) => Result;
}

interface LinkRow {
  readonly linkJson: string;
  readonly firstSeenAt: string;
  readonly changedAt: string;
  readonly goneSince: string | null;
  readonly answeredAt: string | null;
  readonly answeredBy: string | null;
  readonly meaning: string | null;
  readonly reason: string | null;
  readonly payeesJson: string | null;
  readonly severity: string | null;
}

const ROWS = `SELECT link_json AS linkJson, first_seen_at AS firstSeenAt, changed_at AS changedAt,
    gone_since AS goneSince, answered_at AS answeredAt, answered_by AS answeredBy, meaning, reason,
    payees_json AS payeesJson, severity
  FROM roster_link LEFT JOIN roster_answer ON answer_id =
    (SELECT max(answer_id) FROM roster_answer AS newest WHERE newest.link_id = roster_link.link_id)`;

/** The links over a database. @throws {StoreError} from every call, when the database fails. */
export function createRosterStore(db: DatabaseHandle): RosterStore {
  const selectAll = db.prepare<[], LinkRow>(`${ROWS} ORDER BY roster_link.link_id`);
  const selectOne = db.prepare<[string], LinkRow>(`${ROWS} WHERE roster_link.link_id = ?`);
  const upsert = db.prepare<[string, string, string, string, string | null]>(`
    INSERT INTO roster_link (link_id, link_json, first_seen_at, changed_at, gone_since)
    VALUES (?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET link_json = excluded.link_json, changed_at = excluded.changed_at,
      gone_since = excluded.gone_since`);
  const insertAnswer = db.prepare<[string, string, string, string, string, string, string]>(`
    INSERT INTO roster_answer (link_id, answered_at, answered_by, meaning, reason, payees_json,
      severity)
    VALUES (?, ?, ?, ?, ?, ?, ?)`);
  return {
    listLinks: guarded(db.name, () => selectAll.all().map(decodeRow)),
    readLink: guarded(db.name, (linkId) => {
      const row = selectOne.get(linkId);
      return row === undefined ? null : decodeRow(row);
    }),
    putLink: guarded(db.name, ({ link, firstSeenAt, changedAt, goneSince }) => {
      upsert.run(link.id, formatLink(link), firstSeenAt, changedAt, goneSince);
    }),
    appendAnswer: guarded(db.name, ({ linkId, at, by, meaning, reason, payees, severity }) => {
      insertAnswer.run(linkId, at, by, meaning, reason, JSON.stringify(payees), severity);
    }),
    together: (work) => db.transaction(work).immediate(),
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

const readAnswer = fieldsOf<LinkAnswer>({
  linkId: readText,
  at: readText,
  by: readText,
  meaning: oneOf(['explained', 'not-explained'] as const),
  reason: readText,
  payees: listOf(readText),
  severity: readSeverity,
});

function decodeRow(row: LinkRow): StoredLink {
  const { firstSeenAt, changedAt, goneSince } = row;
  const link = readLink(JSON.parse(row.linkJson), '');
  const answer = {
    linkId: link.id,
    at: row.answeredAt,
    by: row.answeredBy,
    meaning: row.meaning,
    reason: row.reason,
    payees: JSON.parse(row.payeesJson ?? 'null'),
    severity: row.severity,
  };
  return {
    ...{ link, firstSeenAt, changedAt, goneSince },
    answer: row.answeredAt === null ? null : readAnswer(answer, 'answer'),
  };
}
