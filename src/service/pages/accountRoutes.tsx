import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { ServiceApp } from '../../app/service/serviceApp.js';
import { actorOf, requirePermission } from '../identity.js';
import { Refusal } from '../problem.js';
import type { Server } from '../serverType.js';
import { AccountPage, type AccountStep } from './accountPage.js';
import { attempt } from './attempt.js';
import { sendPage, viewerOf } from './viewer.js';

const text = z.string().max(500);
/** What the page showed comes back with the code, so that a mistyped one need not begin anew. */
const confirmSchema = z.object({ code: text, secret: text, uri: text });
const codeSchema = z.object({ code: text });

/** Adds one's own account. */
export function addAccountRoutes(server: Server, { access }: ServiceApp): void {
  const send = (
    request: FastifyRequest,
    reply: FastifyReply,
    told: {
      readonly step?: AccountStep;
      readonly problem?: string;
      readonly notice?: string;
    },
  ) => {
    const user = access.listUsers().find(({ id }) => id === actorOf(request).id);
    if (user === undefined) throw new Refusal('not-found', 'Your account is not there any more.');
    const { step = { kind: 'overview' }, problem = null, notice = null } = told;
    if (problem !== null) reply.code(422);
    return sendPage(
      reply,
      <AccountPage
        viewer={viewerOf(request)}
        user={user}
        step={step}
        problem={problem}
        notice={notice}
      />,
    );
  };
  const preParsing = requirePermission('read');

  server.get('/account', { preParsing }, async (request, reply) => send(request, reply, {}));

  server.post('/account/second-factor', { preParsing }, async (request, reply) =>
    send(request, reply, {
      step: { kind: 'begin', ...access.beginSecondFactor(actorOf(request)) },
    }),
  );

  server.post(
    '/account/second-factor/confirm',
    { preParsing, schema: { body: confirmSchema } },
    async (request, reply) => {
      const { code, secret, uri } = request.body;
      const confirmed = await attempt(() =>
        access.confirmSecondFactor(actorOf(request), code.trim()),
      );
      if (confirmed.kind === 'refused') {
        const { problem } = confirmed;
        return send(request, reply, { problem, step: { kind: 'begin', secret, uri } });
      }
      return send(request, reply, {
        notice: 'The second factor is in use from now on.',
        step: { kind: 'recovery-codes', codes: confirmed.value },
      });
    },
  );

  server.post(
    '/account/second-factor/remove',
    { preParsing, schema: { body: codeSchema } },
    async (request, reply) => {
      const removed = await attempt(() =>
        access.removeSecondFactor(actorOf(request), request.body.code.trim()),
      );
      return removed.kind === 'refused'
        ? send(request, reply, { problem: removed.problem })
        : send(request, reply, { notice: 'The second factor is not in use any more.' });
    },
  );
}
