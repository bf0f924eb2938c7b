import { z } from 'zod';
import type { Chain } from '../../core/chain.js';
import type { CallAnswer, ChainStateSource } from '../../screening/payPorts.js';
import { type AskedRoute, createDecodeError, decodeBody } from '../decodeBody.js';
import { type HttpClient, hostOfUrl } from '../http.js';
import { type BlockscoutSourceOptions, jsonRpcUrlOf } from './blockscoutApi.js';
import { decodeBlock } from './explorerAnswers.js';
import { createExplorerApi, type ExplorerSourceOptions, explorerLie } from './explorerApi.js';
import { createJsonRpc } from './jsonRpc.js';
import {
  type AskNode,
  blockQuestion,
  callQuestion,
  codeQuestion,
  type NodeQuestion,
} from './nodeQuestions.js';

/** What a node is asked with. */
export interface NodeSourceOptions {
  readonly name: string;
  readonly chain: Chain;
  /** Address of its JSON-RPC, over http or https. */
  readonly url: string;
  readonly http: HttpClient;
}

/** What a node knows of its chain's newest block. @throws {ConfigError} for a bad URL. */
export function createNodeState({ name, chain, url, http }: NodeSourceOptions): ChainStateSource {
  const ask = createJsonRpc({ chain, url, headers: {}, http });
  return createState({ name, chain, host: hostOfUrl(url), ask });
}

/** What an explorer with Etherscan's API passes on from its node. @throws {ConfigError} for a bad URL. */
export function createExplorerState(options: ExplorerSourceOptions): ChainStateSource {
  const { chain, host, askNode } = createExplorerApi(options);
  return createState({ name: options.name, chain, host, ask: askNode });
}

/** What a Blockscout passes on from its node. @throws {ConfigError} for a bad URL. */
export function createBlockscoutState(options: BlockscoutSourceOptions): ChainStateSource {
  const { name, chain, apiKey, http } = options;
  const url = jsonRpcUrlOf(options.baseUrl, chain);
  const headers = apiKey === null ? {} : { Authorization: `Bearer ${apiKey}` };
  const ask = createJsonRpc({ chain, url, headers, http });
  return createState({ name, chain, host: hostOfUrl(url), ask });
}

const bytes = z
  .string()
  .regex(/^0x(?:[0-9a-fA-F]{2})*$/)
  .transform((hex) => hex.toLowerCase());

const resultSchema = z.object({ result: bytes });

function createState(node: {
  readonly name: string;
  readonly chain: Chain;
  readonly host: string;
  readonly ask: AskNode;
}): ChainStateSource {
  const { name, chain, host, ask } = node;
  const askedOf = ({ method }: NodeQuestion): AskedRoute => ({ host, route: method });

  /** Nothing but a call can run code that fails. */
  async function fetchResult(question: NodeQuestion, signal: AbortSignal): Promise<unknown> {
    const answer = await ask(question, signal);
    if (answer.kind === 'reverted') throw createDecodeError(askedOf(question), 'error');
    return answer.result;
  }

  return {
    name,
    chain: chain.id,

    fetchTip: async (signal) => {
      const question = blockQuestion(null);
      return decodeBlock(await fetchResult(question, signal), askedOf(question));
    },

    fetchBlockHash: async (height, signal) => {
      const question = blockQuestion(height);
      const result = await fetchResult(question, signal);
      if (result === null) return null;
      const block = decodeBlock(result, askedOf(question));
      if (block.height !== height) {
        throw explorerLie('answers with another block', askedOf(question));
      }
      return block.hash;
    },

    callContract: async (call, signal): Promise<CallAnswer> => {
      const question = callQuestion(call);
      const answer = await ask(question, signal);
      if (answer.kind === 'reverted') return answer;
      const { result } = decodeBody(resultSchema, { result: answer.result }, askedOf(question));
      return { kind: 'answered', data: result };
    },

    fetchCode: async (address, signal) => {
      const question = codeQuestion(address);
      const result = await fetchResult(question, signal);
      return decodeBody(resultSchema, { result }, askedOf(question)).result;
    },
  };
}
