import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Account } from '../../src/core/account.js';
import { createAccount } from '../../src/core/account.js';
import type { Attribution } from '../../src/core/attribution.js';
import type { FactBundle } from '../../src/core/factBundle.js';
import type { HaloLookUp } from '../../src/core/halo/haloEntry.js';
import type { LedgerFact } from '../../src/core/ledger.js';
import type { Lookup, LookupReply } from '../../src/core/lookup.js';
import { lookupKey } from '../../src/core/lookup.js';
import type { Latency, RecordedWorld } from '../support/recordedWorld.js';
import { rejudgeRecorded, screenRecorded } from '../support/recordedWorld.js';
import {
  EMPLOYER_OWN,
  PASSERS,
  TRADE_ASSETS,
  TRADE_CLAIMS,
  TRADER,
  tradeLedgers,
} from '../support/tradeLedgers.js';
import { LEDGER_SUBJECT, utxoLedgers } from '../support/utxoLedgers.js';
import {
  ASSETS,
  btcAccount,
  chainNamed,
  claim,
  ETH,
  evmAccount,
  exchange,
} from '../support/world.js';

const policies = fc.record({
  window: fc.integer({ min: 1, max: 8 }),
  depth: fc.integer({ min: 1, max: 6 }),
  requiredDepth: fc.integer({ min: 1, max: 3 }),
  // Often so few that the budget cuts the search.
  maxRequests: fc.oneof(fc.integer({ min: 1, max: 12 }), fc.constant(1_000)),
});

/** What goes wrong or is out of the ordinary in one of so many look-ups, told by a number. */
const troubles = fc.array(fc.constantFrom('', '', '', 'fails', 'partly', 'busy', 'dear', 'held'), {
  minLength: 7,
  maxLength: 7,
});

/** What the one page shows that is read of a busy account. */
const isOnPage = ({ timeSeconds }: LedgerFact) => timeSeconds % 24 < 12;

function alterBy(kinds: readonly string[]): NonNullable<RecordedWorld['alter']> {
  return (lookup, reply) =>
    altered(kinds[hashOf(lookupKey(lookup)) % kinds.length] ?? '', lookup, reply);
}

function hashOf(key: string): number {
  return [...key].reduce((sum, char) => (sum * 31 + (char.codePointAt(0) ?? 0)) % 9973, 7);
}

/** A halo that says anything of some places, true or not; nothing at all for some numbers. */
function haloBy(luck: number): Pick<RecordedWorld, 'halo'> {
  if (luck % 3 === 0) return {};
  const halo: HaloLookUp = (key) => {
    const hash = hashOf(key) + luck;
    return hash % 3 === 0 ? null : { hops: hash % 3, isRead: hash % 2 === 0 };
  };
  return { halo };
}

function altered(kind: string, lookup: Lookup, reply: LookupReply): LookupReply {
  const gap = { kind: 'source-failed', sentence: 'It was down.', cure: 'Try again.' } as const;
  switch (kind) {
    case 'fails':
      return { ...reply, facts: [], unseen: [{ ...gap, channel: null }] };
    case 'partly':
      return { ...reply, unseen: [{ ...gap, channel: 'internal' }] };
    case 'busy':
      return { ...reply, facts: reply.facts.filter(isOnPage), busy: { reason: 'it is busy' } };
    case 'dear':
      return { ...reply, cost: 3, asked: 0 };
    case 'held':
      return lookup.kind === 'account' ? { ...reply, balances: new Map([[ETH, 12n]]) } : reply;
    default:
      return reply;
  }
}

/** What a coin is worth: often nothing, at times nobody says. */
const prices = fc.option(
  fc.record({ luck: fc.nat({ max: 9 }), seed: fc.nat({ max: 100 }) }).map(
    ({ luck, seed }): NonNullable<RecordedWorld['priceOf']> =>
      (name, day) => {
        if (luck === 0 && day % 7 === 3) return 'down';
        if ((day + seed) % 5 === 0 && name.startsWith('first')) return null;
        return (day + seed) % 11 === 0 ? null : `${1_000 + (day % 3)}.5`;
      },
  ),
  { nil: undefined },
);

const TWIN = createAccount(chainNamed('polygon').id, TRADER.split(':')[2] ?? '');

/** Now and then the wallet itself has a label, or the same key on another chain. */
const ODD_CLAIMS: Readonly<Record<number, readonly Attribution[]>> = {
  1: [exchange(TRADER, 'Binance')],
  3: [claim(TWIN)],
  6: [claim(TWIN, { delistedOn: '2022-06-01' })],
};

const tradeWorlds: fc.Arbitrary<RecordedWorld> = fc
  .record({ facts: tradeLedgers, policy: policies, troubles, prices, odd: fc.nat({ max: 15 }) })
  .map(({ facts, policy, troubles: kinds, prices: priceOf, odd }) => ({
    subject: TRADER,
    facts,
    policy,
    assets: TRADE_ASSETS,
    claims: [...TRADE_CLAIMS, ...(ODD_CLAIMS[odd] ?? [])],
    own: [EMPLOYER_OWN, evmAccount(99)],
    alter: alterBy(kinds),
    behind: odd % 5 === 0,
    ...haloBy(odd),
    ...(priceOf === undefined ? {} : { priceOf }),
    ...(odd % 3 === 0 ? { blindTwin: TWIN } : {}),
  }));

const outputWorlds: fc.Arbitrary<RecordedWorld> = fc
  .record({ facts: utxoLedgers, policy: policies, troubles, luck: fc.nat({ max: 15 }) })
  .map(({ facts, policy, troubles: kinds, luck }) => ({
    subject: LEDGER_SUBJECT,
    facts,
    policy,
    assets: ASSETS,
    claims: [claim(btcAccount('lazarus')), exchange(btcAccount('kraken'), 'Kraken')],
    alter: alterBy(kinds),
    ...haloBy(luck),
  }));

const worlds = fc.oneof(tradeWorlds, outputWorlds);
const turns = fc.array(fc.nat({ max: 12 }), { minLength: 1, maxLength: 20 });
const latencyOf = (list: readonly number[], endsAfter: number | null = null): Latency => ({
  turnsOf: (nth) => list[nth % list.length] ?? 0,
  endsAfter,
});

describe('a recorded screening, judged again', () => {
  it('gives the same verdict, whatever was seen, failed, or ran short', async () => {
    await fc.assert(
      fc.asyncProperty(worlds, turns, async (world, list) => {
        const live = await screenRecorded(world, latencyOf(list));
        expect(rejudgeRecorded(world, live.text).digest).toBe(live.digest);
      }),
      { numRuns: 150 },
    );
  });

  it('is the same record in whatever order answers came', async () => {
    await fc.assert(
      fc.asyncProperty(worlds, turns, fc.nat(), async (world, list, seed) => {
        const prompt = await screenRecorded(world);
        const slow = await screenRecorded(
          { ...world, facts: turned(world.facts, seed) },
          latencyOf(list),
        );
        expect(slow.text).toBe(prompt.text);
        expect(slow.digest).toBe(prompt.digest);
      }),
      { numRuns: 80 },
    );
  });

  it('gives the same verdict where the time was up in the middle', async () => {
    await fc.assert(
      fc.asyncProperty(worlds, turns, fc.nat({ max: 6 }), async (world, list, endsAfter) => {
        const live = await screenRecorded(world, latencyOf(list, endsAfter));
        expect(rejudgeRecorded(world, live.text).digest).toBe(live.digest);
      }),
      { numRuns: 25 },
    );
  });

  it('is no other record for what requests cost, while there were enough', async () => {
    await fc.assert(
      fc.asyncProperty(worlds, async (world) => {
        const policy = { ...world.policy, maxRequests: 100_000 };
        const dear: RecordedWorld['alter'] = (lookup, reply) => {
          const told = world.alter?.(lookup, reply) ?? reply;
          return { ...told, cost: told.cost * 9, asked: 0 };
        };
        const cheap = await screenRecorded({ ...world, policy });
        expect((await screenRecorded({ ...world, policy, alter: dear })).text).toBe(cheap.text);
      }),
      { numRuns: 50 },
    );
  });

  it('by other labels says what it would have said, as far as the same was looked up', async () => {
    const later = fc.constantFrom(...PASSERS, TRADER).map((account: Account) => claim(account));
    await fc.assert(
      fc.asyncProperty(tradeWorlds, later, async (world, added) => {
        const claims = [...world.claims, added];
        const { text } = await screenRecorded(world);
        const anew = await screenRecorded({ ...world, claims });
        const again = rejudgeRecorded(world, text, claims).verdict;
        const looked = (bundle: typeof anew.bundle) =>
          bundle.subjects.flatMap((one) =>
            one.kind === 'blind' ? [] : one.replies.map(({ lookup }) => JSON.stringify(lookup)),
          );
        const { bundle: then } = await screenRecorded(world);
        const before = new Set(looked(then));
        // What requests cost is only recorded where they ran out.
        const isCovered =
          looked(anew.bundle).every((lookup) => before.has(lookup)) &&
          (ranOut(then) || !ranOut(anew.bundle));
        if (isCovered) expect(again).toEqual(anew.verdict);
        // What nobody looked up then is never taken for nothing.
        else if (anew.verdict.decision !== 'proceed') expect(again.decision).not.toBe('proceed');
      }),
      { numRuns: 60 },
    );
  });
});

/** Whether the requests of a screening ran out. */
function ranOut({ subjects }: FactBundle): boolean {
  return subjects.some((one) => one.kind !== 'blind' && one.cut === 'budget');
}

/** The same facts, begun at another place. */
function turned(facts: readonly LedgerFact[], by: number): readonly LedgerFact[] {
  const at = facts.length === 0 ? 0 : by % facts.length;
  return [...facts.slice(at), ...facts.slice(0, at)];
}
