import type { Server as HttpServer, IncomingMessage, ServerResponse } from 'node:http';
import type { FastifyBaseLogger, FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { OpenSession } from '../app/service/access.js';
import type { Actor } from '../core/role.js';
import type { SessionCookie } from './sessionCookie.js';

/** The server, as routes and pages see it. */
export type Server = FastifyInstance<
  HttpServer,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  ZodTypeProvider
>;

declare module 'fastify' {
  interface FastifyRequest {
    /** The session of the cookie, whatever the request may do with it; null without one. */
    session: OpenSession | null;
    /** Who asks; null for nobody. */
    actor: Actor | null;
    /** Whether a machine or a person with a browser is answered. */
    surface: 'api' | 'page';
  }
  interface FastifyInstance {
    readonly sessionCookie: SessionCookie;
    /** Ends when the server begins to close: what waits then answers. */
    readonly closing: AbortSignal;
  }
}
