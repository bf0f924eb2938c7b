import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { digestInvoice } from '../../src/app/payments/checkApproval.js';
import { readApproval } from '../../src/core/approval.js';
import { formatCanonicalJson } from '../../src/core/canonicalJson.js';
import { openTestApprovals, testTerms } from '../support/approvals.js';

const { approvals, close } = openTestApprovals();
afterAll(close);

const terms = fc
  .record({
    amount: fc.bigInt({ min: 1n, max: 10n ** 30n }).map(String),
    invoiceDigest: fc.string({ unit: 'grapheme' }).map(digestInvoice),
    decision: fc.constantFrom('proceed' as const, 'released-review' as const),
    payeeId: fc.stringMatching(/^[0-9A-Z]{26}$/),
  })
  .map(testTerms);

const outcomeOf = (value: unknown) =>
  approvals.check(JSON.stringify(value), { invoice: null }).outcome;

/** One character of a text replaced by another. */
const flip = (text: string, at: number, by: number) => {
  const place = at % text.length;
  const code = text.charCodeAt(place) ^ (1 << (by % 7));
  return `${text.slice(0, place)}${String.fromCharCode(code)}${text.slice(place + 1)}`;
};

describe('a signed approval', () => {
  it('verifies in any order of its members, and with any blanks', () => {
    fc.assert(
      fc.property(terms, fc.infiniteStream(fc.nat()), fc.nat(4), (asked, order, blanks) => {
        const signed = approvals.sign(asked);
        const ranks = order[Symbol.iterator]();
        const shuffled = Object.entries(signed)
          .map((entry) => ({ entry, rank: Number(ranks.next().value) }))
          .sort((a, b) => a.rank - b.rank)
          .map(({ entry }) => entry);
        const text = JSON.stringify(Object.fromEntries(shuffled), null, blanks);
        expect(approvals.check(text, { invoice: null })).toMatchObject({
          outcome: 'valid',
          approval: signed,
        });
      }),
      { numRuns: 50 },
    );
  });

  it('never verifies with one character of any member changed', () => {
    fc.assert(
      fc.property(terms, fc.nat(), fc.nat(), (asked, at, by) => {
        const signed = approvals.sign(asked);
        for (const [name, value] of Object.entries(signed)) {
          if (name === 'version' || name === 'kind') continue;
          const changed = { ...signed, [name]: flip(String(value), at, by) };
          expect(['altered', 'unknown-key'], name).toContain(outcomeOf(changed));
        }
      }),
      { numRuns: 50 },
    );
  });

  it('never verifies without one of its members, or with one of another kind', () => {
    const signed = approvals.sign(testTerms());
    for (const name of Object.keys(signed)) {
      if (name === 'kind') continue;
      for (const other of [undefined, null, 0, 2, '', [], {}, true, ['1500500000']]) {
        expect(outcomeOf({ ...signed, [name]: other }), `${name}: ${other}`).not.toBe('valid');
      }
    }
  });

  it('never verifies with a member more', () => {
    const signed = approvals.sign(testTerms());
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.jsonValue(), (name, value) => {
        fc.pre(!Object.hasOwn(signed, name) && value !== undefined);
        const text = JSON.stringify(signed).replace(/^\{/, () => {
          return `{${JSON.stringify(name)}:${JSON.stringify(value)},`;
        });
        expect(approvals.check(text, { invoice: null }).outcome).toBe('altered');
      }),
    );
  });

  it('never verifies with two values that were exchanged between two approvals', () => {
    const left = approvals.sign(testTerms({ amount: '5', payeeId: 'A' }));
    const right = approvals.sign(testTerms({ amount: '7', payeeId: 'B' }));
    expect(outcomeOf({ ...left, amount: right.amount })).toBe('altered');
    expect(outcomeOf({ ...left, signature: right.signature })).toBe('altered');
    expect(outcomeOf({ ...left, amount: right.amount, signature: right.signature })).toBe(
      'altered',
    );
  });

  it('has one text: base64 that decodes to the same bytes is another', () => {
    const signed = approvals.sign(testTerms());
    const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
    const last = letters.indexOf(signed.signature[85] ?? '');
    const twin = `${signed.signature.slice(0, 85)}${letters[last + 1]}==`;
    expect(Buffer.from(twin, 'base64')).toEqual(Buffer.from(signed.signature, 'base64'));
    expect(outcomeOf({ ...signed, signature: twin })).toBe('altered');
  });
});

describe('reading an approval', () => {
  it('answers to anything, and takes what it wrote', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        expect(readApproval(value).kind).not.toBe('approval');
      }),
    );
    const signed = approvals.sign(testTerms());
    expect(readApproval(JSON.parse(formatCanonicalJson({ ...signed })))).toEqual({
      kind: 'approval',
      approval: signed,
    });
  });
});
