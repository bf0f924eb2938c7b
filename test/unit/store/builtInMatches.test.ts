import { beforeEach, describe, expect, it } from 'vitest';
import { importBuiltIn } from '../../../src/app/labelImports.js';
import {
  bitcoinTwin,
  evmTwin,
  forkTwins,
  tracedTwin,
  tronTwin,
} from '../../../src/chains/labelAddress.js';
import {
  type Account,
  addressOfAccount,
  chainOfAccount,
  createAccount,
} from '../../../src/core/account.js';
import type { Attribution } from '../../../src/core/attribution.js';
import { CHAINS, findChain } from '../../../src/core/chain.js';
import type { LabelBook } from '../../../src/screening/ports.js';
import { createLabelStore } from '../../../src/store/labelStore.js';
import { now, openForTest } from './temporaryDatabase.js';

function openBuiltIn(): { readonly book: LabelBook; readonly claims: readonly Attribution[] } {
  const store = createLabelStore(openForTest(), { tracedTwin });
  importBuiltIn(store, now);
  const claims = store.listImports().flatMap(({ id }) => store.readSnapshot(id) ?? []);
  return { book: store.openBook({ day: '2026-11-22', withBuiltIn: true }), claims };
}

/** EVM chains share addresses; some speak for all. */
const EVM_CHAINS = ['ethereum', 'arbitrum', 'bsc'];

/** The accounts of the key or script behind an account on chains where labels may know it. */
function sameKey(account: Account): readonly Account[] {
  const address = addressOfAccount(account);
  const onEvm = (evm: string) =>
    CHAINS.filter(({ name }) => EVM_CHAINS.includes(name)).map(({ id }) => createAccount(id, evm));
  const chain = findChain(chainOfAccount(account));
  if (chain?.family === 'evm') return [...onEvm(address), tronTwin(address)];
  switch (chain?.name) {
    case 'tron': {
      const twin = evmTwin(address);
      return twin === null ? [] : onEvm(addressOfAccount(twin));
    }
    case 'bitcoin':
      return forkTwins(address);
    case 'bitcoin-cash':
      return [bitcoinTwin(address) ?? account];
    default:
      return [];
  }
}

describe('the built-in sets in a book', () => {
  let opened: ReturnType<typeof openBuiltIn>;
  beforeEach(() => {
    opened = openBuiltIn();
  });

  it('are met by every account of the same key that an exposure names, whatever its chain', () => {
    const { book, claims } = opened;
    const exposed = new Set(
      claims.filter(({ use }) => use !== 'service').map(({ account }) => account),
    );
    const unmet = [...exposed].filter((account) => {
      const own = book.readClaims(account).filter(({ use }) => use !== 'service');
      const isMet = (other: Account) =>
        own.every((claim) => book.readClaims(other).includes(claim));
      return own.length === 0 || !sameKey(account).every(isMet);
    });
    expect(exposed.size).toBeGreaterThan(2_500);
    expect(unmet).toEqual([]);
  });

  it('keep what a contract is to its own chain', () => {
    const { book, claims } = opened;
    const token = claims.find(
      ({ category, account }) => category === 'token-contract' && account.startsWith('eip155:1:'),
    );
    expect.assert(token !== undefined);
    const others = sameKey(token.account).filter((account) => account !== token.account);
    const met = others.flatMap((account) => book.readClaims(account));
    expect(met.filter(({ account }) => account === token.account)).toEqual([]);
  });
});
