import type { Config, Environment } from '../config.js';
import type { QuotaStore } from '../screening/ports.js';
import type { HostTraffic, RestingHost } from '../sources/hostGates.js';
import { createHttpClient, type HttpClient, type HttpClientOptions } from '../sources/http.js';
import { createRecordings } from '../sources/recorded.js';
import { type Connected, connectSources } from './connectSources.js';
import { type Network, openNetwork } from './network.js';
import type { Urgency } from './screenRequest.js';

/** How long a list's host may think before it answers; OFAC's takes its time. Units: milliseconds. */
const FIRST_BYTE_MS = 120_000;

/** The ways of an application to hosts. */
export interface Hosts {
  /** The configured sources, for work that ends at a moment. Units: milliseconds since 1970. */
  readonly connect: (endsAtMs: number, urgency: Urgency) => Connected;
  /** A client for one question of a person who waits until then. Units: milliseconds since 1970. */
  readonly openClient: (endsAtMs: number) => HttpClient;
  /** A client that waits as long as a list's host may think. */
  readonly openListClient: () => HttpClient;
  readonly restingHosts: () => readonly RestingHost[];
  /** What was sent since it was opened, by host. */
  readonly traffic: () => Readonly<Record<string, HostTraffic>>;
  readonly close: () => void;
}

/**
 * The ways to hosts. Opened by whoever is the first to need them: what sends no request needs neither
 * keys nor certificates.
 *
 * @throws {ConfigError} from what opens them, where keys or certificates cannot be read.
 */
export function createHosts(parts: {
  readonly config: Config;
  readonly env: Environment;
  readonly quotas: QuotaStore;
  /** The present time. Units: milliseconds since 1970. */
  readonly nowMs: () => number;
  /** A number from 0 up to, not including, 1. */
  readonly random: () => number;
}): Hosts {
  const { config, env, nowMs, random } = parts;
  let network: Network | null = null;
  const useNetwork = () => {
    network ??= openNetwork(config, parts);
    return network;
  };
  const openRecorded = createRecordings();
  const openClient = (waiting: Pick<HttpClientOptions, 'endsAtMs' | 'urgency' | 'timeoutMs'>) => {
    const { gates, agents } = useNetwork();
    return createHttpClient({ ...waiting, gates, agents, random, now: nowMs });
  };
  return {
    connect: (endsAtMs, urgency) => {
      const sent = { network: useNetwork(), endsAtMs, urgency };
      return connectSources(config, { env, nowMs, random, openRecorded, ...sent });
    },
    openClient: (endsAtMs) => openClient({ endsAtMs, urgency: 'single' }),
    openListClient: () => openClient({ timeoutMs: FIRST_BYTE_MS }),
    restingHosts: () => useNetwork().gates.restingHosts(),
    traffic: () => network?.gates.traffic() ?? {},
    close: () => network?.close(),
  };
}
