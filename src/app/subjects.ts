import { formatAddress } from '../chains/labelAddress.js';
import type { ResolvedAddress } from '../chains/registry.js';
import { accountsToLookUp } from '../chains/registry.js';
import type { Account } from '../core/account.js';
import { chainOfAccount, createAccount } from '../core/account.js';
import type { Chain } from '../core/chain.js';
import { CHAINS, findChain, findChainByName } from '../core/chain.js';
import { Bug, InputError } from '../core/errors.js';
import type { Unseen } from '../core/lookup.js';
import type { Narrowing } from '../screening/narrowing.js';
import type { ChainSources, ReachOptions } from '../screening/reachChain.js';
import { reachChain } from '../screening/reachChain.js';
import type { ChainAccess, ScreenedSubject } from '../screening/screenAccounts.js';

/** What is needed to look at the chains of an address. */
export interface SubjectReach extends ChainChoice {
  readonly chains: ReadonlyMap<string, ChainSources>;
  /** The name by which the address was given; null where it was given itself. */
  readonly ensName: string | null;
  readonly options: ReachOptions;
  /** Called for each look-up that was answered without asking anyone. */
  readonly onCached: () => void;
}

/**
 * The accounts that an address stands for, each with its chain made ready.
 *
 * An EVM address is the same key on every EVM chain, so it is one account on each configured one.
 */
export async function reachSubjects(
  resolved: ResolvedAddress,
  reach: SubjectReach,
  signal: AbortSignal,
): Promise<ScreenedSubject[]> {
  const aliases = accountsToLookUp(resolved);
  const accounts = accountsToScreen(resolved, reach);
  return Promise.all(
    accounts.map(async (account): Promise<ScreenedSubject> => {
      const chain = chainOf(account);
      return {
        subject: {
          account,
          address: formatAddress(account),
          chain: chain.name,
          ensName: reach.ensName,
          accountKind: resolved.kind === 'bitcoin' ? 'key' : 'unknown',
        },
        aliases: aliases.filter((alias) => alias !== account),
        access: nameChain(await accessTo(chain, reach, signal), accounts),
      };
    }),
  );
}

/** Every account that an address of the user's own may stand for. */
export function accountsNamedBy(resolved: ResolvedAddress): readonly Account[] {
  if (resolved.kind !== 'evm') return accountsToLookUp(resolved);
  return CHAINS.filter((chain) => chain.family === 'evm').map((chain) =>
    createAccount(chain.id, resolved.canonical),
  );
}

/** On which chains an address is looked at. */
export interface ChainChoice {
  /** Configured chains by short name. */
  readonly chains: ReadonlyMap<string, Pick<ChainSources, 'chain'>>;
  /** Short names of the chains on which alone an EVM address is looked at; null for all configured ones. */
  readonly onlyOn: ReadonlySet<string> | null;
}

/**
 * The accounts that are screened for an address. Order: of their chains, as configured.
 *
 * @throws {InputError} when it is confined to chains that do not fit it.
 */
export function accountsToScreen(
  resolved: ResolvedAddress,
  { chains, onlyOn }: ChainChoice,
): readonly Account[] {
  switch (resolved.kind) {
    case 'bitcoin':
      return [resolved.account];
    case 'untraced':
      return resolved.accounts.slice(0, 1);
    case 'evm': {
      const { namedChain } = resolved;
      const known = evmChainsOf(chains, namedChain);
      const asked = onlyOn === null ? known : chainsNamed(onlyOn, namedChain);
      const fallback = findChainByName('ethereum');
      const used = asked.length === 0 && fallback !== undefined ? [fallback] : asked;
      return used.map((chain) => createAccount(chain.id, resolved.canonical));
    }
  }
}

/** The chain that a text named, where nothing is configured for it, and those that are configured. */
function evmChainsOf(chains: ChainChoice['chains'], namedChain: Chain | null): readonly Chain[] {
  const configured = [...chains.values()]
    .map(({ chain }) => chain)
    .filter((chain) => chain.family === 'evm');
  const named = namedChain === null || configured.includes(namedChain) ? [] : [namedChain];
  return [...named, ...configured];
}

function chainsNamed(onlyOn: ReadonlySet<string>, namedChain: Chain | null): readonly Chain[] {
  const asked = CHAINS.filter(({ family, name }) => family === 'evm' && onlyOn.has(name));
  if (asked.length === 0) {
    throw new InputError(
      'This is an address of Ethereum-type chains, and --chain names none of them; name the chain that you pay on.',
    );
  }
  if (namedChain !== null && !asked.includes(namedChain)) {
    throw new InputError(
      `The text names ${namedChain.title}, which --chain leaves out; add ${namedChain.name} to it, or give the address alone.`,
    );
  }
  return asked;
}

/**
 * The chains that were left out because a person asked for some alone; null where none was.
 *
 * Edge: only an EVM address is the same key on several chains; any other is screened where it is.
 */
export function narrowingOf(
  resolved: ResolvedAddress,
  { chains, onlyOn }: ChainChoice,
): Narrowing | null {
  if (resolved.kind !== 'evm' || onlyOn === null) return null;
  const askedFor = chainsNamed(onlyOn, resolved.namedChain);
  const leftOut = evmChainsOf(chains, null).filter((chain) => !askedFor.includes(chain));
  return leftOut.length === 0 ? null : { askedFor, leftOut };
}

/**
 * Names the chain of which nothing was seen, and the way out for who never pays on it.
 *
 * A key is looked at on every configured chain, since money on any of them is the payee's; whoever
 * pays on few chains need not stop for one that does not answer, but has to say so.
 */
function nameChain(access: ChainAccess, accounts: readonly Account[]): ChainAccess {
  if (access.kind === 'ready' || accounts.length < 2) return access;
  const { chain, gap } = access;
  const others = accounts.map(chainOf).filter((other) => other !== chain);
  const names = others.map(({ name }) => name).join(',');
  const cure = `${gap.cure} If you never pay on ${chain.title}, take chains.${chain.name} out of the configuration, or name the chains that you pay on: --chain ${names}.`;
  const sentence = gap.sentence.includes(chain.title)
    ? gap.sentence
    : `Nothing of ${chain.title} was seen: ${gap.sentence}`;
  return { ...access, gap: { ...gap, sentence, cure } };
}

function chainOf(account: Account): Chain {
  const chain = findChain(chainOfAccount(account));
  if (chain === undefined) throw new Bug('An account on an unknown chain was to be screened.');
  return chain;
}

async function accessTo(
  chain: Chain,
  { chains, options, onCached }: SubjectReach,
  signal: AbortSignal,
): Promise<ChainAccess> {
  if (chain.family === 'untraced') return { kind: 'blind', chain, gap: notTraced(chain) };
  const sources = chains.get(chain.name) ?? {
    chain,
    live: [],
    recorded: [],
    isCrossChecked: false,
  };
  const access = await reachChain(sources, options, signal);
  if (access.kind === 'blind' || sources.live.length === 0) return access;
  return {
    ...access,
    lookUp: async (lookup, aborted) => {
      const reply = await access.lookUp(lookup, aborted);
      if (reply.asked === 0 && reply.unseen.length === 0) onCached();
      return reply;
    },
  };
}

function notTraced(chain: Chain): Unseen {
  return {
    channel: null,
    kind: 'unsupported-chain',
    sentence: `This is an address on ${chain.title}; Hopsight looks its label up but does not trace ${chain.title}.`,
    cure: 'Ask the contractor for a Bitcoin or Ethereum-type address, or have this one traced by another tool.',
  };
}
