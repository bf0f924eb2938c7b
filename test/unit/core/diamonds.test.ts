import { expect, it } from 'vitest';
import { traceWorld } from '../../support/traceWorld.js';
import { bitcoinTx, btcAccount } from '../../support/world.js';

it('walks outputs that part and meet again once, not once for every way', () => {
  const [subject, relay, other] = [btcAccount('s'), btcAccount('a'), btcAccount('z')];
  const half = { account: relay, amount: 500_000_000_000n };
  const layers = Array.from({ length: 40 }, (_, at) =>
    bitcoinTx(`t${at}`, 1 + at, {
      inputs:
        at === 0
          ? []
          : [0, 1].map((index) => ({ previous: { txId: `t${at - 1}`, index }, ...half })),
      outputs:
        at < 39
          ? [half, half]
          : [
              { account: subject, amount: 600_000_000_000n },
              { account: other, amount: 400_000_000_000n },
            ],
    }),
  );
  const later = bitcoinTx('later', 100, {
    inputs: [{ previous: { txId: 't39', index: 1 }, account: other, amount: 400_000_000_000n }],
    outputs: [{ account: subject, amount: 400_000_000_000n }],
  });
  const trace = traceWorld({ subject, facts: [...layers, later], policy: { window: 1 } });
  expect(trace.end).toBe('exhausted');
}, 2_000);
