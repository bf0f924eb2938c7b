import { describe, expect, it } from 'vitest';
import { type Account, parseAccount } from '../../../src/core/account.js';
import {
  linkToAccount,
  linkToSource,
  linkToTransaction,
} from '../../../src/report/explorerLinks.js';

function account(text: string): Account {
  const parsed = parseAccount(text);
  if (parsed === null) throw new Error('no account');
  return parsed;
}

const RONIN = '0x098b716b8aaf21512996dc57eb0615e2383e2f96';
const ethereum = account(`eip155:1:${RONIN}`);
const bitcoin = account(
  'bip122:000000000019d6689c085ae165831e93:115p7UMMngoj1pMvkpHijcRdfJNXj6LrLn',
);
const TX = 'ab'.repeat(32);

describe('links to public pages', () => {
  it('lead to the explorer of the chain', () => {
    expect(linkToAccount(ethereum)).toBe(`https://etherscan.io/address/${RONIN}`);
    expect(linkToTransaction(ethereum, `0x${TX}`)).toBe(`https://etherscan.io/tx/0x${TX}`);
    expect(linkToTransaction(bitcoin, TX)).toBe(`https://mempool.space/tx/${TX}`);
    expect(linkToAccount(account(`eip155:8453:${RONIN}`))).toBe(
      `https://basescan.org/address/${RONIN}`,
    );
  });

  it('are made of nothing but a whole id of the right form', () => {
    expect(linkToTransaction(ethereum, null)).toBeNull();
    expect(linkToTransaction(ethereum, TX)).toBeNull();
    expect(linkToTransaction(bitcoin, `0x${TX}`)).toBeNull();
    for (const id of [`0x${TX}"><script>`, `0x${TX}/../..`, `0x${TX.slice(1)}`, '']) {
      expect(linkToTransaction(ethereum, id)).toBeNull();
    }
    expect(linkToAccount(account('eip155:1:0x"onload=alert(1)'))).toBeNull();
  });

  it('are not guessed for a chain without an explorer here', () => {
    expect(linkToAccount(account(`eip155:250:${RONIN}`))).toBeNull();
    expect(linkToTransaction(account(`eip155:250:${RONIN}`), `0x${TX}`)).toBeNull();
  });
});

describe('links to sources', () => {
  it('are the link with which the text begins', () => {
    expect(linkToSource('https://home.treasury.gov/news?id=1#a (OFAC)')).toBe(
      'https://home.treasury.gov/news?id=1#a',
    );
    expect(linkToSource('https://a.example/x; https://b.example/y')).toBe('https://a.example/x');
  });

  it('are none for another scheme, a name in the link, or no link', () => {
    for (const text of [
      'javascript:alert(1)',
      'http://a.example/',
      'data:text/html,x',
      'https://user:secret@a.example/',
      'https://',
      'see https://a.example/',
      '',
    ]) {
      expect(linkToSource(text)).toBeNull();
    }
  });
});
