import { expect, it } from 'vitest';
import { traceWorld } from '../../support/traceWorld.js';
import { claim, ether, evmAccount, exchange } from '../../support/world.js';

const SUBJECT = evmAccount(1);
const ROUTER = evmAccount(2);
const LAZARUS = evmAccount(3);
const KRAKEN = evmAccount(4);
const day = (at: number) => at * 30 * 7_200;

it.each([1, 8])(
  'who stands behind a transaction comes nearer with the account before it (window %i)',
  (window) => {
    // 50 is met by 40 and 41, and by a shorter way by 60, which it paid before 51 paid it.
    const facts = [
      ether(KRAKEN, evmAccount(50), 400n, day(1)),
      ether(evmAccount(50), evmAccount(60), 400n, day(2)),
      ether(LAZARUS, evmAccount(51), 5_000n, day(3)),
      { ...ether(evmAccount(51), ROUTER, 5_000n, day(4)), index: '#a' },
      {
        ...ether(ROUTER, evmAccount(50), 5_000n, day(4)),
        channel: 'internal' as const,
        index: '0_1',
      },
      ether(evmAccount(50), evmAccount(41), 3_000n, day(5)),
      ether(evmAccount(41), evmAccount(40), 3_000n, day(6)),
      ether(evmAccount(40), SUBJECT, 3_000n, day(7)),
      ether(evmAccount(60), SUBJECT, 400n, day(8)),
    ];
    const router = claim(ROUTER, { category: 'infrastructure', actor: null, use: 'service' });
    const claims = [claim(LAZARUS), exchange(KRAKEN, 'Kraken'), router];
    const trace = traceWorld({ subject: SUBJECT, facts, claims, policy: { window } });
    expect(trace.frontier.reach.incoming.get(LAZARUS)).toEqual({ depth: 4, raw: 4 });
  },
);
