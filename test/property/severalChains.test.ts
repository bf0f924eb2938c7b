import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Account, createAccount } from '../../src/core/account.js';
import { type AssetList, nativeAssetId } from '../../src/core/asset.js';
import type { Attribution } from '../../src/core/attribution.js';
import type { Chain } from '../../src/core/chain.js';
import type { LedgerFact } from '../../src/core/ledger.js';
import { formatMoment } from '../../src/core/moment.js';
import { DEFAULT_POLICY } from '../../src/core/policy.js';
import { createPriceBook } from '../../src/core/price.js';
import type { Decision, Verdict } from '../../src/core/verdict.js';
import { readRules } from '../../src/packageFiles.js';
import { type ScreenedSubject, screenAccounts } from '../../src/screening/screenAccounts.js';
import {
  ASSETS,
  answerFrom,
  chainNamed,
  claim,
  claimsOf,
  ETH,
  ether,
  exchange,
} from '../support/world.js';

const CHAINS = ['ethereum', 'polygon', 'base'].map(chainNamed);
const ADDRESS = `0x${'a1'.repeat(20)}`;
const MARKET = `0x${'b2'.repeat(20)}`;
const NOW_SECONDS = 1_700_000_000;
const ruleSet = readRules(null);
const ether18 = ASSETS.get(ETH);
if (ether18 === undefined) throw new Error('ether is not listed');
const assets: AssetList = new Map(
  CHAINS.map((chain) => {
    const id = nativeAssetId(chain);
    return [id, { ...ether18, id, chain: chain.id }] as const;
  }),
);

/** How much of one chain was seen, whether the wallet is used there, and who names its account there. */
const anyState = fc.record({
  seen: fc.constantFrom('whole', 'whole', 'old', 'nothing'),
  isUsed: fc.boolean(),
  named: fc.constantFrom('nobody', 'nobody', 'a list', 'a vendor'),
});
type State = typeof anyState extends fc.Arbitrary<infer Value> ? Value : never;

const UNSEEN = {
  channel: null,
  kind: 'source-failed',
  sentence: 'It is down.',
  cure: 'Wait.',
} as const;

/** Money from an exchange and back to it, long ago. */
function factsOn(chain: Chain): readonly LedgerFact[] {
  const [subject, market] = [ADDRESS, MARKET].map((one) => createAccount(chain.id, one));
  const on = { chain: chain.id, asset: nativeAssetId(chain) };
  if (subject === undefined || market === undefined) return [];
  return [
    { ...ether(market, subject, 1_000n, 1), ...on },
    { ...ether(subject, market, 400n, 2), ...on },
  ];
}

function subjectOn(chain: Chain, { seen, isUsed }: State): ScreenedSubject {
  const account = createAccount(chain.id, ADDRESS);
  const facts = isUsed ? factsOn(chain) : [];
  const { name, title } = chain;
  const anchor = { height: 1, hash: '0x01', time: formatMoment(NOW_SECONDS) };
  return {
    subject: { account, address: ADDRESS, chain: name, ensName: null, accountKind: 'key' },
    aliases: [],
    access:
      seen === 'nothing'
        ? { kind: 'blind', chain, gap: { ...UNSEEN, sentence: `${title} is down.` } }
        : {
            ...{ kind: 'ready', chain, anchor, behind: seen === 'old' ? UNSEEN : null },
            lookUp: async (lookup) => answerFrom(facts, lookup),
          },
  };
}

function claimsAt(account: Account, { named }: State): readonly Attribution[] {
  switch (named) {
    case 'nobody':
      return [];
    case 'a list':
      return [claim(account)];
    case 'a vendor':
      return [claim(account, { authority: 'vendor', entityListedOn: null, listedOn: null })];
  }
}

async function screen(states: readonly State[], order: readonly number[]): Promise<Verdict> {
  const all = CHAINS.flatMap((chain, at) => {
    const state = states[at];
    return state === undefined ? [] : [{ chain, state }];
  });
  const placed = order.flatMap((at) => all[at] ?? []);
  const claims = placed.flatMap(({ chain, state }) => [
    ...claimsAt(createAccount(chain.id, ADDRESS), state),
    exchange(createAccount(chain.id, MARKET), 'Market'),
  ]);
  const { verdict } = await screenAccounts(
    {
      subjects: placed.map(({ chain, state }) => subjectOn(chain, state)),
      ...{ claimsOf: claimsOf(claims), labelGaps: [], ownAccounts: new Set(), assets, ruleSet },
      ...{ prices: createPriceBook(assets, null), policy: DEFAULT_POLICY },
      ...{ nowSeconds: NOW_SECONDS, isPast: false, narrowing: null },
    },
    { onProgress: () => undefined, signal: new AbortController().signal },
  );
  return verdict;
}

const SEVERITIES: readonly Decision[] = ['proceed', 'incomplete', 'review', 'hold'];

/** What one chain comes to by itself; that a wallet is unused shows where none was missed alone. */
function decisionOn({ seen, named }: State): Decision {
  if (named === 'a list') return 'hold';
  if (named === 'a vendor') return 'review';
  return seen === 'whole' ? 'proceed' : 'incomplete';
}

it('several chains come to the most severe of each, and unused is only who was seen to be on all', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(anyState, { minLength: 1, maxLength: CHAINS.length }),
      fc.shuffledSubarray([0, 1, 2], { minLength: 3 }),
      async (states, order) => {
        const verdict = await screen(states, order);
        const isWhole = states.every(({ seen }) => seen === 'whole');
        const isUsed = states.some((state) => state.isUsed && state.seen !== 'nothing');
        const each = states.map(decisionOn);
        if (isWhole && !isUsed) each.push('review');
        const expected = each.toSorted((a, b) => SEVERITIES.indexOf(b) - SEVERITIES.indexOf(a))[0];
        expect(verdict.decision).toBe(expected);
        expect(verdict.complete).toBe(isWhole);
        const says = verdict.signals.some(({ kind }) => kind === 'no-history');
        expect(says).toBe(isWhole && !isUsed);
        const blind = states.flatMap(({ seen }, at) => (seen === 'nothing' ? [CHAINS[at]] : []));
        for (const chain of blind) {
          expect(verdict.gaps.map(({ sentence }) => sentence)).toContain(
            `${chain?.title} is down.`,
          );
        }
      },
    ),
  );
});

it('a chain that is lost leaves a hold as it is, and makes nothing one that a person may release', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(anyState, { minLength: 1, maxLength: CHAINS.length }),
      fc.nat(),
      async (states, nth) => {
        const lost = states.map((state, at) =>
          at === nth % states.length ? { ...state, seen: 'nothing' as const } : state,
        );
        const [before, after] = await Promise.all([
          screen(states, [0, 1, 2]),
          screen(lost, [0, 1, 2]),
        ]);
        expect(after.decision).not.toBe('proceed');
        expect(after.complete).toBe(false);
        if (before.decision === 'hold') expect(after.decision).toBe('hold');
        if (after.decision === 'review') expect(before.decision).toBe('review');
      },
    ),
    { numRuns: 300 },
  );
});
