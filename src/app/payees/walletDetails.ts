import { parseSubject, type ResolvedAddress } from '../../chains/registry.js';
import { readSubjectText } from '../../chains/subjectText.js';
import { CHAINS, findChainByName } from '../../core/chain.js';
import { InputError } from '../../core/errors.js';
import type { PayeeWallet } from '../../core/payee.js';
import type { PayeePorts } from './payeePorts.js';

/** How long a name may take to be resolved. Units: milliseconds. */
const RESOLVE_MS = 60_000;

/** The address that a text stands for. */
export type FoundWallet = Pick<PayeeWallet, 'input' | 'address' | 'family' | 'ensName'> & {
  /** Short name of the chain that the text named; null for none. */
  readonly namedChain: string | null;
};

/**
 * The address that a text stands for; asks a chain for an ENS name alone.
 *
 * @throws {InputError} for what is no address that can be traced.
 * @throws {SourceError} where nobody could tell what a name stands for.
 */
export async function findWallet(
  text: string,
  { resolveName }: Pick<PayeePorts, 'resolveName'>,
): Promise<FoundWallet> {
  const input = text.trim();
  const read = readSubjectText(input);
  if (read.kind === 'address') return { input, ...tracedOnly(read.resolved), ensName: null };
  const { name, address } = await resolveName(read.name, AbortSignal.timeout(RESOLVE_MS));
  return { input, ...tracedOnly(parseSubject(address)), ensName: name };
}

function tracedOnly(
  resolved: ResolvedAddress,
): Pick<FoundWallet, 'address' | 'family' | 'namedChain'> {
  switch (resolved.kind) {
    case 'evm':
      return {
        address: resolved.address,
        family: 'evm',
        namedChain: resolved.namedChain?.name ?? null,
      };
    case 'bitcoin':
      return { address: resolved.address, family: 'utxo', namedChain: null };
    case 'untraced': {
      const titles = resolved.chains.map(({ title }) => title).join(' or ');
      throw new InputError(
        `This is an address on ${titles}, which Hopsight does not trace; ask the payee for a Bitcoin or Ethereum-type address.`,
      );
    }
  }
}

/**
 * The chains on which a wallet may be paid. Order: as configured.
 *
 * Edge: of nothing named and no Ethereum-type chain configured it is Ethereum.
 *
 * @throws {InputError} for a chain that does not fit the address, or is not configured.
 */
export function chainsFor(
  { family, namedChain }: Pick<FoundWallet, 'family' | 'namedChain'>,
  asked: readonly string[] | null,
  configured: readonly string[],
): readonly string[] {
  if (family === 'utxo') {
    if (asked?.some((name) => name !== 'bitcoin') === true) {
      throw new InputError('This is a Bitcoin address; it is paid on bitcoin alone.');
    }
    return ['bitcoin'];
  }
  const fitting = evmNames(configured);
  const named = asked ?? (namedChain === null ? fitting : [namedChain]);
  if (named.length === 0) throw new InputError('Name at least one chain of this wallet.');
  for (const name of named) assertFits(name, fitting);
  if (namedChain !== null && !named.includes(namedChain)) {
    throw new InputError(
      `The text names the chain ${namedChain}, which the chains leave out; add it, or give the address alone.`,
    );
  }
  return fitting.filter((name) => named.includes(name));
}

function evmNames(configured: readonly string[]): readonly string[] {
  const names = configured.filter((name) => findChainByName(name)?.family === 'evm');
  return names.length === 0 ? ['ethereum'] : names;
}

function assertFits(name: string, fitting: readonly string[]): void {
  if (fitting.includes(name)) return;
  const known = CHAINS.find((chain) => chain.name === name);
  // A word that is no chain is not repeated: it may be anything that somebody typed.
  const what = known === undefined ? 'A chain that was named' : known.title;
  throw new InputError(
    known === undefined || known.family === 'evm'
      ? `${what} is not configured, so that nothing of it could be checked; name some of: ${fitting.join(', ')}.`
      : `This is an address of Ethereum-type chains, and ${what} is none; name some of: ${fitting.join(', ')}.`,
  );
}

/** What the history tells of a wallet. */
export function walletFields(
  wallet: Pick<
    PayeeWallet,
    'chains' | 'custody' | 'validFrom' | 'validUntil' | 'confirmedAt' | 'confirmedBy'
  >,
): Record<string, string | null> {
  const { chains, custody, validFrom, validUntil, confirmedAt, confirmedBy } = wallet;
  return {
    chains: chains.join(CHAINS_BETWEEN),
    ...{ custody, validFrom, validUntil, confirmedAt, confirmedBy },
  };
}

/** What stands between the chains in the history. */
export const CHAINS_BETWEEN = ', ';
