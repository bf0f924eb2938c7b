import { type ListPublisher, startListPublisher } from '../support/syncedList.js';
import type { WorldSize } from './generate/worlds.js';
import { planWorlds } from './generate/worlds.js';
import type { Outcome } from './outcome.js';
import { outcomeOf } from './outcome.js';
import type { RecordedOutcome } from './recordedCases.js';
import { recordedSearches, screenRecordedCases } from './recordedCases.js';
import type { OrderOutcome } from './rivals/compareOrders.js';
import { compareOrders } from './rivals/compareOrders.js';
import { screenWorld } from './screenWorld.js';

/** Everything that a run measured. */
export interface Measurements {
  readonly size: WorldSize;
  readonly recorded: readonly RecordedOutcome[];
  /** Order: as the worlds are planned. */
  readonly worlds: readonly Outcome[];
  readonly orders: readonly OrderOutcome[];
}

/** The group of the recorded wallets among the searches. */
export const RECORDED_GROUP = 'recorded';

/**
 * Screens the recorded wallets and the worlds of a size the whole way, and lets the search orders
 * compete in each. The same size gives the same measurements on every run.
 */
export async function validate(
  size: WorldSize,
  onProgress: (done: number, all: number, name: string) => void,
): Promise<Measurements> {
  const publisher = await startListPublisher();
  try {
    return await measure(size, { publisher, onProgress });
  } finally {
    await publisher.close();
  }
}

async function measure(
  size: WorldSize,
  {
    publisher,
    onProgress,
  }: {
    readonly publisher: ListPublisher;
    readonly onProgress: (done: number, all: number, name: string) => void;
  },
): Promise<Measurements> {
  const plans = planWorlds(size);
  const recorded = await screenRecordedCases(publisher);
  const worlds: Outcome[] = [];
  const orders = recordedSearches().flatMap((world) => compareOrders(world, RECORDED_GROUP) ?? []);
  for (const [at, { name, build }] of plans.entries()) {
    onProgress(at, plans.length, name);
    const world = build();
    worlds.push(outcomeOf(world, await screenWorld(world, publisher)));
    orders.push(...[compareOrders(world, world.family) ?? []].flat());
  }
  return { size, recorded, worlds, orders };
}
