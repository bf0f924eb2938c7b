import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { type Config, type Environment, readApiKey } from '../config.js';
import { DOLLAR } from '../core/currency.js';
import { ConfigError } from '../core/errors.js';
import type { QuotaStore } from '../screening/ports.js';
import { type Agents, createAgents } from '../sources/agents.js';
import { createHostGates, type HostGates, type HostLimits } from '../sources/hostGates.js';
import { hostOfUrl } from '../sources/http.js';
import { readProxies } from '../sources/proxies.js';
import { digestOf } from './records.js';

/** What all screenings of a process share on their way to hosts. */
export interface Network {
  readonly gates: HostGates;
  readonly agents: Agents;
  close(): void;
}

/**
 * The limits and the ways that configuration and environment name.
 *
 * @throws {ConfigError} for a key or certificate file that cannot be read, and for a proxy that is
 * no address.
 */
export function openNetwork(
  config: Config,
  options: {
    readonly env: Environment;
    readonly quotas: QuotaStore;
    /** The present time. Units: milliseconds since 1970. */
    readonly nowMs: () => number;
  },
): Network {
  const { env, quotas, nowMs } = options;
  const gates = createHostGates({ limits: limitsOf(config, env), quotas, now: nowMs });
  const agents = createAgents({
    proxyOf: readProxies(env),
    trusted: config.caFile === null ? [] : readTrusted(config.caFile, env),
  });
  return {
    gates,
    agents,
    close: () => {
      agents.close();
      gates.close();
    },
  };
}

/**
 * What configuration and keys allow at each host.
 *
 * @throws {ConfigError} for a key file that cannot be read.
 */
export function limitsOf(config: Config, env: Environment): Record<string, HostLimits> {
  const limits: Record<string, HostLimits> = {};
  const keys = new Map<string, Set<string>>();
  for (const source of Object.values(config.chains).flatMap(({ sources }) => sources)) {
    if (source.kind === 'recorded') continue;
    const host = hostOfUrl(source.url);
    const key = source.kind === 'explorer' ? readApiKey(source, env) : null;
    const shown = keys.get(host) ?? new Set();
    keys.set(host, key === null ? shown : shown.add(key));
    const { requestsPerSecond, requestsPerDay } = limits[host] ?? {};
    // Several sources at one host share its limits; the stricter ones hold.
    limits[host] = {
      requestsPerSecond: stricter(requestsPerSecond, source.requestsPerSecond),
      requestsPerDay: stricter(requestsPerDay, source.requestsPerDay),
      keyDigest: shown.size === 0 ? '' : digestOf(JSON.stringify([...shown].sort())),
    };
  }
  const shared = [config.prices, ...(config.currency === DOLLAR ? [] : [config.rates])];
  for (const one of shared) {
    if (one.source === 'none') continue;
    const host = hostOfUrl(one.url);
    const { requestsPerSecond, requestsPerDay, keyDigest } = limits[host] ?? {};
    limits[host] = {
      requestsPerSecond: stricter(requestsPerSecond, one.requestsPerSecond),
      requestsPerDay: requestsPerDay ?? null,
      keyDigest: keyDigest ?? '',
    };
  }
  return limits;
}

function stricter(a: number | null | undefined, b: number | undefined): number | null {
  const least = Math.min(a ?? Number.POSITIVE_INFINITY, b ?? Number.POSITIVE_INFINITY);
  return Number.isFinite(least) ? least : null;
}

function readTrusted(file: string, env: Environment): readonly string[] {
  const extra = (env.NODE_EXTRA_CA_CERTS ?? '').trim();
  return [
    ...readCertificates(file, 'caFile'),
    // Node warns of a file that it cannot read and goes on without it; naming another file in the
    // configuration must not be a reason to trust less than that.
    ...(extra === '' ? [] : readCertificates(extra, 'NODE_EXTRA_CA_CERTS')),
  ];
}

function readCertificates(file: string, name: string): readonly string[] {
  const problem = (what: string, cause?: unknown) =>
    new ConfigError(
      `The file that ${name} names (${file}) ${what}; name a file of certificates in PEM.`,
      { file },
      { cause },
    );
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    throw problem('cannot be read', cause);
  }
  const certificates = text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g);
  if (certificates === null) throw problem('holds no certificate');
  for (const certificate of certificates) {
    try {
      new X509Certificate(certificate);
    } catch (cause) {
      throw problem('holds a certificate that cannot be read', cause);
    }
  }
  return certificates;
}
