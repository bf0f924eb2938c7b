import { describe, expect, it } from 'vitest';
import { evmTwin } from '../../../src/chains/labelAddress.js';
import type { Attribution } from '../../../src/core/attribution.js';
import { AbortedError } from '../../../src/core/errors.js';
import type { LabelFeed } from '../../../src/screening/labelPorts.js';
import type { LabelSnapshot } from '../../../src/screening/ports.js';
import { type SyncedSets, syncLabels } from '../../../src/screening/syncLabels.js';

const ACCOUNT = evmTwin('TAqg8TXo8tmpaz7TwHS669Tgt8MPSWgoxB');
if (ACCOUNT === null) throw new Error('The address has no twin.');

const ROW: Attribution = {
  account: ACCOUNT,
  entity: 'Somebody',
  category: 'sanctioned',
  actor: null,
  event: null,
  authority: 'list',
  confidence: 1,
  use: 'exposure',
  set: 'a-list',
  source: 'https://example.org',
  sourceDate: null,
  entityListedOn: null,
  listedOn: null,
  delistedOn: null,
  note: null,
};

const SNAPSHOT = { set: 'a-list', id: 'a-list@1', rows: 1, digest: 'sha256:1', asOf: null };

/** Syncs a whole file of one claim; `whileRead` is called before the file is handed over. */
async function syncOne(
  stop: AbortController,
  whileRead: () => void,
  parts: { readonly standIn?: LabelSnapshot; readonly asOf?: string } = {},
) {
  const taken: string[] = [];
  const feed: LabelFeed = {
    set: 'a-list',
    fetchLabels: async () => {
      whileRead();
      return {
        kind: 'fetched',
        rows: [ROW],
        asOf: parts.asOf ?? null,
        leftOut: new Map(),
        fileDigest: 'sha256:2',
        validators: { etag: null, lastModified: null },
        host: 'list.example',
      };
    },
  };
  const sets: SyncedSets = {
    readInForce: () => null,
    readStandIn: () => parts.standIn ?? null,
    acceptFetched: (set) => {
      taken.push(set);
      return SNAPSHOT;
    },
    confirmInForce: () => taken.push('confirmed'),
    recordFailure: (_, problem) => taken.push(problem),
  };
  const options = { acceptsLess: false, onProgress: () => undefined };
  const outcome = await syncLabels(feed, sets, options, stop.signal).catch((error) => error);
  return { outcome, taken };
}

describe('a sync', () => {
  it('takes a whole file', async () => {
    const { outcome, taken } = await syncOne(new AbortController(), () => undefined);
    expect(outcome).toMatchObject({ kind: 'imported' });
    expect(taken).toEqual(['a-list']);
  });

  it('that was stopped while the file was read takes nothing, and records nothing', async () => {
    const stop = new AbortController();
    const { outcome, taken } = await syncOne(stop, () => stop.abort());
    expect(outcome).toBeInstanceOf(AbortedError);
    expect(taken).toEqual([]);
  });

  it.each([
    { what: 'far fewer claims', rows: 2, asOf: '2026-01-02', told: 'holds only 1 claims' },
    { what: 'an older day', rows: 1, asOf: '2025-12-31', told: 'an older day' },
    { what: 'as many claims of the same day', rows: 1, asOf: '2026-01-01', told: null },
  ])('compares the first file with the built-in copy: $what', async ({ rows, asOf, told }) => {
    const standIn = { ...SNAPSHOT, rows, asOf: '2026-01-01' };
    const { outcome, taken } = await syncOne(new AbortController(), () => undefined, {
      ...{ standIn, asOf },
    });
    expect(outcome).toMatchObject({ kind: told === null ? 'imported' : 'refused' });
    expect(taken).toEqual([told === null ? 'a-list' : expect.stringContaining(told)]);
  });
});
