import type { Account } from '../core/account.js';
import type { Attribution } from '../core/attribution.js';
import type { ClaimChange, Touched } from '../core/labels/impact.js';
import { changesBetween, findTouched } from '../core/labels/impact.js';
import { asListedNow, OFAC_SET } from '../core/labels/listNow.js';
import type { LabelSnapshot } from '../screening/ports.js';
import type {
  ImportedState,
  KeyMatch,
  LabelStates,
  ScreenedAccountsIndex,
  ScreenedMark,
} from './lookbackPorts.js';

/** From which state of the labels on changes count. Those that a screening knew never do. */
export type Since =
  | { readonly kind: 'screening' }
  | { readonly kind: 'snapshot'; readonly snapshot: ImportedState }
  /** ISO 8601: changes that came at this time or later. */
  | { readonly kind: 'moment'; readonly iso: string };

/** What is looked through for screenings that labels touch. */
export interface TouchedPorts extends KeyMatch {
  readonly labels: Pick<LabelStates, 'listImports' | 'readSnapshot'>;
  readonly index: Pick<ScreenedAccountsIndex, 'findBundles'>;
  /** Whether a set comes with Hopsight, so that it may hold copies of a list. */
  readonly isBuiltIn: (set: string) => boolean;
  /** Whether screenings use a set. */
  readonly isUsed: (set: string) => boolean;
}

/** The current state of each set that is looked at. Order: by set. */
export function currentStates(
  ports: Pick<TouchedPorts, 'labels' | 'isUsed'>,
): readonly ImportedState[] {
  const imports = ports.labels.listImports().filter(({ set }) => ports.isUsed(set));
  return [...new Map(imports.map((state) => [state.set, state])).values()];
}

/**
 * The screenings whose accounts are spoken of by claims that came, changed or went after the labels
 * that they were judged by. Order: as the screenings.
 *
 * Blind spot: whose facts are not in the index is found by its subjects alone. A claim that a screening
 * had before the day on which it says to be published, and left out for that, is not told when that
 * day comes. A vouch that is made or ends is found by `touchedByVouches`.
 */
export function touchedByLabels(
  screened: readonly ScreenedMark[],
  since: Since,
  ports: TouchedPorts,
): readonly Touched<ScreenedMark>[] {
  const changesSince = createChanges(since, ports);
  const groups = new Map<readonly LabelSnapshot[], readonly ClaimChange[]>();
  for (const { labelSnapshots } of screened) {
    if (!groups.has(labelSnapshots)) groups.set(labelSnapshots, changesSince(labelSnapshots));
  }
  const spoken = createSpoken(ports);
  const changes = new Set([...groups.values()].flat());
  const asked = new Set([...changes].flatMap(({ claim }) => spoken(claim)));
  const bundles = ports.index.findBundles(asked);
  const known = {
    spokenAbout: spoken,
    bundlesWith: (account: Account) => bundles.get(account) ?? [],
  };
  const inGroup = new Map<readonly LabelSnapshot[], ScreenedMark[]>();
  for (const mark of screened) {
    const group = inGroup.get(mark.labelSnapshots);
    if (group === undefined) inGroup.set(mark.labelSnapshots, [mark]);
    else group.push(mark);
  }
  const touched = new Map(
    [...inGroup].flatMap(([labels, marks]) =>
      findTouched(marks, groups.get(labels) ?? [], known).map((one) => [one.screening, one]),
    ),
  );
  return screened.flatMap((mark) => touched.get(mark) ?? []);
}

/** Whether labels of then are still those of now, as far as the sets are looked at. */
export function isJudgedByCurrent(
  labelSnapshots: readonly LabelSnapshot[],
  current: readonly LabelSnapshot[],
): boolean {
  return current.every(({ set, digest }) =>
    labelSnapshots.some((one) => one.set === set && one.digest === digest),
  );
}

function createChanges(
  since: Since,
  ports: TouchedPorts,
): (then: readonly LabelSnapshot[]) => readonly ClaimChange[] {
  const bySet = new Map<string, ImportedState[]>();
  for (const state of ports.labels.listImports()) {
    if (ports.isUsed(state.set)) bySet.set(state.set, [...(bySet.get(state.set) ?? []), state]);
  }
  const claimsIn = createClaims(ports);
  const compared = new Map<string, readonly ClaimChange[]>();
  return (then) => {
    const stateThen = (set: string) => {
      const states = bySet.get(set) ?? [];
      const digest = then.find((one) => one.set === set)?.digest;
      const known = states.findLastIndex((state) => state.digest === digest);
      return states[Math.max(known, baseOf(states, since))];
    };
    const [listThen, listNow] = [stateThen(OFAC_SET), bySet.get(OFAC_SET)?.at(-1)];
    return [...bySet].flatMap(([set, states]) => {
      if (since.kind === 'snapshot' && since.snapshot.set !== set) return [];
      const [from, to] = [stateThen(set), states.at(-1)];
      const follows = ports.isBuiltIn(set) && listThen?.digest !== listNow?.digest;
      if (from?.digest === to?.digest && !follows) return [];
      const key = [set, from?.id, to?.id, listThen?.id, listNow?.id].join();
      const changes =
        compared.get(key) ?? changesBetween(claimsIn(from, listThen), claimsIn(to, listNow));
      compared.set(key, changes);
      return changes;
    });
  };
}

/** The claims of a state, as they read beside a state of OFAC's own list. */
function createClaims({ labels, isBuiltIn, accountsOfKey }: TouchedPorts) {
  const listed = new Map<string, ReadonlySet<Account>>();
  const accountsOn = (list: ImportedState): ReadonlySet<Account> => {
    const claims = listed.has(list.id) ? [] : (labels.readSnapshot(list.id) ?? []);
    const known =
      listed.get(list.id) ?? new Set(claims.flatMap(({ account }) => accountsOfKey(account)));
    listed.set(list.id, known);
    return known;
  };
  return (state: ImportedState | undefined, list: ImportedState | undefined) => {
    const claims = state === undefined ? [] : (labels.readSnapshot(state.id) ?? []);
    if (state === undefined || list === undefined || !isBuiltIn(state.set)) return claims;
    if (list.asOf === null) return claims;
    const [copyOf, asOf, accounts] = [state.asOf, list.asOf, accountsOn(list)];
    // Whether the list is whole is left to the judging: a screening too many is looked at, never one too few.
    return claims.map((claim) => {
      const list = { asOf, isWhole: true, hasAccount: accounts.has(claim.account) };
      return asListedNow(claim, { copyOf, list });
    });
  };
}

/** The place of the state from which on changes are asked for; -1 where all are. */
function baseOf(states: readonly ImportedState[], since: Since): number {
  switch (since.kind) {
    case 'screening':
      return -1;
    case 'snapshot':
      return states.findLastIndex(({ digest }) => digest === since.snapshot.digest);
    case 'moment':
      return states.findLastIndex(({ importedAt }) => importedAt < since.iso);
  }
}

/** The accounts that a claim counts for, found once each. */
function createSpoken({ accountsOfKey, speaksAbout }: KeyMatch) {
  const found = new Map<Attribution, readonly Account[]>();
  return (claim: Attribution): readonly Account[] => {
    const known =
      found.get(claim) ??
      accountsOfKey(claim.account).filter((account) => speaksAbout(claim, account));
    found.set(claim, known);
    return known;
  };
}
