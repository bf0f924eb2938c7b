import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Access, OpenSession } from '../app/service/access.js';
import type { Actor, Permission } from '../core/role.js';
import type { OwnNames } from './ownNames.js';
import { Refusal } from './problem.js';
import type { Server } from './serverType.js';

/** What tells who asks. */
export interface IdentityParts {
  readonly access: Access;
  readonly names: OwnNames;
}

/** Methods that change nothing. */
const SAFE: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

/** The header by which a script of our own pages shows that it is one. */
const CSRF_HEADER = 'x-csrf-token';

/** Has every request of a scope of the API carry who asks: a token, or a session that may. */
export function identifyApi(api: Server, { access, names }: IdentityParts): void {
  api.addHook('onRequest', async (request) => {
    request.surface = 'api';
    if (request.headers.authorization !== undefined) {
      request.actor = readBearer(request, access);
      return;
    }
    request.session = readSession(request, access);
    if (request.session === null) return;
    const isOurs = SAFE.has(request.method) || hasHeaderToken(request, request.session);
    if (isOurs && hasNoForeignOrigin(request, names)) request.actor = request.session.actor;
  });
}

/** Has every request of the pages carry who asks, and refuses forms that other sites sent. */
export function identifyPages(pages: Server, { access, names }: IdentityParts): void {
  pages.addHook('onRequest', async (request) => {
    request.session = readSession(request, access);
    request.actor = request.session?.actor ?? null;
    if (!SAFE.has(request.method) && !isFromOurPage(request, names)) {
      throw new Refusal('foreign-form', FOREIGN);
    }
  });
  // The field is in the body, which is read by then.
  pages.addHook('preValidation', async (request) => {
    if (SAFE.has(request.method) || request.session === null) return;
    if (!isSameText(fieldOf(request.body, 'csrf'), request.session.csrfToken)) {
      throw new Refusal('foreign-form', STALE_FORM);
    }
  });
}

const FOREIGN =
  'The form was not sent from a page of this server; open the page here and send it again.';
const STALE_FORM =
  'The form belongs to another session; load the page again and send the form from there.';

/**
 * Lets a request pass only for who has a permission. Without anybody, the API answers 401 and a page
 * leads to the sign-in.
 */
export function requirePermission(permission: Permission) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<unknown> => {
    const { actor, session, surface } = request;
    if (actor === null) {
      if (surface === 'page') return reply.redirect('/sign-in', 303);
      if (session !== null) {
        throw new Refusal(
          'foreign-form',
          `A session counts for a change only with its token in the header ${CSRF_HEADER}, from a page of this server.`,
        );
      }
      reply.header('www-authenticate', 'Bearer');
      throw new Refusal(
        'not-signed-in',
        'Send "Authorization: Bearer" with a token that is not expired or revoked; an administrator gives one out.',
      );
    }
    if (actor.permissions.includes(permission)) return undefined;
    throw new Refusal(
      'not-allowed',
      `This takes the permission "${permission}", which an administrator can give.`,
    );
  };
}

/** Who asks, in a route that let nobody else pass. */
export function actorOf({ actor }: FastifyRequest): Actor {
  if (actor === null) throw new Refusal('not-signed-in', 'Sign in first.');
  return actor;
}

function readBearer({ headers }: FastifyRequest, access: Access): Actor | null {
  const secret = /^Bearer ([\x21-\x7e]{1,512})$/i.exec(headers.authorization ?? '')?.[1];
  return secret === undefined ? null : access.readToken(secret);
}

function readSession(request: FastifyRequest, access: Access): OpenSession | null {
  const secret = request.server.sessionCookie.read(request);
  return secret === null || secret.length > 512 ? null : access.readSession(secret);
}

function hasHeaderToken({ headers }: FastifyRequest, session: OpenSession): boolean {
  const given = headers[CSRF_HEADER];
  return typeof given === 'string' && isSameText(given, session.csrfToken);
}

function hasNoForeignOrigin(request: FastifyRequest, names: OwnNames): boolean {
  return request.headers.origin === undefined || isFromOurPage(request, names);
}

/**
 * Edge: a page that names no referrer has its forms say `Origin: null`. A browser then still tells, in
 * a header that no page can set, that the form stood on a page of the same place.
 *
 * Source: https://fetch.spec.whatwg.org/#append-a-request-origin-header, https://www.w3.org/TR/fetch-metadata/
 */
function isFromOurPage({ headers }: FastifyRequest, names: OwnNames): boolean {
  const { origin } = headers;
  if (origin === 'null') return headers['sec-fetch-site'] === 'same-origin';
  return origin !== undefined && names.isOurOrigin(origin);
}

function fieldOf(body: unknown, name: string): string {
  if (typeof body !== 'object' || body === null) return '';
  const value: unknown = Reflect.get(body, name);
  return typeof value === 'string' ? value : '';
}

/** Compares two texts in a time that does not tell how much of them is the same. */
function isSameText(a: string, b: string): boolean {
  const [first, second] = [a, b].map((text) => createHash('sha256').update(text).digest());
  return first !== undefined && second !== undefined && timingSafeEqual(first, second);
}
