import { describe, expect, it } from 'vitest';
import { accountFor } from '../../../src/core/accounting/accounting.js';
import { tellGaps } from '../../../src/core/accounting/tellGaps.js';
import { traceWorld } from '../../support/traceWorld.js';
import { claim, ether, evmAccount, exchange } from '../../support/world.js';

const SUBJECT = evmAccount(1);
const CONTRACT = evmAccount(2);
const BEHIND = evmAccount(3);
const LAZARUS = evmAccount(4);
const KRAKEN = evmAccount(5);
const SECOND = evmAccount(6);
const claims = [claim(LAZARUS), exchange(KRAKEN, 'Kraken')];

describe('an account that adds a little of its own to what it passes on at once', () => {
  it('does not hide who stands behind what it passes on', () => {
    const facts = [
      ether(KRAKEN, CONTRACT, 1n, 1),
      ether(LAZARUS, BEHIND, 999n, 2),
      { ...ether(BEHIND, CONTRACT, 999n, 200_000), index: '#a' },
      { ...ether(CONTRACT, SUBJECT, 1_000n, 200_000), channel: 'internal' as const, index: '0_1' },
    ];
    const trace = traceWorld({ subject: SUBJECT, facts, claims });
    expect(trace.frontier.places.ofAccount(BEHIND)?.state).toBe('expanded');
    const { exposures, splits } = accountFor(trace);
    expect(tellGaps(trace, splits)).toEqual([]);
    expect(exposures).toMatchObject([{ direction: 'incoming', kind: 'indirect' }]);
    expect(exposures[0]?.amounts[0]?.haircut).toBe(999n);
  });

  it('does not hide, when it keeps a little, whom the rest went to', () => {
    const facts = [
      ether(KRAKEN, SUBJECT, 1_000n, 1),
      { ...ether(SUBJECT, CONTRACT, 1_000n, 5), index: '#a' },
      { ...ether(CONTRACT, BEHIND, 999n, 5), channel: 'internal' as const, index: '0_1' },
      ether(BEHIND, LAZARUS, 999n, 200_000),
    ];
    const trace = traceWorld({ subject: SUBJECT, facts, claims });
    expect(trace.frontier.places.ofAccount(BEHIND)?.state).toBe('expanded');
    expect(accountFor(trace).exposures).toMatchObject([{ direction: 'outgoing' }]);
  });
});

describe('two accounts in a row that only pass on within one transaction', () => {
  const internal = (one: ReturnType<typeof ether>, index: string) => ({
    ...one,
    channel: 'internal' as const,
    index,
  });

  it('lead to whoever paid', () => {
    const facts = [
      ether(LAZARUS, BEHIND, 1_000n, 2),
      ether(BEHIND, SECOND, 1_000n, 200_000),
      internal(ether(SECOND, CONTRACT, 1_000n, 200_000), '0_1'),
      internal(ether(CONTRACT, SUBJECT, 1_000n, 200_000), '0_1_1'),
    ];
    const trace = traceWorld({ subject: SUBJECT, facts, claims });
    expect(trace.frontier.places.ofAccount(BEHIND)?.state).toBe('expanded');
    expect(accountFor(trace).exposures).toMatchObject([{ direction: 'incoming' }]);
  });

  it('lead to whoever was paid', () => {
    const facts = [
      ether(KRAKEN, SUBJECT, 1_000n, 1),
      ether(SUBJECT, CONTRACT, 1_000n, 5),
      internal(ether(CONTRACT, SECOND, 1_000n, 5), '0_1'),
      internal(ether(SECOND, BEHIND, 1_000n, 5), '0_1_1'),
      ether(BEHIND, LAZARUS, 1_000n, 200_000),
    ];
    const trace = traceWorld({ subject: SUBJECT, facts, claims });
    expect(trace.frontier.places.ofAccount(BEHIND)?.state).toBe('expanded');
    expect(accountFor(trace).exposures).toMatchObject([{ direction: 'outgoing' }]);
  });
});
