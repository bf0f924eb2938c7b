import { describe, expect, it } from 'vitest';
import type { PaymentSignal } from '../../../../src/core/payment.js';
import { decidePayment } from '../../../../src/desk/payments/paymentDecision.js';

const screened = (decision: 'proceed' | 'review' | 'hold' | 'incomplete', complete = true) => ({
  ...{ decision, complete: decision === 'incomplete' ? false : complete },
  summary: `The screening says ${decision}.`,
  nextStep: { text: `Do as ${decision} says.` },
});
const signal = (
  severity: PaymentSignal['severity'],
  kind: PaymentSignal['kind'] = 'lookalike',
) => ({
  ...{ kind, severity },
  sentence: `A signal says ${severity}.`,
});

describe('the decision about a payment', () => {
  it.each([
    ['proceed', [], 'proceed', true],
    ['proceed', ['info'], 'proceed', true],
    ['proceed', ['incomplete'], 'incomplete', false],
    ['proceed', ['review'], 'review', true],
    ['proceed', ['review', 'incomplete'], 'review', false],
    ['proceed', ['incomplete', 'hold', 'review'], 'hold', false],
    ['incomplete', ['info'], 'incomplete', false],
    ['incomplete', ['review'], 'review', false],
    ['review', ['info'], 'review', true],
    ['review', ['incomplete'], 'review', false],
    ['hold', [], 'hold', true],
    ['hold', ['incomplete'], 'hold', false],
  ] as const)(
    'of a screening that says %s, with %j, is %s',
    (decision, severities, is, complete) => {
      const signals = severities.map((severity) => signal(severity));
      expect(decidePayment(screened(decision), signals)).toMatchObject({ decision: is, complete });
    },
  );

  it('keeps the gaps of a screening that came out review', () => {
    expect(decidePayment(screened('review', false), [])).toMatchObject({
      ...{ decision: 'review', complete: false },
      nextStep: expect.stringContaining('cannot be released'),
    });
  });

  it('is told by its cause, that of the screening first', () => {
    expect(decidePayment(screened('review'), [signal('review')]).summary).toBe(
      'The screening says review.',
    );
    expect(decidePayment(screened('proceed'), [signal('info'), signal('review')]).summary).toBe(
      'A signal says review.',
    );
    expect(decidePayment(screened('proceed'), [signal('info')]).summary).not.toContain('signal');
  });

  it('says how each thing that is missing is cured, once', () => {
    const missing = [
      signal('incomplete', 'unconfirmed-wallet'),
      signal('incomplete', 'changed-since-last-paid'),
      signal('incomplete', 'frozen-by-issuer'),
    ];
    const { nextStep } = decidePayment(screened('incomplete'), missing);
    expect(nextStep.match(/confirmed by a second person/g)).toHaveLength(1);
    expect(nextStep).toContain('sources of the chain');
    expect(nextStep).toContain('Do as incomplete says.');
  });
});
