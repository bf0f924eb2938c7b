import { existsSync, readFileSync } from 'node:fs';
import { dirname, isAbsolute, join } from 'node:path';
import envPaths from 'env-paths';
import {
  asksLiveSources,
  type ChainConfigs,
  chainsOfProfile,
  type Profile,
} from './configProfiles.js';
import {
  type ConfigFile,
  parseConfigFile,
  parseDuration,
  problemOfDepths,
} from './configSchema.js';
import { DOLLAR } from './core/currency.js';
import { ConfigError, InputError } from './core/errors.js';
import { DEFAULT_POLICY, type Policy } from './core/policy.js';
import { DEFAULT_DOCUMENTS, type DocumentsConfig } from './documentsConfig.js';
import { type FeedConfig, OFAC_FEED } from './feedConfig.js';
import { DEFILLAMA, type PricesConfig } from './pricesConfig.js';
import { ECB, type RatesConfig } from './ratesConfig.js';
import { DEFAULT_SERVICE, type ServiceConfig } from './serviceConfig.js';
import type { KeyPlace, SourceConfig } from './sourceConfig.js';
import { DEFAULT_SUMMARY, type SummaryConfig } from './summaryConfig.js';

export type { SourceConfig } from './sourceConfig.js';

/** How Hopsight is set up: every default filled in and every path ready to open. */
export interface Config {
  /** The file that was read, or null when there is none. */
  readonly file: string | null;
  readonly database: string;
  /** IANA name of the time zone in which times are printed and months begin. */
  readonly timeZone: string;
  /** ISO 4217 code of the currency in which sums are told. */
  readonly currency: string;
  /** A file of certificates in PEM to trust besides those that Node brings; null without one. */
  readonly caFile: string | null;
  readonly labels: {
    readonly builtIn: boolean;
    /** Where label sets are synced from. */
    readonly feeds: readonly FeedConfig[];
  };
  /** Addresses of the company itself, as a person wrote them. */
  readonly ownAccounts: readonly string[];
  /** By the chain's short name; a chain that is missing here is not asked. */
  readonly chains: ChainConfigs;
  readonly prices: PricesConfig;
  /** Where rates of currencies come from; nobody is asked while sums are told in dollars. */
  readonly rates: RatesConfig;
  readonly policy: Policy;
  readonly service: ServiceConfig;
  readonly approvals: {
    /** The folder of the keys by which payment approvals are signed. */
    readonly keyFolder: string;
  };
  readonly documents: DocumentsConfig;
  readonly summary: SummaryConfig;
}

/** A configuration, and what a person should know about it. */
export interface LoadedConfig {
  readonly config: Config;
  readonly notes: readonly string[];
}

/** Where a configuration is looked for. */
export interface ConfigOptions {
  /** The file that `--config` names; null to look in the usual places. */
  readonly file: string | null;
  readonly env: Environment;
  /** Replaces the chains of the file; null to keep them. */
  readonly profile: Profile | null;
}

/** Environment variables. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Name of the configuration file in a project and in the user's folder. */
const CONFIG_FILE_NAME = 'hopsight.json';

/**
 * The configuration in force: the file named, else the one `HOPSIGHT_CONFIG` names, else
 * `./hopsight.json`, else the one in the user's configuration folder, else the public profile.
 *
 * Edge: relative paths count from the file's folder. Chains come from the profile where one is asked
 * for or the file names none; without a file the database lies in the user's data folder. Prices come
 * from DefiLlama unless the file says otherwise; where only recorded files are read nobody is asked
 * for prices either, and the profile `recorded` overrides what the file says. So it is with rates of
 * currencies, which come from the European Central Bank.
 *
 * @throws {ConfigError} when the file cannot be read or used; it names every problem.
 */
export function loadConfig({ file, env, profile }: ConfigOptions): LoadedConfig {
  const found = findConfigFile(file, env);
  const said = found === null ? {} : parseConfigFile(readConfigText(found), found);
  const folder = found === null ? null : dirname(found);
  const fromProfile =
    profile !== null || said.chains === undefined
      ? chainsOfProfile(profile ?? 'public', env)
      : null;
  const { chains, notes } = fromProfile ?? chainsOfFile(said.chains ?? {}, folder ?? '.', env);
  const prices = pricesOf(profile === 'recorded' ? { source: 'none' } : said.prices, chains);
  const rates = ratesOf(profile === 'recorded' ? { source: 'none' } : said.rates, chains);
  const currency = said.currency ?? DOLLAR;
  return {
    config: {
      file: found,
      database: databaseFile(said.database, folder),
      timeZone: said.timeZone ?? 'UTC',
      currency,
      caFile: said.caFile === undefined ? null : resolveFrom(folder ?? '.', said.caFile),
      labels: {
        builtIn: said.labels?.builtIn ?? true,
        feeds: said.labels?.feeds ?? [OFAC_FEED],
      },
      ownAccounts: said.ownAccounts ?? [],
      chains,
      prices,
      rates,
      policy: said.policy ?? DEFAULT_POLICY,
      service: placeService(said.service ?? DEFAULT_SERVICE, folder ?? '.'),
      approvals: { keyFolder: keyFolderOf(said.approvals?.keyFolder, folder ?? '.') },
      documents: placeDocuments(said.documents ?? DEFAULT_DOCUMENTS, folder ?? '.'),
      summary: said.summary ?? DEFAULT_SUMMARY,
    },
    notes: [
      ...notes,
      ...(said.prices === undefined ? pricesNote(prices) : []),
      ...(said.rates === undefined && currency !== DOLLAR ? ratesNote(rates) : []),
    ],
  };
}

function pricesNote(prices: PricesConfig): string[] {
  if (prices.source === 'none') return [];
  const host = URL.canParse(prices.url) ? new URL(prices.url).host : 'its host';
  return [
    `prices: ${host} is asked what coins cost; it learns names of coins and years, no address (prices.source: "none" asks nobody).`,
  ];
}

function ratesNote(rates: RatesConfig): string[] {
  if (rates.source === 'none') return [];
  const host = URL.canParse(rates.url) ? new URL(rates.url).host : 'its host';
  return [
    `rates: ${host} is asked for rates of currencies; it learns which one and years, nothing of payments (rates.source: "none" asks nobody).`,
  ];
}

function ratesOf(said: RatesConfig | undefined, chains: ChainConfigs): RatesConfig {
  if (said !== undefined) return said;
  return asksLiveSources(chains) ? ECB : { source: 'none' };
}

function pricesOf(said: PricesConfig | undefined, chains: ChainConfigs): PricesConfig {
  if (said !== undefined) return said;
  return asksLiveSources(chains) ? DEFILLAMA : { source: 'none' };
}

function findConfigFile(named: string | null, env: Environment): string | null {
  if (named !== null) return named;
  const fromEnv = env.HOPSIGHT_CONFIG ?? '';
  if (fromEnv !== '') return fromEnv;
  const usual = [CONFIG_FILE_NAME, join(userFolders().config, CONFIG_FILE_NAME)];
  return usual.find((candidate) => existsSync(candidate)) ?? null;
}

function readConfigText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new ConfigError(
      `The configuration ${file} cannot be read; check its name and rights, or make one with "hopsight config init".`,
      { file },
      { cause },
    );
  }
}

function userFolders(): { readonly config: string; readonly data: string } {
  return envPaths('hopsight', { suffix: '' });
}

function databaseFile(named: string | undefined, folder: string | null): string {
  if (folder === null) return join(userFolders().data, 'hopsight.sqlite');
  return resolveFrom(folder, named ?? './hopsight.sqlite');
}

/** Never beside the database unless it is said: who gets a copy of that is not to sign by it. */
function keyFolderOf(named: string | undefined, folder: string): string {
  if (named === undefined) return join(userFolders().data, 'approval-keys');
  return resolveFrom(folder, named);
}

function resolveFrom(folder: string, path: string): string {
  return isAbsolute(path) ? path : join(folder, path);
}

function chainsOfFile(
  chains: NonNullable<ConfigFile['chains']>,
  folder: string,
  env: Environment,
): { readonly chains: ChainConfigs; readonly notes: readonly string[] } {
  const notes: string[] = [];
  const resolved = Object.entries(chains).map(([name, { sources, ...rest }]) => {
    const placed = sources.map((source) => placeSource(source, folder));
    notes.push(...placed.flatMap((source) => missingKeyNote(name, source, env)));
    return [name, { ...rest, sources: placed }] as const;
  });
  return { chains: Object.fromEntries(resolved), notes };
}

function placeSource(source: SourceConfig, folder: string): SourceConfig {
  if (source.kind === 'recorded') return { ...source, path: resolveFrom(folder, source.path) };
  if (source.kind !== 'explorer' || source.apiKeyFile === undefined) return source;
  return { ...source, apiKeyFile: resolveFrom(folder, source.apiKeyFile) };
}

function placeService(service: ServiceConfig, folder: string): ServiceConfig {
  const { tls } = service;
  if (tls === null) return service;
  const certFile = resolveFrom(folder, tls.certFile);
  return { ...service, tls: { certFile, keyFile: resolveFrom(folder, tls.keyFile) } };
}

function placeDocuments({ fonts, ...rest }: DocumentsConfig, folder: string): DocumentsConfig {
  const placed = fonts.map((font) => ({ ...font, file: resolveFrom(folder, font.file) }));
  return { ...rest, fonts: placed };
}

function missingKeyNote(chain: string, source: SourceConfig, env: Environment): string[] {
  if (source.kind !== 'explorer' || source.apiKeyEnv === undefined) return [];
  if ((env[source.apiKeyEnv] ?? '') !== '') return [];
  return [
    `${chain}: ${source.apiKeyEnv} is not set, so its explorer is asked without a key and may refuse; set it, or remove apiKeyEnv.`,
  ];
}

/**
 * The key of a source, or null when its environment variable is not set or it names no key.
 *
 * @throws {ConfigError} when the key file cannot be read or is empty.
 */
export function readApiKey(source: KeyPlace, env: Environment): string | null {
  if (source.apiKeyEnv !== undefined) return (env[source.apiKeyEnv] ?? '').trim() || null;
  if (source.apiKeyFile === undefined) return null;
  const key = readKeyFile(source.apiKeyFile).trim();
  if (key === '') throw new ConfigError(`The key file ${source.apiKeyFile} is empty.`);
  return key;
}

function readKeyFile(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new ConfigError(
      `The key file ${file} cannot be read; check apiKeyFile and the rights of the file.`,
      { file },
      { cause },
    );
  }
}

/** What a command line says of the policy; null keeps what is configured. */
export interface PolicyOptions {
  readonly depth: number | null;
  readonly maxRequests: number | null;
  /** A text such as `120s`. */
  readonly deadline: string | null;
}

/**
 * A configuration with parts of its policy replaced.
 *
 * @throws {InputError} when the deadline is no duration or the depth is less than what is required.
 */
export function withPolicy(config: Config, options: PolicyOptions): Config {
  const deadlineMs =
    options.deadline === null ? config.policy.deadlineMs : parseDuration(options.deadline);
  if (deadlineMs === null) {
    throw new InputError(
      'The option --deadline takes a duration with its unit, such as 120s or 2m, up to 1 day.',
    );
  }
  const policy: Policy = {
    ...config.policy,
    depth: options.depth ?? config.policy.depth,
    maxRequests: options.maxRequests ?? config.policy.maxRequests,
    deadlineMs,
  };
  const problem = problemOfDepths(policy);
  if (problem !== null) throw new InputError(`The option --depth ${problem}.`);
  return { ...config, policy };
}

/**
 * A configuration without the sources that this version cannot ask, and a note on each.
 *
 * @throws {ConfigError} when a chain has no source of histories, since it would then go unseen.
 */
export function withAskableSources(config: Config): LoadedConfig {
  const notes: string[] = [];
  const chains = Object.entries(config.chains).map(([name, { sources, ...rest }]) => {
    const kept = sources.filter(({ kind }) => kind !== 'electrum');
    if (kept.length < sources.length) {
      notes.push(
        `${name}: sources of kind "electrum" are not supported by this version yet and are left out (name an Esplora server instead).`,
      );
    }
    if (sources.length > 0 && kept.every(({ kind }) => kind === 'rpc')) {
      const kinds = [...new Set(sources.map(({ kind }) => kind))].join(' and ');
      throw new ConfigError(
        `The chain ${name} has only sources of kind ${kinds}, of which this version reads no history; add a source of kind ${name === 'bitcoin' ? 'esplora' : 'explorer'}, or remove the chain.`,
        { chain: name },
      );
    }
    return [name, { ...rest, sources: kept }] as const;
  });
  return {
    config: { ...config, chains: Object.fromEntries(chains) },
    notes,
  };
}
