import { type Account, createAccount } from '../core/account.js';
import { type Chain, findChainByName } from '../core/chain.js';
import { Bug, InputError } from '../core/errors.js';
import { formatEvmAddress } from './ethereum/address.js';
import { forkTwins, tracedTwin, tronTwin } from './labelAddress.js';
import { readPastedText } from './pastedText.js';
import type { FoundAddress } from './reading.js';
import { readSecret } from './suspects.js';

/** The address that a text stands for, by how far Hopsight can follow it. */
export type ResolvedAddress =
  | {
      readonly kind: 'evm';
      /** With the EIP-55 checksum in its case. */
      readonly address: string;
      /** Lower-case. */
      readonly canonical: string;
      /** The chain that the text named; null for an address alone, which is the same key on every EVM chain. */
      readonly namedChain: Chain | null;
    }
  | {
      readonly kind: 'bitcoin';
      /** SegWit addresses in lower case. */
      readonly address: string;
      readonly account: Account;
    }
  | {
      readonly kind: 'untraced';
      readonly address: string;
      /** Chains that the address may belong to. Order: most likely first. */
      readonly chains: readonly Chain[];
      /** Accounts to look up in the labels: one per chain, then those of the same key on traced chains. */
      readonly accounts: readonly Account[];
    };

/**
 * Resolves a text that a person pasted to the one address in it.
 *
 * Edge: an address of a chain that is recognised but not traced is resolved too (`untraced`).
 * Blind spot: an EVM address in one case and a Solana address carry no checksum, so a typing error
 * in them goes unnoticed.
 *
 * @throws {InputError} for everything else: the message says what the text looks like and what to
 * do, `details.looksLike` names the kind. Neither repeats the text, which may be a secret; addresses
 * that were recognised appear by their first six and last four characters.
 */
export function parseSubject(text: string): ResolvedAddress {
  const reading = readPastedText(text);
  if (reading.kind === 'refused') {
    throw new InputError(reading.message, { looksLike: reading.looksLike });
  }
  return resolve(reading);
}

/**
 * Refuses a text that is to be kept beside an address when it may hold a key or a seed phrase.
 *
 * @throws {InputError} which says what the text looks like and never repeats it.
 */
export function refuseSecret(text: string, name: string): void {
  const refusal = readSecret(text.split(/\s+/));
  if (refusal === null) return;
  throw new InputError(`The ${name} is refused. ${refusal.message}`, {
    looksLike: refusal.looksLike,
  });
}

/**
 * The accounts under which labels may know an address: its own, then those of the same key on other
 * chains (the TRON twin of an EVM address and the other way round, forks of Bitcoin).
 *
 * Edge: an EVM address without a named chain stands for its account on Ethereum.
 */
export function accountsToLookUp(resolved: ResolvedAddress): readonly Account[] {
  switch (resolved.kind) {
    case 'evm': {
      const chain = resolved.namedChain ?? knownChain('ethereum');
      return [createAccount(chain.id, resolved.canonical), tronTwin(resolved.canonical)];
    }
    case 'bitcoin':
      return [resolved.account, ...forkTwins(resolved.address)];
    case 'untraced':
      return resolved.accounts;
  }
}

function resolve(found: FoundAddress): ResolvedAddress {
  switch (found.kind) {
    case 'evm':
      return {
        kind: 'evm',
        address: formatEvmAddress(found.canonical),
        canonical: found.canonical,
        namedChain: found.chain,
      };
    case 'bitcoin':
      return {
        kind: 'bitcoin',
        address: found.address,
        account: createAccount(knownChain('bitcoin').id, found.address),
      };
    case 'untraced': {
      const chains = found.chainNames.map(knownChain);
      const own = chains.map((chain) => createAccount(chain.id, found.address));
      const twins = own.flatMap((account) => tracedTwin(account) ?? []);
      return { kind: 'untraced', address: found.address, chains, accounts: [...own, ...twins] };
    }
  }
}

function knownChain(name: string): Chain {
  const chain = findChainByName(name);
  if (chain === undefined) throw new Bug('A chain is missing from the list of chains.', { name });
  return chain;
}
