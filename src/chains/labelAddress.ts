import { type Account, addressOfAccount, chainOfAccount, createAccount } from '../core/account.js';
import { CHAINS, type Chain, findChain, findChainByName } from '../core/chain.js';
import { Bug } from '../core/errors.js';
import { readBareAddress } from './bareAddress.js';
import { CHECKSUM_BYTES, decodeBase58, decodeBase58Check, encodeBase58Check } from './base58.js';
import { P2PKH_VERSION, P2SH_VERSION } from './bitcoin/address.js';
import { decodeCashAddress } from './cashAddress.js';
import {
  bitcoinScriptAddress,
  canonicalOn,
  cashAddressOf,
  litecoinScriptAddress,
} from './chainForm.js';
import { formatEvmAddress } from './ethereum/address.js';
import { bytesToHex, hexToBytes } from './hex.js';
import type { FoundAddress } from './reading.js';

const TRON_VERSION = 0x41;

/** The account that a label's address stands for, or what is wrong with the address. */
export type LabelAddress =
  | { readonly ok: true; readonly account: Account }
  | { readonly ok: false; readonly problem: string };

/**
 * The account of a label, in the same canonical form that a screened address gets, so that the two
 * meet: lower-case for EVM and bech32, Bitcoin Cash without prefix, all others as written.
 *
 * Edge: an old Bitcoin Cash address (1… or 3…) and an old Litecoin one (3…) get today's form.
 * Edge: a checksum is tested where the format has one.
 */
export function canonicalLabelAddress(chainName: string, address: string): LabelAddress {
  const chain = findChainByName(chainName);
  if (chain === undefined) {
    return { ok: false, problem: `The chain name "${chainName}" is not one that Hopsight knows.` };
  }
  const reading = readBareAddress(address);
  if (reading?.kind === 'refused') return { ok: false, problem: reading.message };
  const canonical = reading === null ? null : canonicalOn(chain, reading);
  if (canonical === null) {
    return { ok: false, problem: `The address is not one of ${chain.title}.` };
  }
  return { ok: true, account: createAccount(chain.id, canonical) };
}

/** The accounts that a label's address stands for, or what is wrong with the address. */
export type LabelAccounts =
  | { readonly ok: true; readonly accounts: readonly Account[] }
  | { readonly ok: false; readonly problem: string };

/**
 * The accounts of a label whose list says no chain, or one that cannot be relied on: by the format of
 * the address, on the first of the supposed chains that the format fits.
 *
 * Order: most likely first.
 * Edge: where none of the supposed chains fits, an EVM address is Ethereum's, one of Bitcoin's format
 * is Bitcoin's, and any other is of each chain that writes it so.
 */
export function accountsByFormat(address: string, supposed: readonly string[]): LabelAccounts {
  const found = readBareAddress(address);
  if (found === null) {
    return { ok: false, problem: 'The text is not an address of a chain that Hopsight knows.' };
  }
  if (found.kind === 'refused') return { ok: false, problem: found.message };
  const accountOn = (name: string): readonly Account[] => {
    const chain = knownChain(name);
    const canonical = canonicalOn(chain, found);
    return canonical === null ? [] : [createAccount(chain.id, canonical)];
  };
  const fitting = supposed.flatMap(accountOn).slice(0, 1);
  if (fitting.length > 0) return { ok: true, accounts: fitting };
  return { ok: true, accounts: chainsOfFormat(found).flatMap(accountOn) };
}

/** The likeliest of the accounts of such a label, or what is wrong with the address. */
export function accountByFormat(address: string, supposed: readonly string[]): LabelAddress {
  const found = accountsByFormat(address, supposed);
  if (!found.ok) return found;
  const [account] = found.accounts;
  return account === undefined
    ? { ok: false, problem: 'The address is of a chain that Hopsight does not know.' }
    : { ok: true, account };
}

function chainsOfFormat(found: FoundAddress): readonly string[] {
  switch (found.kind) {
    case 'evm':
      return [found.chain?.name ?? 'ethereum'];
    case 'bitcoin':
      return ['bitcoin'];
    case 'untraced':
      return found.chainNames;
  }
}

/** An account's address as its chain writes it: with the EIP-55 case for EVM, else as it is kept. */
export function formatAddress(account: Account): string {
  const address = addressOfAccount(account);
  const isEvm = findChain(chainOfAccount(account))?.family === 'evm';
  return isEvm ? formatEvmAddress(address) : address;
}

/**
 * The TRON account of the key that holds an EVM account; both keep the same 20 bytes.
 *
 * Source: https://developers.tron.network/docs/account#account-address-format
 */
export function tronTwin(evmCanonical: string): Account {
  const payload = Uint8Array.from([TRON_VERSION, ...hexToBytes(evmCanonical.slice(2))]);
  return createAccount(knownChain('tron').id, encodeBase58Check(payload));
}

/** The Ethereum account of the key that holds a TRON account, or null for text that is none. */
export function evmTwin(tronAddress: string): Account | null {
  const decoded = decodeBase58Check(tronAddress);
  return decoded.ok ? evmAccountOf(decoded.payload) : null;
}

function evmAccountOf(tronPayload: Uint8Array): Account | null {
  if (tronPayload.length !== 21 || tronPayload[0] !== TRON_VERSION) return null;
  return createAccount(knownChain('ethereum').id, `0x${bytesToHex(tronPayload.slice(1))}`);
}

/**
 * The accounts that the same base58 text, or the same key, has on the chains that share Bitcoin's
 * address format: Bitcoin Cash, Bitcoin SV and, for 3…, Litecoin.
 *
 * Edge: a SegWit address has none.
 * Source: https://github.com/bitcoincashorg/bitcoincash.org/blob/master/spec/cashaddr.md
 */
export function forkTwins(bitcoinAddress: string): readonly Account[] {
  const cash = cashAddressOf(bitcoinAddress);
  if (cash === null) return [];
  const litecoin = litecoinScriptAddress(bitcoinAddress);
  return [
    createAccount(knownChain('bitcoin-cash').id, cash),
    createAccount(knownChain('bitcoin-sv').id, bitcoinAddress),
    ...(litecoin === null ? [] : [createAccount(knownChain('litecoin').id, litecoin)]),
  ];
}

/**
 * The Bitcoin account of the key or script behind a Bitcoin Cash address, or null for other text.
 */
export function bitcoinTwin(cashAddress: string): Account | null {
  const decoded = decodeCashAddress(cashAddress);
  if (decoded === null) return null;
  const version = decoded.pays === 'key' ? P2PKH_VERSION : P2SH_VERSION;
  const address = encodeBase58Check(Uint8Array.from([version, ...decoded.hash]));
  return createAccount(knownChain('bitcoin').id, address);
}

/**
 * The account on a traced chain that belongs to the same key or script as one on a chain that is
 * not traced, or null where there is none: a label of the one speaks about the other.
 */
export function tracedTwin(account: Account): Account | null {
  // Most accounts of a ledger are EVM ones, and each of them is asked about.
  if (account.startsWith('eip155:')) return null;
  const address = addressOfAccount(account);
  switch (findChain(chainOfAccount(account))?.name) {
    case 'tron': {
      // The checksum was tested when the account was named; that takes most of the time of decoding.
      const payload = decodeBase58(address)?.slice(0, -CHECKSUM_BYTES);
      return payload === undefined ? null : evmAccountOf(payload);
    }
    case 'bitcoin-cash':
      return bitcoinTwin(address);
    case 'bitcoin-sv':
      return createAccount(knownChain('bitcoin').id, address);
    case 'litecoin': {
      const script = bitcoinScriptAddress(address);
      return script === null ? null : createAccount(knownChain('bitcoin').id, script);
    }
    default:
      return null;
  }
}

/**
 * Every account that the holder of a key or script may have by it on any known chain: with the same
 * address on chains that write it alike, and with the twin addresses of TRON and of Bitcoin's forks.
 *
 * Edge: more than belong to it where the account is a contract; what a claim counts for is told by
 * its category.
 */
export function accountsOfKey(account: Account): readonly Account[] {
  const named = [account, tracedTwin(account) ?? account];
  return [...new Set(named.flatMap((one) => [one, ...sameElsewhere(one)]))];
}

function sameElsewhere(account: Account): readonly Account[] {
  const address = addressOfAccount(account);
  const [namespace] = account.split(':', 1);
  if (namespace !== 'eip155' && namespace !== 'bip122') return [];
  const alike = CHAINS.filter(({ id }) => id.startsWith(`${namespace}:`)).map(({ id }) =>
    createAccount(id, address),
  );
  return [...alike, ...(namespace === 'eip155' ? [tronTwin(address)] : forkTwins(address))];
}

function knownChain(name: string): Chain {
  const chain = findChainByName(name);
  if (chain === undefined) throw new Bug('A chain is missing from the list of chains.', { name });
  return chain;
}
