import type { ContractCall } from '../../screening/payPorts.js';

/** A question to a node, as it is asked of one directly and through an explorer that passes it on. */
export interface NodeQuestion {
  readonly method: 'eth_call' | 'eth_getCode' | 'eth_getBlockByNumber';
  /** Parameters of JSON-RPC. Source: https://ethereum.github.io/execution-apis */
  readonly params: readonly unknown[];
  /** The same by the names of Etherscan. Source: https://docs.etherscan.io/api-reference/endpoint/ethcall */
  readonly query: Readonly<Record<string, string>>;
}

/** What a node gave. */
export type NodeAnswer =
  | { readonly kind: 'result'; readonly result: unknown }
  | { readonly kind: 'reverted'; readonly data: string | null };

/** Asks a node. @throws {SourceError} */
export type AskNode = (question: NodeQuestion, signal: AbortSignal) => Promise<NodeAnswer>;

const LATEST = 'latest';

/** What a contract answers to a call as of the newest block. */
export function callQuestion({ to, data }: ContractCall): NodeQuestion {
  return {
    method: 'eth_call',
    params: [{ to, data }, LATEST],
    query: { to, data, tag: LATEST },
  };
}

/** The code at an address as of the newest block. */
export function codeQuestion(address: string): NodeQuestion {
  return {
    method: 'eth_getCode',
    params: [address, LATEST],
    query: { address, tag: LATEST },
  };
}

/** A block without its transactions; null for the newest. */
export function blockQuestion(height: number | null): NodeQuestion {
  const tag = height === null ? LATEST : `0x${height.toString(16)}`;
  return {
    method: 'eth_getBlockByNumber',
    params: [tag, false],
    query: { tag, boolean: 'false' },
  };
}
