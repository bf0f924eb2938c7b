import { describe, expect, it } from 'vitest';
import type { Attribution } from '../../../../src/core/attribution.js';
import { historyOfClaims } from '../../../../src/core/labels/claimHistory.js';
import { claim } from './claims.js';

/** Snapshots a month apart, each with what it claims. */
function states(...claims: readonly (readonly Attribution[])[]) {
  return claims.map((said, at) => ({
    id: `a-list@${at}`,
    day: `2025-0${at + 1}-01`,
    claims: said,
  }));
}

const at = (place: number) => ({ id: `a-list@${place}`, day: `2025-0${place + 1}-01` });

describe('the history of a claim', () => {
  it('begins in the oldest snapshot where nothing is known of before', () => {
    expect(historyOfClaims(states([claim()], [claim()]))).toEqual([
      {
        claim: claim(),
        isCurrent: true,
        firstSeen: at(0),
        lastSeen: at(1),
        events: [{ kind: 'first-seen', at: at(0), before: null, fields: [] }],
      },
    ]);
  });

  it('names the snapshot that had it first and the one before, which had it not', () => {
    const [history] = historyOfClaims(states([], [claim()]));
    expect(history?.events).toEqual([{ kind: 'first-seen', at: at(1), before: at(0), fields: [] }]);
    expect(history?.claim.listedOn).toBeNull();
  });

  it('keeps a claim that is gone, between the snapshots that had it last and first had it not', () => {
    const [history] = historyOfClaims(states([claim()], [claim()], [], []));
    expect(history).toMatchObject({ isCurrent: false, firstSeen: at(0), lastSeen: at(1) });
    expect(history?.events.at(-1)).toEqual({ kind: 'gone', at: at(2), before: at(1), fields: [] });
  });

  it('tells what changed, and follows the claim through it', () => {
    const renamed = claim({ entity: 'APT38' });
    const [history, ...others] = historyOfClaims(states([claim()], [renamed], []));
    expect(others).toEqual([]);
    expect(history?.claim).toEqual(renamed);
    expect(history?.events.map(({ kind }) => kind)).toEqual(['first-seen', 'changed', 'gone']);
    expect(history?.events[1]?.fields).toEqual([
      { field: 'entity', from: 'Lazarus Group', to: 'APT38' },
    ]);
  });

  it('knows a claim that comes back for the one that was gone', () => {
    const [history, ...others] = historyOfClaims(states([claim()], [], [claim({ note: 'again' })]));
    expect(others).toEqual([]);
    expect(history).toMatchObject({ isCurrent: true, firstSeen: at(0), lastSeen: at(2) });
    expect(history?.events.map(({ kind }) => kind)).toEqual(['first-seen', 'gone', 'back']);
  });

  it('tells claims apart that say different things of one account', () => {
    const other = claim({ entity: 'Other', source: 'https://other.example/9' });
    const histories = historyOfClaims(states([claim()], [other, claim()], [other]));
    expect(histories.map((one) => [one.claim.entity, one.isCurrent])).toEqual([
      ['Other', true],
      ['Lazarus Group', false],
    ]);
  });

  it('is empty where no snapshot says anything', () => {
    expect(historyOfClaims(states([], []))).toEqual([]);
    expect(historyOfClaims([])).toEqual([]);
  });
});
