import { findChainByName } from '../core/chain.js';
import { readBareAddress } from './bareAddress.js';
import { narrowToChain } from './chainForm.js';
import { readChainId, readShortName } from './namedChain.js';
import { type FoundAddress, type Reading, refuse } from './reading.js';
import { distinctAddresses, refuseSeveral } from './severalAddresses.js';
import { readName } from './suspects.js';

/** CAIP-10: namespace, reference, address. Source: https://chainagnostic.org/CAIPs/caip-10 */
const CAIP10 = /^([-a-z0-9]{3,8}):([-_a-zA-Z0-9]{1,32}):([-.%a-zA-Z0-9]{1,128})$/;

const SCHEME = /^([a-z][a-z0-9+.-]*):(?:\/\/)?([^?]*)(?:\?(.*))?$/i;

/** Payment links of chains that are recognised but not traced, by their scheme. */
const CHAIN_OF_SCHEME: ReadonlyMap<string, string> = new Map([
  ['bitcoincash', 'bitcoin-cash'],
  ['litecoin', 'litecoin'],
  ['dogecoin', 'dogecoin'],
  ['dash', 'dash'],
  ['zcash', 'zcash'],
  ['monero', 'monero'],
  ['tron', 'tron'],
  ['solana', 'solana'],
  ['ripple', 'xrp'],
  ['xrpl', 'xrp'],
  ['web+cardano', 'cardano'],
]);

/** A link taken apart at its first colon and question mark. */
interface Link {
  readonly scheme: string;
  readonly path: string;
  readonly parameters: readonly (readonly [string, string])[];
}

/**
 * Reads an address that comes with its chain in front: a CAIP-10 or EIP-3770 id, a BIP-21 or
 * EIP-681 payment link, or the payment link of an untraced chain. Null for any other text.
 */
export function readUri(text: string): Reading | null {
  const caip10 = CAIP10.exec(text);
  if (caip10 !== null) {
    const [, namespace = '', reference = '', address = ''] = caip10;
    const named = readChainId(namespace, reference);
    return named.kind === 'refused' ? named : readOnChain(address, named.chain.name);
  }
  const link = parseLink(text);
  if (link === null) return null;
  if (link.scheme === 'bitcoin') return readBip21(link);
  if (link.scheme === 'ethereum') return readEip681(link);
  if (link.scheme === 'lightning') return refuseLightning();
  const chainName = CHAIN_OF_SCHEME.get(link.scheme);
  if (chainName !== undefined) return readOnChain(link.path, chainName);
  return readEip3770(link);
}

function parseLink(text: string): Link | null {
  const match = SCHEME.exec(text);
  if (match === null) return null;
  const [, scheme = '', path = '', query = ''] = match;
  // Upper-case links come from QR codes; the names of parameters are the same in either case.
  const parameters = [...new URLSearchParams(query)].map(
    ([name, value]) => [name.toLowerCase(), value] as const,
  );
  return { scheme: scheme.toLowerCase(), path, parameters };
}

/**
 * Source: https://github.com/bitcoin/bips/blob/master/bip-0021.mediawiki and, for `bc`,
 * https://github.com/bitcoin/bips/blob/master/bip-0321.mediawiki
 */
function readBip21(link: Link): Reading {
  if (link.parameters.some(([name]) => name.startsWith('req-'))) {
    return refuse(
      'payment-request',
      'The Bitcoin payment link demands something that Hopsight does not know (a parameter that starts with req-); ask for the address itself.',
    );
  }
  const addresses = [link.path, ...valuesOf(link, 'bc')].filter((address) => address !== '');
  if (addresses.length === 0) {
    if (valuesOf(link, 'lightning').length > 0) return refuseLightning();
    return refuse('payment-request', 'The Bitcoin payment link has no address; ask for one.');
  }
  return onlyAddress(addresses.map((address) => readOnChain(address, 'bitcoin')));
}

/** Source: https://eips.ethereum.org/EIPS/eip-681 */
function readEip681(link: Link): Reading {
  const match = /^(?:pay-)?([^@/]*)(?:@([0-9]+))?(?:\/([a-z0-9_]*))?$/i.exec(link.path);
  if (match === null) {
    return refuse(
      'payment-request',
      'The Ethereum payment link is not written as EIP-681 says; ask for the address itself.',
    );
  }
  const [, target = '', chainId, call = ''] = match;
  const named = chainId === undefined ? null : readChainId('eip155', chainId);
  if (named?.kind === 'refused') return named;
  const payee = call === '' ? readCoinPayee(link, target) : readCallPayee(link, { target, call });
  if (payee.kind === 'refused') return payee;
  const chain = named?.chain ?? findChainByName('ethereum');
  const onEvm = chain === undefined ? payee : narrowToChain(payee, chain);
  if (onEvm.kind !== 'evm' || named !== null) return onEvm;
  // Without an id the link means whatever chain its reader is on, so none is named.
  return { ...onEvm, chain: null };
}

/** A link without a call pays its target; an `address` beside it would be a second payee. */
function readCoinPayee(link: Link, target: string): Reading {
  return onlyAddress([target, ...valuesOf(link, 'address')].map(readPayee));
}

/** A token transfer names the token as its target; the payee is the parameter `address`. */
function readCallPayee(
  link: Link,
  request: { readonly target: string; readonly call: string },
): Reading {
  const token = readPayee(request.target);
  if (token.kind === 'refused') return token;
  const payees = valuesOf(link, 'address');
  if (request.call !== 'transfer' || payees.length === 0) {
    return refuse(
      'payment-request',
      'The Ethereum payment link calls a contract in a way that names no payee; ask for the address of the payee itself.',
    );
  }
  return onlyAddress(payees.map(readPayee));
}

function readPayee(text: string): Reading {
  return (
    readBareAddress(text) ??
    readName(text) ??
    refuse(
      'payment-request',
      'The payment link does not have an address where one is expected; ask for the address itself.',
    )
  );
}

/** Source: https://eips.ethereum.org/EIPS/eip-3770 */
function readEip3770(link: Link): Reading | null {
  const reading = readBareAddress(link.path) ?? readName(link.path);
  if (reading === null || reading.kind === 'refused') return reading;
  const named = readShortName(link.scheme);
  return named.kind === 'refused' ? named : narrowToChain(reading, named.chain);
}

function readOnChain(address: string, chainName: string): Reading {
  const chain = findChainByName(chainName);
  const reading = readBareAddress(address) ?? readName(address);
  if (chain !== undefined) return narrowToChain(reading, chain);
  return refuse('unknown-chain', 'The text names a chain that Hopsight does not know.');
}

/** The one address that all readings of a link agree on. */
function onlyAddress(readings: readonly Reading[]): Reading {
  const found: FoundAddress[] = [];
  for (const reading of readings) {
    if (reading.kind === 'refused') return reading;
    found.push(reading);
  }
  const distinct = distinctAddresses(found);
  const [first, ...others] = distinct;
  return first === undefined || others.length > 0 ? refuseSeveral(distinct) : first;
}

function refuseLightning(): Reading {
  return refuse(
    'lightning',
    'The text looks like a Lightning payment request, whose payment leaves no public trail; ask for a Bitcoin address.',
  );
}

function valuesOf(link: Link, name: string): readonly string[] {
  return link.parameters.filter(([known]) => known === name).map(([, value]) => value);
}
