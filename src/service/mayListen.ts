import { ConfigError } from '../core/errors.js';
import type { ServiceConfig } from '../serviceConfig.js';
import { isEverywhere, isLoopback } from './ownNames.js';

/**
 * Refuses to be reached from other machines before that is safe: while nobody has an account whoever
 * comes first would be the administrator, and without TLS passwords and payees travel in the open.
 *
 * @throws {ConfigError} which says what to do
 */
export function assertMayListen(
  { host, tls, trustedProxy, publicUrl }: ServiceConfig,
  people: 'some' | 'none',
): void {
  if (publicUrl?.startsWith('http://') === true && !isLoopback(new URL(publicUrl).hostname)) {
    throw new ConfigError(
      'service.publicUrl begins with http://, so passwords would travel in the open; use https:// and TLS, here or at a proxy.',
    );
  }
  if (trustedProxy !== null && publicUrl === null) {
    throw new ConfigError(
      'service.trustedProxy names a proxy, but not where browsers reach it; name that in service.publicUrl, such as "https://hopsight.example.com", or forms from there are refused.',
    );
  }
  if (trustedProxy?.endsWith('/0') === true) {
    throw new ConfigError(
      'service.trustedProxy takes the word of everybody on who asks; name the address of the proxy alone.',
    );
  }
  if (isLoopback(host)) return;
  if (people === 'none') {
    throw new ConfigError(
      `Nobody has an account yet, so the service does not listen on ${host}, where other machines reach it. Start it once on 127.0.0.1, open the link that it prints, and make an administrator; or run "hopsight users add".`,
    );
  }
  if (tls === null && trustedProxy === null) {
    throw new ConfigError(
      `The service does not listen on ${host} without TLS. Name certificate and key in service.tls of the configuration, or in service.trustedProxy the address of the proxy that speaks TLS before it; or listen on 127.0.0.1.`,
    );
  }
  if (publicUrl === null && isEverywhere(host)) {
    throw new ConfigError(
      `The service would answer to no name on ${host}; name in service.publicUrl of the configuration the address under which browsers open it.`,
    );
  }
}
