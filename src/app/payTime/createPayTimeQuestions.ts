import { formatEvmAddress } from '../../chains/ethereum/address.js';
import { decodeFlag, encodeCall } from '../../chains/ethereum/contractWords.js';
import { readSubjectText } from '../../chains/subjectText.js';
import type { Config, Environment } from '../../config.js';
import {
  type Account,
  addressOfAccount,
  chainOfAccount,
  createAccount,
} from '../../core/account.js';
import { type AssetId, type AssetList, nativeAssetId } from '../../core/asset.js';
import { type Chain, findChain, findChainByName } from '../../core/chain.js';
import { Bug, InputError } from '../../core/errors.js';
import type { ChainStateSource } from '../../screening/payPorts.js';
import type { LedgerCache } from '../../screening/ports.js';
import type { HttpClient } from '../../sources/http.js';
import { createInFlight } from '../../sources/inFlight.js';
import { createDeadline } from '../deadline.js';
import { askStates, type StatesKnown } from './askStates.js';
import { connectStates } from './connectStates.js';
import { askContractSignature, parseContractSignature } from './contractSignature.js';
import type { AccountKind, FrozenAnswer, PayTimeQuestions } from './payTimeQuestions.js';
import { resolveEns } from './resolveEns.js';

/** What chains are asked with. */
export interface PayTimeParts {
  readonly config: Config;
  readonly env: Environment;
  readonly assets: AssetList;
  readonly cache: LedgerCache;
  /** A client over the shared network whose callers wait until then. Units: milliseconds since 1970. */
  readonly openClient: (endsAtMs: number) => HttpClient;
  /** The present time. Units: milliseconds since 1970. */
  readonly nowMs: () => number;
}

/** How long one question may take, all its sources together. Units: milliseconds. */
const LONGEST_MS = 60_000;

/** The questions of an application. Nothing is opened before the first of them. */
export function createPayTimeQuestions(parts: PayTimeParts): PayTimeQuestions {
  const { config, env, assets, cache, nowMs } = parts;
  const known: StatesKnown = { cache, nowMs, freshAtMs: new Map(), tips: createInFlight() };

  async function ask<Answer>(
    chain: Chain,
    question: (source: ChainStateSource, signal: AbortSignal) => Promise<Answer>,
    parent: AbortSignal,
  ): Promise<Answer> {
    const deadline = createDeadline(parent, LONGEST_MS);
    try {
      const http = parts.openClient(nowMs() + LONGEST_MS);
      const states = connectStates(config, chain, { http, env });
      const { signal } = deadline;
      return await askStates(
        { chain, states, known },
        (source) => question(source, signal),
        signal,
      );
    } finally {
      deadline.clear();
    }
  }

  return {
    resolveName: async (text, signal) => {
      const ethereum = chainNamed('ethereum');
      const read = readSubjectText(text);
      if (read.kind === 'address') {
        throw new InputError('The text is an address already, and no name that stands for one.');
      }
      const { name } = read;
      const address = await ask(ethereum, (source, own) => resolveEns(name, source, own), signal);
      return {
        name,
        address: formatEvmAddress(address),
        account: createAccount(ethereum.id, address),
      };
    },

    readCode: async (account, signal) => {
      const chain = evmChainOf(account);
      const address = addressOfAccount(account);
      return await ask(
        chain,
        async (source, own) => kindOf(await source.fetchCode(address, own)),
        signal,
      );
    },

    askFrozen: async (account, asset, signal) => {
      const chain = chainOf(account);
      assertOnChain(asset, chain);
      if (asset === nativeAssetId(chain)) return 'not-frozen';
      const freeze = assets.get(asset)?.freeze;
      if (freeze === undefined) return 'cannot-tell';
      const { question } = freeze;
      if (question === null) return 'not-frozen';
      const to = asset.slice(asset.lastIndexOf(':') + 1);
      const data = encodeCall(question, [addressOfAccount(account)]);
      return await ask(
        chain,
        async (source, own) => frozenBy(await source.callContract({ to, data }, own)),
        signal,
      );
    },

    verifyContractSignature: async (signed, signal) => {
      const chain = evmChainOf(signed.account);
      const read = { ...signed, signature: parseContractSignature(signed.signature) };
      return await ask(chain, (source, own) => askContractSignature(read, source, own), signal);
    },
  };
}

function frozenBy(answer: Awaited<ReturnType<ChainStateSource['callContract']>>): FrozenAnswer {
  const flag = answer.kind === 'answered' ? decodeFlag(answer.data) : null;
  if (flag === null) return 'cannot-tell';
  return flag ? 'frozen' : 'not-frozen';
}

/** What a key that has its calls answered by a contract has in place of code. Source: https://eips.ethereum.org/EIPS/eip-7702 */
const DELEGATION = /^0xef0100[0-9a-f]{40}$/;

function kindOf(code: string): AccountKind {
  if (code === '0x') return 'key';
  return DELEGATION.test(code) ? 'delegated-key' : 'contract';
}

function chainOf(account: Account): Chain {
  const chain = findChain(chainOfAccount(account));
  if (chain === undefined) throw new Bug('An account on an unknown chain was to be asked about.');
  return chain;
}

function evmChainOf(account: Account): Chain {
  const chain = chainOf(account);
  if (chain.family === 'evm') return chain;
  throw new InputError(
    `${chain.title} has no contracts of this kind, so that nothing can be asked of its accounts.`,
    { chain: chain.name },
  );
}

function assertOnChain(asset: AssetId, chain: Chain): void {
  if (asset.startsWith(`${chain.id}/`)) return;
  throw new Bug('An account was to be asked about an asset of another chain.', { asset });
}

function chainNamed(name: string): Chain {
  const chain = findChainByName(name);
  if (chain === undefined) throw new Bug('A chain is missing from the list of chains.', { name });
  return chain;
}
