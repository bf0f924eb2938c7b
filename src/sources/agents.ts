import type { ClientRequest, Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { rootCertificates } from 'node:tls';
import { HttpProxyAgent } from 'http-proxy-agent';
import { HttpsProxyAgent } from 'https-proxy-agent';
import type { ProxyOf } from './proxies.js';

/** How requests get to their hosts. */
export interface Agents {
  /** The way to a host; empty for Node's own. */
  agentsFor(target: URL): { readonly httpAgent?: HttpAgent; readonly httpsAgent?: HttpAgent };
  isProxied(target: URL): boolean;
  /** Closes connections that are kept for later. */
  close(): void;
}

/**
 * The ways that proxies and certificates of the user's own leave.
 *
 * `trusted` are certificates in PEM, believed besides those that Node brings.
 * Edge: Node forgets `NODE_EXTRA_CA_CERTS` where anything is listed, so what that names must be
 * listed too. A proxy with an https address is judged by the same certificates.
 * Source: https://nodejs.org/docs/latest-v20.x/api/cli.html#node_extra_ca_certsfile
 */
export function createAgents(options: {
  readonly proxyOf: ProxyOf;
  readonly trusted: readonly string[];
}): Agents {
  const { proxyOf } = options;
  const isOwnTrust = options.trusted.length > 0;
  const trust = isOwnTrust ? { ca: [...rootCertificates, ...options.trusted] } : {};
  const kept = new Map<string, HttpAgent>();

  function keep(key: string, make: () => HttpAgent): HttpAgent {
    const agent = kept.get(key) ?? make();
    kept.set(key, agent);
    return agent;
  }

  return {
    agentsFor: (target) => {
      const proxy = proxyOf(target);
      if (target.protocol === 'http:') {
        if (proxy === null) return {};
        const make = () => new HttpProxyAgent(proxy, { keepAlive: true, ...trust });
        return { httpAgent: keep(`http ${proxy.href}`, make) };
      }
      if (proxy !== null) {
        return { httpsAgent: keep(`https ${proxy.href}`, () => createTunnel(proxy, trust)) };
      }
      if (!isOwnTrust) return {};
      const make = () => new HttpsAgent({ keepAlive: true, ...trust });
      return { httpsAgent: keep('direct', make) };
    },
    isProxied: (target) => proxyOf(target) !== null,
    close: () => {
      for (const agent of kept.values()) agent.destroy();
    },
  };
}

function createTunnel(proxy: URL, trust: { readonly ca?: string[] }): HttpAgent {
  const tunnel = new HttpsProxyAgent(proxy, { keepAlive: true, ...trust });
  // The agent uses its options for the proxy alone; those of the host behind are merged from here.
  Object.assign(tunnel.options, trust);
  // Without this, a proxy's refusal would be taken for the answer of the host behind it.
  tunnel.on('proxyConnect', (answer: { readonly statusCode: number }, request: ClientRequest) => {
    if (answer.statusCode === 200) return;
    const code = `refused with status ${answer.statusCode}`;
    request.destroy(Object.assign(new Error(code), { code }));
  });
  return tunnel;
}
