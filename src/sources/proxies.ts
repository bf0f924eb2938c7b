import { ConfigError } from '../core/errors.js';

/** The proxy through which a URL is asked, or null to ask its host itself. */
export type ProxyOf = (target: URL) => URL | null;

/**
 * The proxies that the environment names: `HTTP_PROXY`, `HTTPS_PROXY`, `ALL_PROXY` and `NO_PROXY`,
 * in small letters first.
 *
 * `NO_PROXY` lists hosts, parted by commas or blanks: a name stands for its subdomains too, with or
 * without a leading dot; a port restricts an entry to it; `*` stands for every host.
 * Edge: an empty variable is none, so that one in small letters can be cleared alone.
 * Blind spot: ranges of addresses such as 10.0.0.0/8 are not understood; name the hosts.
 * Source: https://everything.curl.dev/usingcurl/proxies/env.html
 *
 * @throws {ConfigError} for a proxy that is no http or https address; the value is never repeated,
 * since it may hold a password.
 */
export function readProxies(env: Readonly<Record<string, string | undefined>>): ProxyOf {
  const said = (name: string) => firstOf(env, [name.toLowerCase(), name]);
  const parsed = (name: string) => {
    const text = said(name);
    return text === null ? null : parseProxy(text, name);
  };
  const all = parsed('ALL_PROXY');
  const byProtocol: Readonly<Record<string, URL | null>> = {
    'http:': parsed('HTTP_PROXY') ?? all,
    'https:': parsed('HTTPS_PROXY') ?? all,
  };
  const exempt = (said('NO_PROXY') ?? '').toLowerCase().split(/[\s,]+/);
  const isExempt = (target: URL) =>
    exempt.some((entry) => entry !== '' && isNamedBy(entry, target));
  return (target) => {
    const proxy = byProtocol[target.protocol] ?? null;
    return proxy === null || isExempt(target) ? null : proxy;
  };
}

function firstOf(
  env: Readonly<Record<string, string | undefined>>,
  names: readonly string[],
): string | null {
  const texts = names.map((name) => (env[name] ?? '').trim());
  return texts.find((text) => text !== '') ?? null;
}

function parseProxy(text: string, name: string): URL {
  const whole = text.includes('://') ? text : `http://${text}`;
  const proxy = URL.canParse(whole) ? new URL(whole) : null;
  if (proxy === null || !/^https?:$/.test(proxy.protocol) || proxy.hostname === '') {
    throw new ConfigError(
      `The environment variable ${name} names no http or https proxy; write it as http://host:port, or remove it.`,
      { variable: name },
    );
  }
  return proxy;
}

const DEFAULT_PORTS: Readonly<Record<string, string>> = { 'http:': '80', 'https:': '443' };

function isNamedBy(entry: string, target: URL): boolean {
  if (entry === '*') return true;
  const [, name = entry, port = null] = /^(.*?)(?::(\d+))?$/.exec(withoutColons(entry)) ?? [];
  const ownPort = target.port === '' ? DEFAULT_PORTS[target.protocol] : target.port;
  if (port !== null && port !== ownPort) return false;
  const host = withoutColons(target.hostname);
  const bare = name.replace(/^\*?\./, '');
  return host === bare || host.endsWith(`.${bare}`);
}

/** An IPv6 address without brackets and colons, so that a colon is always before a port. */
function withoutColons(text: string): string {
  const bracketed = /^\[([^\]]*)\](.*)$/.exec(text);
  if (bracketed !== null)
    return `${(bracketed[1] ?? '').replaceAll(':', '_')}${bracketed[2] ?? ''}`;
  return text.split(':').length > 2 ? text.replaceAll(':', '_') : text;
}
