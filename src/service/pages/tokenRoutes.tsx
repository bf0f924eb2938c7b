import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { ServiceApp } from '../../app/service/serviceApp.js';
import { PERMISSIONS } from '../../core/role.js';
import { actorOf, requirePermission } from '../identity.js';
import type { Server } from '../serverType.js';
import { attempt } from './attempt.js';
import { dayAfter, startOfDay } from './dayInZone.js';
import { TokensPage } from './tokensPage.js';
import { sendPage, viewerOf } from './viewer.js';

const scope = z.enum(PERMISSIONS);
const tokenSchema = z.object({
  name: z.string().max(200),
  scopes: z
    .union([scope, z.array(scope)])
    .default([])
    .transform((scopes) => (typeof scopes === 'string' ? [scopes] : scopes)),
  until: z.string().max(20),
});

/** Adds the page on which tokens of machines are given out and revoked. */
export function addTokenRoutes(server: Server, { access, config, nowMs }: ServiceApp): void {
  const { timeZone: zone } = config;
  const send = (
    request: FastifyRequest,
    reply: FastifyReply,
    told: {
      readonly issued?: { readonly name: string; readonly secret: string };
      readonly problem?: string;
      readonly notice?: string;
    },
  ) => {
    const { issued = null, problem = null, notice = null } = told;
    if (problem !== null) reply.code(422);
    return sendPage(
      reply,
      <TokensPage
        viewer={viewerOf(request)}
        zone={zone}
        tokens={access.listTokens()}
        issued={issued}
        today={new Date(nowMs()).toISOString().slice(0, 10)}
        problem={problem}
        notice={notice}
      />,
    );
  };
  const preParsing = requirePermission('manage');

  server.get('/tokens', { preParsing }, async (request, reply) => send(request, reply, {}));

  server.post('/tokens', { preParsing, schema: { body: tokenSchema } }, async (request, reply) => {
    const { name, scopes, until } = request.body;
    const expiresAt = startOfDay(dayAfter(until), zone);
    if (expiresAt === null) {
      return send(request, reply, { problem: 'A day is written as 2026-11-22.' });
    }
    const issued = await attempt(() =>
      access.issueToken({ name, scopes, expiresAt }, actorOf(request)),
    );
    if (issued.kind === 'refused') return send(request, reply, { problem: issued.problem });
    const { token, secret } = issued.value;
    return send(request, reply, { issued: { name: token.name, secret } });
  });

  server.post(
    '/tokens/:tokenId/revoke',
    { preParsing, schema: { params: z.object({ tokenId: z.string().max(64) }) } },
    async (request, reply) => {
      const revoked = await attempt(() =>
        access.revokeToken(request.params.tokenId, actorOf(request)),
      );
      return revoked.kind === 'refused'
        ? send(request, reply, { problem: revoked.problem })
        : send(request, reply, { notice: 'The token opens nothing any more.' });
    },
  );
}
