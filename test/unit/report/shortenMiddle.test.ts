import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shortenMiddle } from '../../../src/report/shortenMiddle.js';

const RONIN = '0x098b716b8aaf21512996dc57eb0615e2383e2f96';

describe('addresses that are shortened', () => {
  it('keep six characters on either side, not counting the prefix', () => {
    expect(shortenMiddle([RONIN]).get(RONIN)).toBe('0x098b71…3e2f96');
    const bitcoin = '115p7UMMngoj1pMvkpHijcRdfJNXj6LrLn';
    expect(shortenMiddle([bitcoin]).get(bitcoin)).toBe('115p7U…j6LrLn');
  });

  it('keep more where two would look alike, as when one is passed off for another', () => {
    const twin = `0x098b71${'0'.repeat(28)}3e2f96`;
    const shortened = shortenMiddle([RONIN, twin]);
    expect(shortened.get(RONIN)).not.toBe(shortened.get(twin));
    expect(shortened.get(RONIN)).toBe('0x098b716…83e2f96');
  });

  it('stand whole where shortening would gain nothing', () => {
    expect(shortenMiddle(['0123456789abc']).get('0123456789abc')).toBe('0123456789abc');
    expect(shortenMiddle(['0123456789abcd']).get('0123456789abcd')).toBe('012345…89abcd');
  });

  it('never look alike, whatever they are', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.stringMatching(/^(?:0x)?[ab]{14,20}$/), { minLength: 1, maxLength: 20 }),
        (texts) => {
          const shortened = [...shortenMiddle(texts).values()];
          expect(new Set(shortened).size).toBe(texts.length);
        },
      ),
    );
  });
});
