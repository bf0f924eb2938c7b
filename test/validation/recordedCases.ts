import { readFileSync } from 'node:fs';
import { createAccount } from '../../src/core/account.js';
import { findChainByName } from '../../src/core/chain.js';
import { checkpointOf } from '../../src/core/checkpoint.js';
import type { LedgerFact } from '../../src/core/ledger.js';
import type { Decision } from '../../src/core/verdict.js';
import { parseRecording } from '../../src/sources/recorded/format.js';
import { openTestApp } from '../support/openTestApp.js';
import { chainNamed } from '../support/sourceBench.js';
import { type ListPublisher, syncLists } from '../support/syncedList.js';
import { GRAVITY, type Gravity, type World, type WorldLabel } from './generate/world.js';
import { formatLabelTable } from './labelTable.js';
import { leastRequests, withoutChainProof } from './leastRequests.js';
import { startServer } from './screenWorld.js';

/** A recorded wallet, and the decisions that are right for it. */
interface RecordedCase {
  readonly name: string;
  readonly address: string;
  readonly asOf?: string;
  /** Only the exploiter's own address is labelled, so that the path alone has to tell. */
  readonly exploiterAlone?: boolean;
  readonly least: Gravity;
  readonly most: Gravity;
}

/** A recorded wallet, screened over loopback. */
export interface RecordedOutcome {
  readonly name: string;
  readonly least: Gravity;
  readonly most: Gravity;
  readonly decision: Decision;
  readonly isRight: boolean;
  readonly requests: number;
  readonly leastRequests: number;
}

const EXPLOITER = '0x098b716b8aaf21512996dc57eb0615e2383e2f96';
const ONE_HOP = '0x1bf53ce80ff2ed5711b8a2db8f7ea5b38da118d6';
const TWO_HOPS = '0x9e1e41985048c07a68a67f632f82799baaf903b1';
const SWAPS = [
  '0xe708f17240732bbfa1baa8513f66b665fbc7ce10',
  '0x665660f65e94454a64b96693a67a41d440155617',
] as const;

/** The wallets of the recordings in db/recorded; what is right for each is argued in its golden test. */
const CASES: readonly RecordedCase[] = [
  { name: 'the exploiter’s listed address', address: EXPLOITER, least: 'hold', most: 'hold' },
  { name: 'one hop from it', address: ONE_HOP, least: 'hold', most: 'hold' },
  {
    name: 'one hop from it, before it had a label of its own',
    address: ONE_HOP,
    asOf: '2022-04-20',
    least: 'hold',
    most: 'hold',
  },
  {
    name: 'two hops from it, by the path alone',
    address: TWO_HOPS,
    exploiterAlone: true,
    least: 'hold',
    most: 'hold',
  },
  ...SWAPS.map(
    (address, at): RecordedCase => ({
      name: `swap wallet ${at + 1}, by the path alone`,
      address,
      exploiterAlone: true,
      least: 'hold',
      most: 'hold',
    }),
  ),
  {
    name: 'a stranger who sent it dust',
    address: '0x63757fe32201b37d005b97812593fc6d228a5ed0',
    least: 'proceed',
    most: 'review',
  },
  {
    name: 'the exchange that paid its first gas',
    address: '0x4976a4a02f38326660d17bf34b431dc6e2eb2327',
    least: 'review',
    most: 'review',
  },
  {
    name: 'a WannaCry ransom address',
    address: '115p7UMMngoj1pMvkpHijcRdfJNXj6LrLn',
    least: 'hold',
    most: 'hold',
  },
];

function factsOf(recording: string): readonly LedgerFact[] {
  const file = new URL(`../../db/recorded/${recording}.jsonl`, import.meta.url);
  return parseRecording(readFileSync(file, 'utf8'), recording).facts;
}

function ethereumAccount(address: string) {
  const chain = findChainByName('ethereum');
  if (chain === undefined) throw new Error('No chain is called ethereum.');
  return createAccount(chain.id, address);
}

const EXPLOITER_LABEL: WorldLabel = {
  account: ethereumAccount(EXPLOITER),
  entity: 'Lazarus Group',
  category: 'sanctioned',
  actor: 'lazarus',
  authority: 'list',
};

/**
 * Screens the recorded wallets over loopback, with the built-in labels or the exploiter's alone, and
 * OFAC's list as the publisher has it.
 */
export async function screenRecordedCases(
  publisher: ListPublisher,
): Promise<readonly RecordedOutcome[]> {
  const [ronin, wannaCry] = [factsOf('ronin-2022'), factsOf('wannacry-2017')];
  const [explorer, esplora] = [await startServer(ronin), await startServer(wannaCry)];
  const chains = {
    ethereum: { sources: [{ kind: 'explorer', url: explorer.url }] },
    bitcoin: { sources: [{ kind: 'esplora', url: esplora.url }] },
  };
  const outcomes: RecordedOutcome[] = [];
  try {
    for (const one of CASES) {
      // A database of its own for each, so that no case finds the requests of another in the cache.
      const labels = { builtIn: one.exploiterAlone !== true, feeds: [publisher.feed] };
      const app = openTestApp({ labels, chains });
      try {
        await syncLists(app);
        if (one.exploiterAlone === true) {
          const file = app.write('labels.csv', formatLabelTable('ethereum', [EXPLOITER_LABEL]));
          await app.app.importLabels({ file, set: 'exploiter' });
        }
        const asked = [explorer.requests.length, esplora.requests.length];
        const { decision } = await app.screen(one.address, { asOf: one.asOf ?? null });
        const made = [
          withoutChainProof(explorer.requests.slice(asked[0]), proofOf('ethereum')),
          withoutChainProof(esplora.requests.slice(asked[1]), proofOf('bitcoin')),
        ];
        outcomes.push({
          name: one.name,
          least: one.least,
          most: one.most,
          decision,
          isRight: isRight(decision, one),
          requests: made.flat().length,
          leastRequests:
            leastRequests(made[0] ?? [], ronin) + leastRequests(made[1] ?? [], wannaCry),
        });
      } finally {
        app.close();
      }
    }
  } finally {
    await explorer.close();
    await esplora.close();
  }
  return outcomes;
}

function isRight(decision: Decision, { least, most }: RecordedCase): boolean {
  if (decision === 'incomplete') return least === 'proceed';
  const gravity = GRAVITY.indexOf(decision);
  return gravity >= GRAVITY.indexOf(least) && gravity <= GRAVITY.indexOf(most);
}

/** The recorded wallets that a path connects with the exploiter, as worlds in which to search for it. */
export function recordedSearches(): readonly World[] {
  const facts = factsOf('ronin-2022');
  const sought = (direction: 'incoming' | 'outgoing', rawHops: number) => ({
    account: EXPLOITER_LABEL.account,
    entity: EXPLOITER_LABEL.entity,
    direction,
    rawHops,
    ownerHops: rawHops,
    values: [],
    dust: false,
  });
  const world = (
    name: string,
    address: string,
    connections: World['truth']['connections'],
  ): World => ({
    name: `recorded: ${name}`,
    family: 'path',
    chain: 'ethereum',
    subject: ethereumAccount(address),
    facts,
    labels: [EXPLOITER_LABEL],
    truth: {
      pattern: 'recorded',
      least: 'hold',
      most: 'hold',
      connections,
      unlinked: [],
      barriers: [],
      coinJoins: [],
      planted: [],
    },
  });
  return [
    world('one hop from the exploiter', ONE_HOP, [sought('incoming', 1)]),
    world('two hops from the exploiter', TWO_HOPS, [sought('incoming', 2)]),
    ...SWAPS.map((address, at) =>
      world(`swap wallet ${at + 1}`, address, [sought('incoming', 1), sought('outgoing', 1)]),
    ),
  ];
}

function proofOf(chainName: string): { readonly height: number } | null {
  return checkpointOf(chainNamed(chainName).id);
}
