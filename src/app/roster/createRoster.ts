import type { Account } from '../../core/account.js';
import type { AssetList } from '../../core/asset.js';
import { InputError } from '../../core/errors.js';
import { formatMoment } from '../../core/moment.js';
import type { LinkKind, RosterLink } from '../../core/rosterLink.js';
import { claimKeysOf, payeesOf, rankOf } from '../../desk/roster/answering.js';
import { findLinks, type RosterMember } from '../../desk/roster/findLinks.js';
import { mayMeet } from '../../desk/roster/mayMeet.js';
import type { LabelBook } from '../../screening/ports.js';
import { atomically } from '../../store/atomically.js';
import type { FactBundles } from '../../store/factBundles.js';
import type { DatabaseHandle } from '../../store/open.js';
import { createPresentRecords } from '../../store/presentRecords.js';
import { createRosterFactStore } from '../../store/rosterFactStore.js';
import { createRosterStore, formatLink, type StoredLink } from '../../store/rosterStore.js';
import { assertMay } from '../access/accessMeans.js';
import type { Payees } from '../payees/payees.js';
import { keepText } from '../payees/payeeTextsKept.js';
import { digestOf } from '../records.js';
import type { AuditLog } from '../service/audit.js';
import { inOrder, toKnownLink } from './knownLinks.js';
import { createNearLinks } from './nearLinks.js';
import { createScreeningReader, type ScreeningReader } from './readScreenings.js';
import { claimsNow, remember } from './remember.js';
import type { Roster } from './roster.js';
import { listWallets, type WalletOfPayee } from './rosterMembers.js';

/** What links between payees are found with. */
export interface RosterParts {
  readonly payees: Pick<Payees, 'search'>;
  readonly audit: Pick<AuditLog, 'append'>;
  readonly readBundle: FactBundles['read'];
  /** The claims that are in force at a moment. Units: Unix seconds. */
  readonly openBook: (timeSeconds: number) => LabelBook;
  readonly ownAccounts: ReadonlySet<Account>;
  readonly assets: AssetList;
  /** The present time. Units: milliseconds since 1970. */
  readonly nowMs: () => number;
}

/** The digits of a digest that name a link: as many as make two equal ones unthinkable. */
const ID_DIGITS = 32;

/**
 * The links between the payees of a database, and what takes a new screening in.
 *
 * Links are kept, so that it is known since when each is there; they are found anew when a screening,
 * a label, a wallet or the day is another than at the last reading. Only wallets that may meet
 * others are looked at closer.
 */
export function createRoster(
  db: DatabaseHandle,
  parts: RosterParts,
): Roster & Pick<ScreeningReader, 'note'> {
  const { audit, assets, nowMs } = parts;
  const store = createRosterStore(db);
  const facts = createRosterFactStore(db);
  const reader = createScreeningReader(facts, parts);
  const { readLabelVersion } = createPresentRecords(db);
  const nowIso = () => formatMoment(Math.floor(nowMs() / 1000));
  const linksNear = createNearLinks({ ...parts, facts, reader, readLabelVersion, idOf });
  const textOf = rememberTexts();
  let readAt: string | null = null;

  const find = (wallets: readonly WalletOfPayee[]): readonly RosterLink[] => {
    reader.readMissing(new Set(wallets.flatMap(({ accounts }) => accounts)));
    const knowledge = {
      claimsOf: claimsNow(parts),
      ownAccounts: parts.ownAccounts,
    };
    const touching = wallets.map((wallet) => ({
      ...wallet,
      touched: wallet.accounts.flatMap(facts.readTouched),
    }));
    const viewOf = remember(facts.readView);
    const looked = mayMeet(touching, { knowledge, assets, viewOf });
    const members = wallets.map(({ payeeId, walletId, accounts }): RosterMember => {
      const seen = looked.has(walletId)
        ? accounts.flatMap((account) => facts.readWallet(account) ?? [])
        : [];
      return { payeeId, walletId, accounts, seen };
    });
    return findLinks({ members, knowledge, assets, viewOf, idOf });
  };

  /** Keeps what is there now beside what was there, tells what is new, and says whether anything was. */
  const keep = (found: readonly RosterLink[], kept: readonly StoredLink[]): boolean => {
    let isAnyOther = false;
    const put = (link: Omit<StoredLink, 'answers'>) => {
      store.putLink(link);
      isAnyOther = true;
    };
    const known = new Map(kept.map((one) => [one.link.id, one]));
    const at = nowIso();
    for (const link of found) {
      const before = known.get(link.id) ?? null;
      const isChanged = before === null || isOther(before, link);
      if (isChanged) audit.append({ actor: null, action: 'roster-link-found', subjectId: link.id });
      else if (textOf(before.link) === textOf(link)) continue;
      put({
        link,
        firstSeenAt: before?.firstSeenAt ?? at,
        changedAt: isChanged ? at : before.changedAt,
        goneSince: null,
      });
    }
    const there = new Set(found.map(({ id }) => id));
    for (const before of known.values()) {
      if (before.goneSince === null && !there.has(before.link.id)) {
        put({ ...before, goneSince: at });
      }
    }
    return isAnyOther;
  };

  /** Of links that were found those that are kept, beside others. */
  const knownAmong = (found: readonly RosterLink[], kept: readonly StoredLink[]) => [
    ...kept,
    ...found.flatMap(({ id }) =>
      kept.some(({ link }) => link.id === id) ? [] : (store.readLink(id) ?? []),
    ),
  ];

  const readAnew = (wallets: readonly WalletOfPayee[], standsAt: string) => {
    // Within what somebody else does, which may be undone yet, and what is kept here with it.
    const isPart = db.inTransaction;
    const found = find(wallets);
    atomically(db, () => keep(found, store.listLinks()));
    readAt = isPart ? null : standsAt;
  };

  /** All that links are made of, as far as it can change, in one text. */
  const standsAt = (wallets: readonly WalletOfPayee[]) =>
    [
      ...[facts.noteScreened(), readLabelVersion(), nowIso().slice(0, 10)],
      ...wallets.map(({ payeeId, walletId }) => `${payeeId} ${walletId}`),
    ].join('\n');

  const bringUpToDate = (): readonly WalletOfPayee[] => {
    const wallets = listWallets(parts.payees);
    const at = standsAt(wallets);
    if (at !== readAt) readAnew(wallets, at);
    return wallets;
  };
  const listKnown = () => inOrder(store.listLinks().map((one) => toKnownLink(one, nowMs())));

  return {
    note: reader.note,
    refresh: () => {
      const wallets = listWallets(parts.payees);
      readAnew(wallets, standsAt(wallets));
      return listKnown();
    },
    list: () => {
      bringUpToDate();
      return listKnown();
    },
    listOf: (payeeId) => {
      const kept = store.listLinksOf(payeeId);
      // One that is the payee's no more may go on without them.
      const accounts = kept.map(({ link }) => link.account);
      const found = linksNear(payeeId, accounts);
      const isAnyOther = atomically(db, () => keep(found, knownAmong(found, kept)));
      const now = isAnyOther ? store.listLinksOf(payeeId) : kept;
      return inOrder(now.map((one) => toKnownLink(one, nowMs())));
    },
    read: (linkId) => {
      bringUpToDate();
      const stored = store.readLink(linkId);
      return stored === null ? null : toKnownLink(stored, nowMs());
    },
    coverage: () => {
      const inUse = bringUpToDate().filter(({ isInUse }) => isInUse);
      const unseen = inUse.filter(
        ({ accounts }) =>
          !accounts.some((account) => (facts.readMark(account)?.seenSequence ?? null) !== null),
      );
      return {
        wallets: inUse.length,
        seen: inUse.length - unseen.length,
        unseen: unseen.map(({ walletId }) => walletId),
      };
    },
    answer: (linkId, { meaning, reason }, by) => {
      assertMay(by, 'release');
      if (by.kind !== 'person') {
        throw new InputError('Only a person can say what a link is; a token cannot.');
      }
      const kept = keepText(reason, 'reason');
      if (kept === '') throw new InputError('Say why, in a sentence that others can check later.');
      bringUpToDate();
      return atomically(db, () => {
        const { link } = readStored(linkId);
        store.appendAnswer({
          ...{ linkId, meaning, reason: kept, at: nowIso(), by: by.personId },
          ...{ payees: payeesOf(link), severity: link.severity, claims: claimKeysOf(link) },
        });
        audit.append({ actor: by, action: 'roster-link-answered', subjectId: linkId });
        return toKnownLink(readStored(linkId), nowMs());
      });
    },
  };

  function readStored(linkId: string): StoredLink {
    const stored = store.readLink(linkId);
    if (stored !== null) return stored;
    throw new InputError('No link has this id; "hopsight roster list" prints them.');
  }
}

/** Whether a link is news: it came back, links others, weighs more, or another claim is near it. */
function isOther(before: StoredLink, link: RosterLink): boolean {
  return (
    before.goneSince !== null ||
    payeesOf(before.link).join() !== payeesOf(link).join() ||
    rankOf(link.severity) > rankOf(before.link.severity) ||
    !claimKeysOf(link).every((key) => claimKeysOf(before.link).includes(key))
  );
}

/** The text of each link once, as long as somebody has that link. */
function rememberTexts(): (link: RosterLink) => string {
  const texts = new WeakMap<RosterLink, string>();
  return (link) => {
    const text = texts.get(link) ?? formatLink(link);
    texts.set(link, text);
    return text;
  };
}

function idOf(kind: LinkKind, key: string): string {
  return digestOf(`${kind} ${key}`).slice('sha256:'.length).slice(0, ID_DIGITS);
}
