import { describe, expect, it } from 'vitest';
import { parseSubject } from '../../../src/chains/registry.js';
import { refusalOf } from './refusal.js';

const EVM = '0x098B716B8Aaf21512996dC57EB0615e2383E2f96';
const BITCOIN = '1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa';
const SOLANA = '42RLPACwZPx3vYYmxSueqsogfynBDqXK298EDsNoyoHi';

describe('pasting', () => {
  it.each([
    ['blanks', `  \t${EVM}\r\n`],
    ['no-break spaces', `\u00a0${EVM}\u202f`],
    ['quotes', `"${EVM}"`],
    ['curly quotes', `“${EVM}”`],
    ['single curly quotes', `‘${EVM}’`],
    ['angle quotes', `«${EVM}»`],
    ['backticks', `\`${EVM}\``],
    ['angle brackets', `<${EVM}>`],
    ['brackets and a full stop', `(${EVM}).`],
    ['a comma', `${EVM},`],
    ['a bullet', `• ${EVM}`],
    ['a dash', `- ${EVM}`],
    ['a line break inside', `${EVM.slice(0, 20)}\n${EVM.slice(20)}`],
    ['an indented line break inside', `${EVM.slice(0, 20)}\r\n    ${EVM.slice(20)}`],
    ['groups of four', EVM.replace(/.{4}(?=.)/g, '$& ')],
    ['all of it at once', `\n “<${EVM.slice(0, 20)}\n${EVM.slice(20)}>”. `],
  ])('may bring %s', (_, text) => {
    expect(parseSubject(text)).toEqual(parseSubject(EVM));
  });

  it('may put a blank between chain and address', () => {
    expect(parseSubject(`ETH: ${EVM}`)).toEqual(parseSubject(`eth:${EVM}`));
    expect(parseSubject(`bitcoin: ${BITCOIN}`)).toEqual(parseSubject(BITCOIN));
  });

  it('may break a Solana address over lines, but never makes one from the words of a line', () => {
    expect(parseSubject(`${SOLANA.slice(0, 20)}\n${SOLANA.slice(20)}`)).toEqual(
      parseSubject(SOLANA),
    );
    expect(refusalOf(`${SOLANA.slice(0, 20)} ${SOLANA.slice(20)}`).looksLike).toBe('unknown');
  });
});

describe('several addresses', () => {
  it.each([' ', '\n', ',', ', ', ';', ' and ', '|', '/'])(
    'between %j are all listed and none is chosen',
    (separator) => {
      const refusal = refusalOf(`${EVM}${separator}${BITCOIN}`);
      expect(refusal.looksLike).toBe('several-addresses');
      expect(refusal.message).toContain('2 different addresses (0x098B…2f96, 1A1zP1…vfNa)');
      expect(refusal.message).toContain('screen each one');
    },
  );

  it('do not become a third one by being joined', () => {
    // 44 characters of base58 are the length of a Solana address, which has no checksum.
    expect(refusalOf('344BBtYkhaCXgA7oYSXASUfh4bFieiponG\nabcdefghij').looksLike).toBe(
      'address-among-words',
    );
  });

  it('are one when they are the same', () => {
    expect(parseSubject(`${EVM} ${EVM.toLowerCase()}`)).toEqual(parseSubject(EVM));
    expect(parseSubject(`${BITCOIN}\nbitcoin:${BITCOIN}`)).toEqual(parseSubject(BITCOIN));
  });

  it('are one with the chain that any of them named, and without when they disagree', () => {
    expect(parseSubject(`${EVM} https://polygonscan.com/address/${EVM}`)).toEqual(
      parseSubject(`matic:${EVM}`),
    );
    expect(parseSubject(`matic:${EVM} ${EVM}`)).toEqual(parseSubject(`matic:${EVM}`));
    expect(parseSubject(`matic:${EVM} matic:${EVM}`)).toEqual(parseSubject(`matic:${EVM}`));
    expect(parseSubject(`matic:${EVM} eth:${EVM}`)).toEqual(parseSubject(EVM));
  });

  it('that look alike at both ends are told to be so', () => {
    const refusal = refusalOf(
      '0x098b700000000000000000000000000000002f96 0x098b7000000000000000000000000000000a2f96',
    );
    expect(refusal.message).toContain('differ only in the middle');
    expect(refusalOf(`${EVM} ${BITCOIN}`).message).not.toContain('middle');
  });

  it('are counted when there are too many to list', () => {
    const addresses = Array.from(
      { length: 12 },
      (_, at) => `0x${at.toString(16).padStart(40, '1')}`,
    );
    expect(refusalOf(addresses.join('\n')).message).toMatch(/12 different addresses .* and 2 more/);
  });
});

describe('an address among other words', () => {
  it.each([
    `please pay ${EVM} today`,
    `${EVM} and not ${EVM.slice(0, 41)}`,
    `Bob,${EVM},100`,
    `${EVM} vitalik.eth`,
    `eth:${EVM} ${EVM.slice(2, 12)}`,
  ])('is named but not chosen: %s', (text) => {
    const refusal = refusalOf(text);
    expect(refusal.looksLike).toBe('address-among-words');
    expect(refusal.message).toContain('0x098B…2f96');
  });
});

describe('a text without a usable address', () => {
  it.each(['', '   ', '\n\t', '""', '“”', '...'])('that is empty says so: %j', (text) => {
    expect(refusalOf(text).looksLike).toBe('empty');
  });

  it.each([
    ['an XRP address', 'rememberthattheaddressfakeswork'],
    ['a Bitcoin Cash address', `q${'abcdefghijklmnopqrstuvwxyz'.repeat(2).slice(0, 41)}`],
    ['a Litecoin address', 'LettersWithoutAnyDigitsAtAcceptab'],
    ['a Monero address', 'A'.repeat(95)],
    ['a Zcash address', 'u1qqqqqqqqqqqqqqqqqq'],
  ])('is not taken for %s because it starts like one', (_, text) => {
    expect(refusalOf(text).looksLike).toBe('unknown');
  });

  it('that is too long is not looked at', () => {
    expect(refusalOf(`${EVM}${' '.repeat(4096)}`).looksLike).toBe('too-long');
    expect(parseSubject(`${EVM}${' '.repeat(4096 - EVM.length)}`)).toEqual(parseSubject(EVM));
  });

  it.each(['hello', 'my dog ate my homework', '12345', 'someone@example.com', '#@', 'a:b'])(
    'says what is accepted: %s',
    (text) => {
      const refusal = refusalOf(text);
      expect(refusal.looksLike).toBe('unknown');
      expect(refusal.message).toContain('not an address that Hopsight recognises');
      expect(refusal.message).toContain('a Bitcoin mainnet address');
      expect(refusal.message).not.toContain(text);
    },
  );

  it('complains about the broken address and not about the words around it', () => {
    const broken = EVM.replace('B', 'b');
    expect(refusalOf(`my address is ${broken}`).looksLike).toBe('wrong-checksum');
    expect(refusalOf(`${broken} thanks`).looksLike).toBe('wrong-checksum');
    expect(refusalOf(`${broken.slice(0, 20)}\n${broken.slice(20)}`).looksLike).toBe(
      'wrong-checksum',
    );
    expect(refusalOf(`pay ${EVM.slice(0, 41)}`).looksLike).toBe('wrong-length');
  });

  it('never shows a bare address longer than its two ends', () => {
    for (const text of [`${EVM} ${BITCOIN}`, `pay ${EVM}`, EVM.slice(0, 41)]) {
      expect(refusalOf(text).message).not.toContain(EVM.slice(0, 10));
    }
  });
});

it('an address whose second line alone looks like one of Solana is the whole one', () => {
  const written = 'bc1pt565lvcqcnklar56x7nud7cpn72r5sahqqrq97gpdm7q2vx9xtus4v787m';
  const broken = `bc1pt565lvcqcnklar\r\n  ${written.slice(18)}`;
  expect(parseSubject(broken)).toMatchObject({ kind: 'bitcoin', address: written });
  const solana = written.slice(18);
  expect(parseSubject(solana)).toMatchObject({ kind: 'untraced', address: solana });
  expect(() => parseSubject(`pay ${solana}`)).toThrow(/among other words/);
});
