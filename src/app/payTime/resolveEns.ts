import { namehash } from 'ethers/hash';
import { decodeAddress, decodeFlag, encodeCall } from '../../chains/ethereum/contractWords.js';
import { CapabilityError, InputError } from '../../core/errors.js';
import type { CallAnswer, ChainStateSource } from '../../screening/payPorts.js';

/** Source: https://docs.ens.domains/learn/deployments */
const REGISTRY = '0x00000000000c2e074ec69a0dfb2997ba6c7d2e1e';

const ZERO_ADDRESS = `0x${'0'.repeat(40)}`;

/** `IExtendedResolver`: it answers for names by other means than its own records. Source: https://docs.ens.domains/ensip/10 */
const EXTENDED_RESOLVER = '0x9061b923';

/** `OffchainLookup(address,string[],bytes,bytes4,bytes)`. Source: https://eips.ethereum.org/EIPS/eip-3668 */
const OFFCHAIN_LOOKUP = '0x556f1830';

/**
 * The address that a name in its normal form stands for by ENS's registry, in lower case.
 *
 * Edge: a name that its resolver, or that of a name above it, answers by other means than a record on the
 * chain (ENSIP-10, EIP-3668) is refused: the gateways behind them are told who is looked up, and could
 * answer each asker otherwise.
 * Blind spot: a name whose registration ran out stands for its old address until somebody takes it. A
 * name that is kept in another registry than this one is nobody's here.
 * Source: https://docs.ens.domains/resolution
 *
 * @throws {InputError} for a name that stands for no address, in words that do not repeat it.
 * @throws {SourceError} when the source cannot tell.
 */
export async function resolveEns(
  name: string,
  source: ChainStateSource,
  signal: AbortSignal,
): Promise<string> {
  const resolver = await readRegistry('resolver(bytes32)', name, { source, signal });
  if (resolver === ZERO_ADDRESS) throw await noResolverError(name, { source, signal });
  const asked = { source, signal, resolver };
  if (await isExtended(asked)) throw elsewhereError();
  const answer = await callResolver('addr(bytes32)', namehash(name), asked);
  if (answer.kind === 'reverted') {
    throw answer.data?.startsWith(OFFCHAIN_LOOKUP) === true ? elsewhereError() : noAddressError();
  }
  const address = decodeAddress(answer.data);
  if (address === null || address === ZERO_ADDRESS) throw noAddressError();
  return address;
}

interface Asked {
  readonly source: ChainStateSource;
  readonly signal: AbortSignal;
}

async function readRegistry(
  question: 'resolver(bytes32)' | 'owner(bytes32)',
  name: string,
  { source, signal }: Asked,
): Promise<string> {
  const data = encodeCall(question, [namehash(name)]);
  const answer = await source.callContract({ to: REGISTRY, data }, signal);
  const address = answer.kind === 'answered' ? decodeAddress(answer.data) : null;
  if (address !== null) return address;
  throw new CapabilityError(
    `The registry of ENS gives no answer at the source ${source.name}; give the address itself, or configure another source of Ethereum.`,
    { source: source.name },
  );
}

function callResolver(
  question: 'addr(bytes32)' | 'supportsInterface(bytes4)',
  value: string,
  { source, signal, resolver }: Asked & { readonly resolver: string },
): Promise<CallAnswer> {
  return source.callContract({ to: resolver, data: encodeCall(question, [value]) }, signal);
}

/** Edge: resolvers from before there were such questions do not answer, and are none of these. */
async function isExtended(asked: Asked & { readonly resolver: string }): Promise<boolean> {
  const answer = await callResolver('supportsInterface(bytes4)', EXTENDED_RESOLVER, asked);
  return answer.kind === 'answered' && decodeFlag(answer.data) === true;
}

async function noResolverError(name: string, asked: Asked): Promise<InputError> {
  const owner = await readRegistry('owner(bytes32)', name, asked);
  const labels = name.split('.');
  // The nearest name above it that has a resolver answers for it, where that one can.
  for (let at = 1; at < labels.length; at += 1) {
    const above = labels.slice(at).join('.');
    const resolver = await readRegistry('resolver(bytes32)', above, asked);
    if (resolver === ZERO_ADDRESS) continue;
    if (await isExtended({ ...asked, resolver })) return elsewhereError();
    break;
  }
  return owner === ZERO_ADDRESS
    ? nameError(
        'This name is not registered in ENS; check how it is written, or ask for the address itself.',
      )
    : nameError(
        'This name is registered in ENS and stands for no address, since it has no resolver; ask for the address itself.',
      );
}

function noAddressError(): InputError {
  return nameError(
    'This name is registered in ENS and stands for no address on Ethereum; ask for the address itself.',
  );
}

function elsewhereError(): InputError {
  return nameError(
    'This name is resolved outside the chain, by a server that could answer otherwise tomorrow; give the address itself.',
  );
}

function nameError(message: string): InputError {
  return new InputError(message, { looksLike: 'name' });
}
