import { formatAddress } from './chains/labelAddress.js';
import type { ResolvedAddress } from './chains/registry.js';
import { accountsToLookUp } from './chains/registry.js';
import type { Account } from './core/account.js';
import { chainOfAccount, createAccount } from './core/account.js';
import type { Chain } from './core/chain.js';
import { CHAINS, findChain, findChainByName } from './core/chain.js';
import { Bug } from './core/errors.js';
import type { Unseen } from './core/lookup.js';
import type { ChainSources, ReachOptions } from './screening/reachChain.js';
import { reachChain } from './screening/reachChain.js';
import type { ChainAccess, ScreenedSubject } from './screening/screenAccounts.js';

/** What is needed to look at the chains of an address. */
export interface SubjectReach {
  /** Configured chains by short name. */
  readonly chains: ReadonlyMap<string, ChainSources>;
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
  const accounts = accountsOf(resolved, reach.chains);
  return Promise.all(
    accounts.map(async (account): Promise<ScreenedSubject> => {
      const chain = chainOf(account);
      return {
        subject: {
          account,
          address: formatAddress(account),
          chain: chain.name,
          ensName: null,
          accountKind: resolved.kind === 'bitcoin' ? 'key' : 'unknown',
        },
        aliases: aliases.filter((alias) => alias !== account),
        access: await accessTo(chain, reach, signal),
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

function accountsOf(
  resolved: ResolvedAddress,
  chains: ReadonlyMap<string, ChainSources>,
): readonly Account[] {
  switch (resolved.kind) {
    case 'bitcoin':
      return [resolved.account];
    case 'untraced':
      return resolved.accounts.slice(0, 1);
    case 'evm': {
      const configured = [...chains.values()]
        .map(({ chain }) => chain)
        .filter((chain) => chain.family === 'evm');
      const { namedChain } = resolved;
      const named = namedChain === null || configured.includes(namedChain) ? [] : [namedChain];
      const asked = [...named, ...configured];
      const fallback = findChainByName('ethereum');
      const used = asked.length === 0 && fallback !== undefined ? [fallback] : asked;
      return used.map((chain) => createAccount(chain.id, resolved.canonical));
    }
  }
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
