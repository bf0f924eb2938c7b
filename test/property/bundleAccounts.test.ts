import fc from 'fast-check';
import { expect, it } from 'vitest';
import { accountsOfKey, tracedTwin, tronTwin } from '../../src/chains/labelAddress.js';
import { type Account, createAccount } from '../../src/core/account.js';
import { accountsOfBundle } from '../../src/core/bundleAccounts.js';
import { CHAINS } from '../../src/core/chain.js';
import { decodeFactBundle } from '../../src/core/decodeBundle.js';
import { formatFactBundle } from '../../src/core/factBundle.js';
import { speaksAbout } from '../../src/store/labelMatch.js';
import { anyBundle, anyFacts } from '../support/anyBundle.js';
import { claimOn } from '../support/lookbackWorld.js';

/** Every text in a JSON value that names an account, wherever it stands. */
function namedIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(namedIn);
}

it('every account that the text of a bundle names is found, but for those of the payer alone', () => {
  fc.assert(
    fc.property(anyBundle, (bundle) => {
      const accounts = accountsOfBundle(bundle);
      const { circumstances: _, ...rest } = JSON.parse(formatFactBundle(bundle));
      const chains = new Set<string>(CHAINS.map(({ id }) => id));
      const named = namedIn(rest).filter((text) => {
        const [, chain = ''] = /^([^:]+:[^:]+):[^:]+$/.exec(text) ?? [];
        return chains.has(chain);
      });
      expect([...named].filter((text) => !new Set<string>(accounts).has(text))).toEqual([]);
      expect([...accounts].filter((account) => !named.includes(account))).toEqual([]);
      expect(accountsOfBundle(decodeFactBundle(formatFactBundle(bundle)))).toEqual(accounts);
    }),
  );
});

it('every account of facts alone is found', () => {
  fc.assert(
    fc.property(anyFacts, (facts) => {
      const accounts = accountsOfBundle({ version: 1, facts, prices: [] });
      for (const fact of facts) {
        const ends =
          fact.kind === 'transfer'
            ? [fact.from, fact.to]
            : [...fact.inputs, ...fact.outputs].map(({ account }) => account);
        for (const end of ends) expect(end === null || accounts.has(end)).toBe(true);
      }
    }),
  );
});

const hex = fc.stringMatching(/^[0-9a-f]{40}$/).map((digits) => `0x${digits}`);

/** Addresses of a few keys, in every form that some chain gives them. */
const BITCOIN_FORMS = [
  '1HLoD9E4SDFFPDiYfNYnkBLQ85Y51J3Zb1',
  '3P14159f73E4gFr7JterCCQh9QjiTjiZrG',
  'bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4',
];

const account: fc.Arbitrary<Account> = fc.oneof(
  fc.record({ address: hex, place: fc.nat() }).map(({ address, place }) => {
    const evm = CHAINS.filter(({ family }) => family === 'evm');
    const chain = evm[place % evm.length] ?? CHAINS[0];
    return createAccount(chain?.id ?? expect.unreachable(), address);
  }),
  hex.map(tronTwin),
  fc.constantFrom(...BITCOIN_FORMS.flatMap((address) => formsOf(address))),
);

function formsOf(address: string): readonly Account[] {
  const shared = CHAINS.filter(({ id }) => id.startsWith('bip122:'));
  const texts = shared.map(({ id }) => createAccount(id, address));
  return [...texts, ...texts.flatMap(accountsOfKey)];
}

it('whomever a claim speaks about is among the accounts that are looked for', () => {
  fc.assert(
    fc.property(
      account,
      account,
      fc.constantFrom('stolen-funds' as const, 'exchange' as const, 'bridge' as const),
      (claimed, other, category) => {
        const use = category === 'stolen-funds' ? 'exposure' : 'service';
        const claim = claimOn(claimed, { category, use });
        const looked = new Set(accountsOfKey(claimed));
        for (const one of [other, ...accountsOfKey(other), ...accountsOfKey(claimed)]) {
          if (speaksAbout(claim, one, tracedTwin)) expect(looked, one).toContain(one);
        }
      },
    ),
  );
});
