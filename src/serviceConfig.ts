import { z } from 'zod';
import { count } from './configFields.js';
import { closedObject, filledText } from './rules/problems.js';

/** How `hopsight serve` is reached. */
export interface ServiceConfig {
  /** The name or address that it listens on. */
  readonly host: string;
  readonly port: number;
  /** Where browsers reach it, such as `https://hopsight.example.com`; null for where it listens. */
  readonly publicUrl: string | null;
  /** Files of certificate and key in PEM; null to speak plain HTTP. */
  readonly tls: { readonly certFile: string; readonly keyFile: string } | null;
  /** The address or network of the proxy before it that speaks TLS; null for none. */
  readonly trustedProxy: string | null;
}

/** The service as it is when nothing is said of it: for this machine alone. */
export const DEFAULT_SERVICE: ServiceConfig = {
  host: '127.0.0.1',
  port: 8646,
  publicUrl: null,
  tls: null,
  trustedProxy: null,
};

const publicUrl = () =>
  filledText().regex(/^https?:\/\/[a-z0-9.-]+(?::\d{1,5})?\/?$/i, {
    error: 'must be an address without a path, such as "https://hopsight.example.com"',
  });

const proxyError = { error: 'must be an IP address or a network such as "10.0.0.0/8"' };

/** What a configuration file says of the service. */
export const serviceSchema = closedObject({
  host: filledText()
    .regex(/^[\w.:-]+$/, { error: 'must be a host name or an IP address' })
    .optional(),
  port: count(65_535).optional(),
  publicUrl: publicUrl().optional(),
  tls: closedObject({ certFile: filledText(), keyFile: filledText() }).optional(),
  trustedProxy: z
    .union([z.ipv4(proxyError), z.ipv6(proxyError), z.cidrv4(proxyError), z.cidrv6(proxyError)])
    .optional(),
}).transform(
  ({ host, port, publicUrl, tls, trustedProxy }): ServiceConfig => ({
    host: host ?? DEFAULT_SERVICE.host,
    port: port ?? DEFAULT_SERVICE.port,
    publicUrl: publicUrl === undefined ? null : new URL(publicUrl).origin,
    tls: tls ?? null,
    trustedProxy: trustedProxy ?? null,
  }),
);
