import type { Account } from '../../src/core/account.js';
import { addressOfAccount, chainOfAccount } from '../../src/core/account.js';
import type { AssetList } from '../../src/core/asset.js';
import type { Attribution } from '../../src/core/attribution.js';
import { findChain } from '../../src/core/chain.js';
import type { LedgerFact } from '../../src/core/ledger.js';
import { formatMoment } from '../../src/core/moment.js';
import { DEFAULT_POLICY } from '../../src/core/policy.js';
import type { PriceBook } from '../../src/core/price.js';
import { createPriceBook } from '../../src/core/price.js';
import type { Verdict } from '../../src/core/verdict.js';
import { readRules } from '../../src/packageFiles.js';
import type { ScreeningDocument } from '../../src/report/document.js';
import { createDocument } from '../../src/report/json.js';
import { screenAccounts } from '../../src/screening/screenAccounts.js';
import { answerFrom, claimsOf } from './world.js';

/** A chain seen whole, and the account on it that is screened. */
export interface ScreenedLedger {
  readonly subject: Account;
  readonly facts: readonly LedgerFact[];
  readonly claims: readonly Attribution[];
  readonly assets: AssetList;
  readonly prices: PriceBook;
  /** Accounts that turn out to be hubs. */
  readonly hubs: readonly Account[];
  readonly nowSeconds: number;
}

/** Screens an account of a ledger by the default rules and policy. */
export async function screenLedger(ledger: ScreenedLedger): Promise<Verdict> {
  const { subject, facts, assets, hubs, nowSeconds } = ledger;
  const chain = findChain(chainOfAccount(subject));
  if (chain === undefined) throw new Error('the subject is on no known chain');
  const isHub = (account: Account) => hubs.includes(account);
  const { verdict } = await screenAccounts(
    {
      subjects: [
        {
          subject: {
            account: subject,
            address: addressOfAccount(subject),
            chain: chain.name,
            ensName: null,
            accountKind: 'key',
          },
          aliases: [],
          access: {
            kind: 'ready',
            chain,
            anchor: { height: 1, hash: '0x01', time: formatMoment(nowSeconds) },
            behind: null,
            lookUp: async (lookup) => {
              const busy =
                lookup.kind === 'account' && isHub(lookup.account)
                  ? { reason: 'it has more than 10,000 transactions' }
                  : null;
              return { ...answerFrom(facts, lookup), busy };
            },
          },
        },
      ],
      claimsOf: claimsOf(ledger.claims),
      labelGaps: [],
      ownAccounts: new Set(),
      assets,
      prices: createPriceBook(assets, ledger.prices),
      ruleSet: readRules(null),
      policy: DEFAULT_POLICY,
      nowSeconds,
      isPast: false,
      narrowing: null,
    },
    { onProgress: () => undefined, signal: new AbortController().signal },
  );
  return verdict;
}

/** The document of such a screening. */
export async function screenLedgerAsDocument(ledger: ScreenedLedger): Promise<ScreeningDocument> {
  const verdict = await screenLedger(ledger);
  const screenedAt = formatMoment(ledger.nowSeconds);
  return createDocument({
    verdict,
    assets: ledger.assets,
    screeningId: '01G4F9CC00000000000000000S',
    screenedAt,
    asOf: null,
    validUntil: formatMoment(ledger.nowSeconds + 86_400),
    tool: { name: 'hopsight', version: '0.1.0', engineVersion: 2 },
    input: addressOfAccount(ledger.subject),
    payeeReference: null,
    ruleSet: { id: 'default', digest: 'sha256:aa' },
    labelSnapshots: [],
    factsDigest: 'sha256:bb',
    prices: [],
    upstream: { requests: 0, fromCache: 0, elapsedMs: 0, byHost: {} },
    digestOf: (text) => `sha256:${text.length}`,
  });
}
