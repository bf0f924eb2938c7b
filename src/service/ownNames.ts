import { BlockList } from 'node:net';

/** Where the server is reached. */
export interface Place {
  /** The name or address that it listens on. */
  readonly host: string;
  readonly port: number;
  /** Where browsers reach it, where that is another place; null for none. */
  readonly publicUrl: string | null;
  /** Whether the server itself speaks TLS. */
  readonly isTls: boolean;
}

/** Tells whether a request was meant for this server, and comes from its own pages. */
export interface OwnNames {
  /** `host` as the header has it. */
  readonly isOurHost: (host: string | undefined) => boolean;
  /** `origin` as the header has it. */
  readonly isOurOrigin: (origin: string) => boolean;
}

const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'] as const;

/** Whether only this machine reaches what listens there. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(?:\.\d{1,3}){3}$/.test(host);
}

/** Whether what listens there is reached by every address of this machine. */
export function isEverywhere(host: string): boolean {
  return host === '0.0.0.0' || host === '::';
}

/**
 * The names by which the server may be addressed: those of this machine with the port, the one it
 * listens on, and the public one.
 *
 * Any other name is refused, since whoever owns it may have pointed it here to have a browser of this
 * machine read the answers (DNS rebinding).
 *
 * @param portNow - the port in use, which is known only once the server listens
 */
export function createOwnNames(place: Place, portNow: () => number): OwnNames {
  const { host, publicUrl, isTls } = place;
  const scheme = isTls ? 'https' : 'http';
  const published = publicUrl === null ? null : new URL(publicUrl);
  const named = isEverywhere(host) || isLoopback(host) ? [] : [withBrackets(host)];
  const hosts = () => {
    const port = portNow();
    const isUsual = port === (isTls ? 443 : 80);
    return [...LOOPBACK, ...named, ...(host.startsWith('127.') ? [host] : [])].flatMap((name) =>
      isUsual ? [name, `${name}:${port}`] : [`${name}:${port}`],
    );
  };
  return {
    isOurHost: (given) => {
      if (given === undefined) return false;
      const asked = given.toLowerCase();
      return asked === published?.host || hosts().includes(asked);
    },
    isOurOrigin: (origin) =>
      origin === published?.origin || hosts().some((name) => origin === `${scheme}://${name}`),
  };
}

/**
 * Whether an address is the one, or of the network, that a text such as `10.0.0.0/8` names.
 *
 * Edge: an IPv4 address counts in its IPv6 form too.
 */
export function createNetwork(text: string): (address: string | undefined) => boolean {
  const [first = '', prefix] = text.split('/');
  const known = new BlockList();
  if (prefix === undefined) known.addAddress(first, familyOf(first));
  else known.addSubnet(first, Number(prefix), familyOf(first));
  return (address) => address !== undefined && known.check(address, familyOf(address));
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return address.includes(':') ? 'ipv6' : 'ipv4';
}

function withBrackets(host: string): string {
  return host.includes(':') ? `[${host}]` : host.toLowerCase();
}
