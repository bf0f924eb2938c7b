import { formatAddress } from '../chains/labelAddress.js';
import { accountsToLookUp, parseSubject } from '../chains/registry.js';
import { type Account, addressOfAccount, chainOfAccount, createAccount } from '../core/account.js';
import type { Attribution } from '../core/attribution.js';
import { CHAINS, findChain } from '../core/chain.js';
import { type ClaimHistory, historyOfClaims } from '../core/labels/claimHistory.js';
import { pairClaims } from '../core/labels/diffClaims.js';
import type { ShownHistory, ShownLabels } from '../report/labelDocument.js';
import type { RuleSet } from '../rules/ruleSet.js';
import { judgeLabels } from '../screening/judgeLabels.js';
import type { LabelBook } from '../screening/ports.js';
import type { LabelStore } from '../store/labelStore.js';
import { dayOfSnapshot } from './compareLabels.js';
import { readUpkeep, type UpkeepMeans } from './labelUpkeep.js';

/**
 * What the label sets say about an address, now and in their earlier snapshots.
 *
 * @throws {InputError} when the text is no address.
 */
export function showLabels(
  labels: LabelStore,
  asked: {
    readonly text: string;
    readonly book: LabelBook;
    readonly upkeep: UpkeepMeans;
    readonly ruleSet: RuleSet;
  },
): ShownLabels {
  const { text, book, upkeep, ruleSet } = asked;
  const accounts = accountsToLookUp(parseSubject(text));
  const [first] = accounts;
  const claims = [...new Set(accounts.flatMap((account) => book.readClaims(account)))];
  const histories = readHistories(labels, accounts, new Set(book.snapshots.map(({ set }) => set)));
  const standing = histories.filter(({ isCurrent }) => isCurrent);
  const historyOf = pairHistories(standing, claims);
  const synced = new Set(
    readUpkeep(labels, upkeep).flatMap(({ set, origin }) => (origin === 'synced' ? [set] : [])),
  );
  const judgement =
    first === undefined
      ? { decision: null, findings: [], nextStep: null }
      : judgeLabels(first, claims, ruleSet);
  const meant = accounts.flatMap(sameText);
  return {
    address: first === undefined ? text.trim() : formatAddress(first),
    lookedUp: accounts.map((account) => ({
      account,
      address: formatAddress(account),
      chains: sameText(account).map(chainName),
    })),
    consequence: {
      ruleSet: ruleSet.id,
      decision: judgement.decision,
      findings: judgement.findings.map(({ ruleId, severity, sentence }) => ({
        ruleId,
        severity,
        sentence,
      })),
      nextStep: judgement.nextStep,
    },
    claims: claims.map((claim) => ({
      ...claim,
      chains: meant.filter((account) => book.readClaims(account).includes(claim)).map(chainName),
      history: historyOf.get(claim) ?? null,
      isSynced: synced.has(claim.set),
    })),
    gone: histories
      .filter(({ isCurrent }) => !isCurrent)
      .map((history) => ({
        ...history.claim,
        history: shown(history),
        isSynced: synced.has(history.claim.set),
      })),
    snapshots: book.snapshots,
  };
}

function readHistories(
  labels: LabelStore,
  accounts: readonly Account[],
  sets: ReadonlySet<string>,
): readonly ClaimHistory[] {
  const claimed = labels.readEverClaimed(accounts);
  const imports = labels.listImports();
  return [...sets].flatMap((set) =>
    historyOfClaims(
      imports
        .filter((imported) => imported.set === set)
        .map((imported) => ({
          id: imported.id,
          day: dayOfSnapshot(imported),
          claims: claimed.get(imported.id) ?? [],
        })),
    ),
  );
}

/** Edge: the book may know less of a claim than its snapshot does, such as a later delisting. */
function pairHistories(
  histories: readonly ClaimHistory[],
  claims: readonly Attribution[],
): ReadonlyMap<Attribution, ShownHistory> {
  const bySet = (set: string) => histories.filter(({ claim }) => claim.set === set);
  const found = new Map<Attribution, ShownHistory>();
  for (const set of new Set(claims.map((claim) => claim.set))) {
    const ofSet = bySet(set);
    const { pairs } = pairClaims(
      ofSet.map(({ claim }) => claim),
      claims.filter((claim) => claim.set === set),
    );
    for (const { before, after } of pairs) {
      const history = ofSet.find(({ claim }) => claim === before);
      if (history !== undefined) found.set(after, shown(history));
    }
  }
  return found;
}

function shown({ firstSeen, lastSeen, events }: ClaimHistory): ShownHistory {
  return { firstSeen, lastSeen, events };
}

/** The accounts that an address text stands for: on all EVM chains it is one key. */
function sameText(account: Account): readonly Account[] {
  const chain = findChain(chainOfAccount(account));
  if (chain?.family !== 'evm') return [account];
  const address = addressOfAccount(account);
  const others = CHAINS.filter(({ family, id }) => family === 'evm' && id !== chain.id);
  return [account, ...others.map(({ id }) => createAccount(id, address))];
}

function chainName(account: Account): string {
  return findChain(chainOfAccount(account))?.name ?? chainOfAccount(account);
}
