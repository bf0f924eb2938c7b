import { randomUUID } from 'node:crypto';
import { createServer as createHttpServer, type Server as HttpServer } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import cookie from '@fastify/cookie';
import formbody from '@fastify/formbody';
import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import fastify, { LogController } from 'fastify';
import { validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod';
import type { ServiceApp } from '../app/service/serviceApp.js';
import { escapeJson } from '../report/format.js';
import { answerFailure, refuseConnection } from './failures.js';
import { identifyApi, identifyPages } from './identity.js';
import { readJsonBodies } from './jsonBody.js';
import { LIMITS, REQUESTS_PER_MINUTE, type Timeouts } from './limits.js';
import { type LogOutlet, logAnswer, loggerOptions } from './logging.js';
import { createMetrics } from './metrics.js';
import { describeApi } from './openApi.js';
import { createNetwork, createOwnNames, isLoopback, type Place } from './ownNames.js';
import { registerPages } from './pages/pages.js';
import { Refusal } from './problem.js';
import { addRoutes } from './routes/routes.js';
import type { Server } from './serverType.js';
import { createSessionCookie } from './sessionCookie.js';

/** What a server is made with. */
export interface ServerOptions {
  readonly place: Omit<Place, 'isTls'>;
  /** Certificate and key in PEM; null to speak plain HTTP. */
  readonly tls: { readonly cert: string; readonly key: string } | null;
  /** The address or network of the proxy whose word on who asks is taken; null for none. */
  readonly trustedProxy: string | null;
  readonly timeouts: Timeouts;
  readonly log: LogOutlet;
}

/** The server over an application, ready to listen. */
export async function createServer(app: ServiceApp, options: ServerOptions): Promise<Server> {
  const { place, tls, trustedProxy, timeouts, log } = options;
  const server: Server = fastify<HttpServer>({
    serverFactory: (handler) => {
      const caps = {
        maxHeaderSize: LIMITS.headerBytes,
        headersTimeout: timeouts.headersMs,
        requestTimeout: timeouts.requestMs,
        connectionsCheckingInterval: timeouts.checkMs,
        keepAliveTimeout: 65_000,
      };
      return tls === null
        ? createHttpServer(caps, handler)
        : createHttpsServer(
            { ...caps, ...tls, minVersion: 'TLSv1.2', handshakeTimeout: timeouts.headersMs },
            handler,
          );
    },
    bodyLimit: LIMITS.bodyBytes,
    routerOptions: { maxParamLength: LIMITS.pathPartCharacters },
    trustProxy: trustedProxy ?? false,
    logger: loggerOptions(log),
    logController: new LogController({ disableRequestLogging: true }),
    frameworkErrors: answerFailure,
    genReqId: () => randomUUID(),
    return503OnClosing: true,
    clientErrorHandler: refuseConnection,
  }).withTypeProvider<ZodTypeProvider>();

  const isTls = tls !== null;
  const names = createOwnNames({ ...place, isTls }, () => portOf(server) ?? place.port);
  const isSecure = isTls || (place.publicUrl?.startsWith('https:') ?? false);
  const closing = new AbortController();
  server.decorate('sessionCookie', createSessionCookie(isSecure ? 'tls' : 'plain'));
  server.decorate('closing', closing.signal);
  server.decorateRequest('session', null);
  server.decorateRequest('actor', null);
  server.decorateRequest('surface', 'page');
  server.addHook('preClose', async () => closing.abort());
  const metrics = createMetrics(app);
  server.addHook('onResponse', async (request, reply) => {
    logAnswer(request, reply);
    metrics.observe({
      method: request.method,
      route: request.routeOptions.url ?? 'none',
      status: reply.statusCode,
      seconds: reply.elapsedTime / 1000,
    });
  });
  await server.register(helmet, securityHeaders(isSecure));
  const isProxy = trustedProxy === null || isTls ? null : createNetwork(trustedProxy);
  server.addHook('onRequest', async ({ headers, socket }, reply) => {
    // What is answered is somebody's business: nothing on the way keeps what does not say otherwise.
    reply.header('cache-control', 'no-store');
    const { remoteAddress } = socket;
    if (isProxy !== null && !isProxy(remoteAddress) && !isLoopback(remoteAddress ?? '')) {
      throw new Refusal(
        'wrong-host',
        'Here the server speaks to its proxy alone, since nothing encrypts what is sent; open the address of the proxy.',
      );
    }
    if (names.isOurHost(headers.host)) return;
    throw new Refusal(
      'wrong-host',
      'The server does not go by this name; use the address that it printed at its start, or set service.publicUrl.',
    );
  });
  // Schemas describe answers and shape their types. What is recorded is not validated once more.
  server.setSerializerCompiler(() => (body) => escapeJson(JSON.stringify(body)));
  server.setValidatorCompiler(validatorCompiler);
  server.setErrorHandler(answerFailure);
  readJsonBodies(server);

  await server.register(cookie);

  await server.register(
    async (api) => {
      const v1 = api.withTypeProvider<ZodTypeProvider>();
      identifyApi(v1, { access: app.access, names });
      await limitRates(v1);
      v1.setNotFoundHandler(async () => {
        throw new Refusal('not-found', 'There is nothing at this place.');
      });
      await describeApi(v1);
      await addRoutes(v1, app, { timeouts, metrics });
    },
    { prefix: '/v1' },
  );
  await server.register(async (scope) => {
    const pages = scope.withTypeProvider<ZodTypeProvider>();
    identifyPages(pages, { access: app.access, names });
    await limitRates(pages);
    await pages.register(formbody, { bodyLimit: LIMITS.bodyBytes });
    await registerPages(pages, app);
  });
  return server;
}

function portOf(server: Server): number | null {
  const address = server.server.address();
  return typeof address === 'object' ? (address?.port ?? null) : null;
}

async function limitRates(scope: Server): Promise<void> {
  await scope.register(rateLimit, {
    max: ({ actor }) => REQUESTS_PER_MINUTE[actor?.kind ?? 'nobody'],
    timeWindow: 60_000,
    keyGenerator: ({ actor, ip }) => (actor === null ? `ip ${ip}` : `${actor.kind} ${actor.id}`),
    errorResponseBuilder: (_request, { after }) =>
      new Refusal('too-many-requests', `That is too much at once; go on in ${after}.`),
  });
}

function securityHeaders(isSecure: boolean) {
  return {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        styleSrc: ["'self'"],
        scriptSrc: ["'self'"],
        imgSrc: ["'self'"],
        connectSrc: ["'self'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
        baseUri: ["'none'"],
      },
    },
    referrerPolicy: { policy: 'no-referrer' },
    xFrameOptions: { action: 'deny' },
    strictTransportSecurity: isSecure ? { maxAge: 31_536_000, includeSubDomains: false } : false,
  } as const;
}
