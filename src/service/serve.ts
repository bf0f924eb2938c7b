import { readFileSync } from 'node:fs';
import { createSecureContext } from 'node:tls';
import { openService } from '../app/service/openService.js';
import type { ServiceApp } from '../app/service/serviceApp.js';
import type { Config } from '../config.js';
import { ConfigError } from '../core/errors.js';
import type { ServiceConfig } from '../serviceConfig.js';
import { TIMEOUTS } from './limits.js';
import { type LogOutlet, logKeepFailure } from './logging.js';
import { assertMayListen } from './mayListen.js';
import { createServer } from './server.js';
import type { Server } from './serverType.js';

/** What the service is started with. */
export interface ServeOptions {
  readonly config: Config;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The present time. Units: milliseconds since 1970. */
  readonly nowMs: () => number;
  readonly random: (size: number) => Uint8Array;
  /** The built file of the worker; null for the one that was built with this program. */
  readonly workerFile: URL | null;
  /** Where log lines go. */
  readonly log: LogOutlet;
}

/** A service that listens. */
export interface RunningService {
  /** Where browsers open it. */
  readonly url: string;
  /** The link by which the first administrator is made, and until when; null when somebody can sign in. */
  readonly setup: { readonly link: string; readonly expiresAt: string } | null;
  /** Lets what runs end or be parked, and stops. Twice is once. */
  readonly stop: () => Promise<void>;
}

/** How long what runs may take to end. Units: milliseconds. */
const GRACE_MS = 10_000;

/**
 * Opens the application and listens.
 *
 * @throws {ConfigError} when it may not listen there, or cannot.
 */
export async function startService(options: ServeOptions): Promise<RunningService> {
  const { config, nowMs, log } = options;
  const { service } = config;
  const app = openService({
    ...{ config, nowMs, env: options.env, random: options.random, rulesFile: null },
    workerFile: options.workerFile,
  });
  try {
    assertMayListen(service, app.access.hasUsers() ? 'some' : 'none');
    const { host, port, publicUrl, trustedProxy } = service;
    const server = await createServer(app, {
      ...{ place: { host, port, publicUrl }, tls: readTls(service), trustedProxy, log },
      timeouts: TIMEOUTS,
    });
    const url = await listen(server, service);
    app.months.keeper.start(logKeepFailure(server.log));
    for (const { runId, code } of await app.resumed) {
      server.log.warn({ payroll: runId, code }, 'not gone on with; run it again');
    }
    return { url, setup: tellSetup(app, url), stop: once(() => stop(server, app)) };
  } catch (error) {
    await app.close(0);
    throw error;
  }
}

async function stop(server: Server, app: ServiceApp): Promise<void> {
  // Answers that wait end first; then what runs is ended or parked, so that none is cut off.
  await server.close();
  await app.close(GRACE_MS);
}

function once(work: () => Promise<void>): () => Promise<void> {
  let begun: Promise<void> | null = null;
  return () => {
    begun ??= work();
    return begun;
  };
}

async function listen(server: Server, { host, port, publicUrl }: ServiceConfig): Promise<string> {
  try {
    const url = await server.listen({ host, port });
    return publicUrl ?? url;
  } catch (cause) {
    await server.close();
    const code = cause instanceof Error && 'code' in cause ? cause.code : null;
    if (code === 'EADDRINUSE') {
      throw new ConfigError(
        `Port ${port} of ${host} is in use, maybe by another hopsight serve; name another with --port.`,
        {},
        { cause },
      );
    }
    if (code === 'EACCES' || code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
      throw new ConfigError(
        `The service cannot listen on ${host}, port ${port}; check --host and --port.`,
        {},
        { cause },
      );
    }
    throw cause;
  }
}

function readTls({ tls }: ServiceConfig): { readonly cert: string; readonly key: string } | null {
  if (tls === null) return null;
  const pair = { cert: readPem(tls.certFile, 'certFile'), key: readPem(tls.keyFile, 'keyFile') };
  try {
    createSecureContext(pair);
  } catch (cause) {
    throw new ConfigError(
      'The files of service.tls hold no certificate and its key in PEM; name those of one pair, the key without a password.',
      {},
      { cause },
    );
  }
  return pair;
}

function readPem(file: string, field: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new ConfigError(
      `The file ${file} cannot be read; check service.tls.${field} and the rights of the file.`,
      {},
      { cause },
    );
  }
}

function tellSetup({ access }: ServiceApp, url: string): RunningService['setup'] {
  const link = access.createSetupLink();
  if (link === null) return null;
  return { link: `${url}/welcome/${link.secret}`, expiresAt: link.expiresAt };
}
