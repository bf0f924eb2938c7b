import { addressOfAccount } from '../../src/core/account.js';
import { checkpointOf } from '../../src/core/checkpoint.js';
import { openTestApp } from '../support/openTestApp.js';
import { chainNamed } from '../support/world.js';
import { WORLD_PRICES } from '../validation/generate/prices.js';
import type { Family, World } from '../validation/generate/world.js';
import { planWorlds } from '../validation/generate/worlds.js';
import { formatLabelTable } from '../validation/labelTable.js';
import { withoutChainProof } from '../validation/leastRequests.js';
import { startServer } from '../validation/screenWorld.js';

/** Worlds in which money comes from labelled accounts over several hops, and those of honest people. */
const FAMILIES: readonly Family[] = ['path', 'crowd', 'innocent'];

/** Enough to follow every labelled account of a world to the end. */
const EXPANSION_REQUESTS = 10_000;

interface Search {
  readonly what: string;
  readonly depth: number;
  readonly expands: boolean;
}

const SEARCHES: readonly Search[] = [
  { what: 'depth 2', depth: 2, expands: false },
  { what: 'depth 2 with the halo', depth: 2, expands: true },
  { what: 'depth 4', depth: 4, expands: false },
  { what: 'depth 4 with the halo', depth: 4, expands: true },
];

interface Told {
  /** Requests of the screening alone. */
  readonly requests: number;
  readonly expansion: number;
  /** Whether money of a DPRK-linked account was found to come in. */
  readonly isFound: boolean;
}

/**
 * Requests of a screening, and in how many worlds it finds money of a labelled account, without the
 * halo and with it. Building the halo is told apart: it is done once for all screenings.
 */
export async function main(): Promise<number> {
  const plans = planWorlds('quick').filter(({ family }) => FAMILIES.includes(family));
  for (const family of FAMILIES) {
    const worlds = plans.filter((plan) => plan.family === family).map(({ build }) => build());
    for (const search of SEARCHES) {
      const told: Told[] = [];
      for (const world of worlds) told.push(await screen(world, search));
      tell(`${family} (${worlds.length} worlds), ${search.what}`, told, search);
    }
  }
  return 0;
}

async function screen(world: World, { depth, expands }: Search): Promise<Told> {
  const server = await startServer(world.facts);
  const kind = world.chain === 'bitcoin' ? 'esplora' : 'explorer';
  const app = openTestApp(
    {
      labels: { builtIn: false },
      chains: { [world.chain]: { sources: [{ kind, url: server.url }] } },
      policy: { depth, requiredDepth: 2 },
    },
    { prices: WORLD_PRICES },
  );
  try {
    const file = app.write('labels.csv', formatLabelTable(world.chain, world.labels));
    await app.app.importLabels({ file, set: 'world' });
    if (expands) {
      await app.app.expandLabels({
        chain: null,
        maxRequests: EXPANSION_REQUESTS,
        onProgress: () => undefined,
        signal: new AbortController().signal,
      });
    }
    const expansion = askedOf(server.requests, world).length;
    const { exposures } = await app.screen(addressOfAccount(world.subject));
    const isFound = exposures.some(
      ({ direction, actor }) => direction === 'incoming' && actor !== null,
    );
    const asked = askedOf(server.requests, world).length;
    return { requests: asked - expansion, expansion, isFound };
  } finally {
    app.close();
    await server.close();
  }
}

/** What was asked, without what proves once for each database that a source is of its chain. */
function askedOf(requests: readonly string[], { chain }: World): readonly string[] {
  return withoutChainProof(requests, checkpointOf(chainNamed(chain).id));
}

function tell(what: string, told: readonly Told[], { expands }: Search): void {
  const mean = (numbers: readonly number[]) =>
    (numbers.reduce((sum, one) => sum + one, 0) / Math.max(1, numbers.length)).toFixed(1);
  const parts = [
    `${mean(told.map(({ requests }) => requests))} requests a screening`,
    `labelled money found in ${told.filter(({ isFound }) => isFound).length}`,
    ...(expands ? [`${mean(told.map(({ expansion }) => expansion))} to build it`] : []),
  ];
  process.stdout.write(`  ${what}: ${parts.join(', ')}\n`);
}
