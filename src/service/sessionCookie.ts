import type { FastifyReply, FastifyRequest } from 'fastify';

/** The cookie that holds the secret of a session. No script of a page can read it. */
export interface SessionCookie {
  readonly name: string;
  /** Null where the request has none. */
  readonly read: (request: FastifyRequest) => string | null;
  readonly write: (reply: FastifyReply, secret: string) => void;
  readonly clear: (reply: FastifyReply) => void;
}

/**
 * The session cookie of a server. Over TLS its name begins with `__Host-`, so that no other host or
 * plain connection can set it.
 *
 * Source: https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Set-Cookie#cookie_prefixes
 */
export function createSessionCookie(connection: 'tls' | 'plain'): SessionCookie {
  const secure = connection === 'tls';
  const name = secure ? '__Host-hopsight_session' : 'hopsight_session';
  const attributes = { path: '/', httpOnly: true, sameSite: 'lax', secure } as const;
  return {
    name,
    read: (request) => request.cookies[name] ?? null,
    write: (reply, secret) => {
      reply.setCookie(name, secret, attributes);
    },
    clear: (reply) => {
      reply.clearCookie(name, attributes);
    },
  };
}
