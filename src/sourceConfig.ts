import { count, rate } from './configFields.js';
import { closedObject, closedWord, filledText } from './rules/problems.js';

/** APIs of explorers. */
const EXPLORER_APIS = ['etherscan', 'blockscout'] as const;

/** An API of explorers. */
export type ExplorerApiName = (typeof EXPLORER_APIS)[number];

/** Where a key is read from: the environment, a file, or nowhere. */
export interface KeyPlace {
  readonly apiKeyEnv?: string | undefined;
  readonly apiKeyFile?: string | undefined;
}

/** An explorer, by the API that it is asked through. */
export interface ExplorerConfig extends KeyPlace {
  readonly kind: 'explorer';
  /** `etherscan` (also Routescan's) when not given; `blockscout` is the REST API of a Blockscout. */
  readonly api?: ExplorerApiName | undefined;
  readonly url: string;
  readonly requestsPerSecond?: number | undefined;
  /** Counted by all processes that use the database, by day in UTC. */
  readonly requestsPerDay?: number | undefined;
  /** Rows asked for in one page. */
  readonly pageSize?: number | undefined;
}

/** A server that one url names: a node, an Esplora or an Electrum server. */
export interface ServerConfig {
  readonly kind: 'rpc' | 'esplora' | 'electrum';
  readonly url: string;
  readonly requestsPerSecond?: number | undefined;
  /** Counted by all processes that use the database, by day in UTC. */
  readonly requestsPerDay?: number | undefined;
}

/** A file of recorded facts. */
export interface RecordedConfig {
  readonly kind: 'recorded';
  readonly path: string;
}

/** One place that a chain's history can be read from. */
export type SourceConfig = ExplorerConfig | ServerConfig | RecordedConfig;

const SOURCE_KINDS = ['explorer', 'rpc', 'esplora', 'electrum', 'recorded'] as const;

type SourceKind = (typeof SOURCE_KINDS)[number];

const KEYS_OF_KIND: Readonly<Record<SourceKind, readonly string[]>> = {
  explorer: [
    'api',
    'url',
    'apiKeyEnv',
    'apiKeyFile',
    'requestsPerSecond',
    'requestsPerDay',
    'pageSize',
  ],
  rpc: ['url', 'requestsPerSecond', 'requestsPerDay'],
  esplora: ['url', 'requestsPerSecond', 'requestsPerDay'],
  electrum: ['url', 'requestsPerSecond', 'requestsPerDay'],
  recorded: ['path'],
};

/** The family of chains that a kind of source can read; null for every one. */
export const FAMILY_OF_KIND: Readonly<Record<SourceKind, 'evm' | 'utxo' | null>> = {
  explorer: 'evm',
  rpc: 'evm',
  esplora: 'utxo',
  electrum: 'utxo',
  recorded: null,
};

/** A source as a configuration file writes it. */
export const sourceSchema = closedObject({
  kind: closedWord(SOURCE_KINDS),
  api: closedWord(EXPLORER_APIS).optional(),
  url: filledText().optional(),
  path: filledText().optional(),
  apiKeyEnv: filledText().optional(),
  apiKeyFile: filledText().optional(),
  requestsPerSecond: rate().optional(),
  requestsPerDay: count(100_000_000).optional(),
  pageSize: count(10_000).optional(),
}).transform((source, context): SourceConfig => {
  const complain = (key: string, message: string) =>
    context.addIssue({ code: 'custom', path: [key], message });
  const { kind, api, url, path, apiKeyEnv, apiKeyFile, pageSize } = source;
  const { requestsPerSecond, requestsPerDay } = source;
  for (const key of Object.keys(source)) {
    if (key === 'kind' || KEYS_OF_KIND[kind].includes(key)) continue;
    complain(
      key,
      `does not belong to a source of kind "${kind}", which takes ${KEYS_OF_KIND[kind].join(', ')}`,
    );
  }
  if (kind === 'recorded') {
    if (path === undefined) complain('path', 'is missing; the recorded file is needed');
    return { kind, path: path ?? '' };
  }
  if (url === undefined) complain('url', 'is missing; the address of the server is needed');
  else if (!isServerUrl(kind, url)) complain('url', URL_WORDS[kind]);
  if (apiKeyEnv !== undefined && apiKeyFile !== undefined) {
    complain('apiKeyFile', 'stands beside apiKeyEnv; keep one of them');
  }
  const server = { url: url ?? '', requestsPerSecond, requestsPerDay };
  if (kind !== 'explorer') return { kind, ...server };
  if (api === 'blockscout') {
    if (pageSize !== undefined) {
      complain('pageSize', 'does not belong to a Blockscout, which has pages of its own size');
    }
    if (
      url !== undefined &&
      isServerUrl(kind, url) &&
      !/\/api\/v2\/*$/.test(new URL(url).pathname)
    ) {
      complain('url', 'must end in /api/v2, as the REST API of a Blockscout does');
    }
  }
  return { kind, api, ...server, apiKeyEnv, apiKeyFile, pageSize };
});

/** What a url of each kind must be. */
export const URL_WORDS: Readonly<Record<Exclude<SourceKind, 'recorded'>, string>> = {
  explorer: 'must be an http or https address',
  rpc: 'must be an http or https address',
  esplora: 'must be an http or https address',
  electrum: 'must be an address such as ssl://host:50002 or tcp://host:50001',
};

/** Whether a text is the address of a server of a kind. */
export function isServerUrl(kind: Exclude<SourceKind, 'recorded'>, url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname } = new URL(url);
  const known = kind === 'electrum' ? ['ssl:', 'tcp:'] : ['http:', 'https:'];
  return known.includes(protocol) && hostname !== '';
}
