import { describe, expect, it } from 'vitest';
import type { Unseen } from '../../../../src/core/lookup.js';
import { unseenReasonOf } from '../../../../src/core/trace/unseenReason.js';
import { placeOf, traceWorld } from '../../../support/traceWorld.js';
import { ether, evmAccount, exchange } from '../../../support/world.js';

const SUBJECT = evmAccount(1);
const KRAKEN = evmAccount(3);
const PAYER = evmAccount(4);
const STRANGER = evmAccount(5);
const kraken = exchange(KRAKEN, 'Kraken');

const gap = (kind: Unseen['kind']): Unseen => ({
  channel: 'native',
  kind,
  sentence: 'Something was not seen.',
  cure: 'Look again.',
});
describe('why a trail was not followed beyond an account', () => {
  const facts = [ether(PAYER, SUBJECT, 1_000n, 10)];

  it('is that its script has no address, or that nobody met it', () => {
    const trace = traceWorld({ subject: SUBJECT, facts });
    expect(unseenReasonOf(trace, null)).toBe('unknown-script');
    expect(unseenReasonOf(trace, STRANGER)).toBe('not-covered');
  });

  it('is that its history shows less than it sent, where all of that was read', () => {
    expect(unseenReasonOf(traceWorld({ subject: SUBJECT, facts }), PAYER)).toBe('ledger-mismatch');
  });

  it('is the worst of what was not seen: a failed source, then the budget, else the channel', () => {
    const reason = (...kinds: Unseen['kind'][]) => {
      const trace = traceWorld({ subject: SUBJECT, facts });
      trace.unseen.set(placeOf(trace, PAYER), kinds.map(gap));
      return unseenReasonOf(trace, PAYER);
    };
    expect(reason('capability')).toBe('not-covered');
    expect(reason('capability', 'budget')).toBe('budget');
    expect(reason('budget', 'source-failed')).toBe('source-failed');
  });

  it('is the budget, the depth, or that enough was explained', () => {
    const reason = (policy: { readonly maxRequests?: number; readonly depth?: number }) =>
      unseenReasonOf(traceWorld({ subject: SUBJECT, facts, policy }), PAYER);
    expect(reason({ maxRequests: 1 })).toBe('budget');
    expect(reason({ depth: 1 })).toBe('depth');
    const far = traceWorld({
      subject: SUBJECT,
      facts: [
        ether(KRAKEN, evmAccount(10), 9_900n, 1),
        ether(evmAccount(11), PAYER, 100n, 2),
        ether(evmAccount(10), SUBJECT, 9_900n, 100_000),
        ether(PAYER, SUBJECT, 100n, 200_000),
      ],
      claims: [kraken],
    });
    expect(far.end).toBe('explained');
    expect(unseenReasonOf(far, evmAccount(11))).toBe('early-stop');
  });

  it('is that it was small: dust below 3 units, and the floor below 10', () => {
    const reason = (amount: bigint) => {
      const large = ether(KRAKEN, SUBJECT, 100_000n, 1);
      const small = ether(PAYER, SUBJECT, amount, 10);
      return unseenReasonOf(
        traceWorld({ subject: SUBJECT, facts: [large, small], claims: [kraken] }),
        PAYER,
      );
    };
    expect(reason(2n)).toBe('dust');
    expect(reason(3n)).toBe('floor');
    expect(reason(9n)).toBe('floor');
    expect(reason(10n)).toBe('ledger-mismatch');
  });
});
