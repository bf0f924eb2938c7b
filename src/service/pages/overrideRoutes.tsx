import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import type { ServiceApp } from '../../app/service/serviceApp.js';
import { actorOf, requirePermission } from '../identity.js';
import { LIMITS } from '../limits.js';
import { Refusal } from '../problem.js';
import type { Server } from '../serverType.js';
import { whileConnected } from '../waits.js';
import { attempt } from './attempt.js';
import { checkPath, knownCheck } from './paymentPath.js';
import { sendPayment } from './showPayment.js';

const overridePath = checkPath.extend({ overrideId: z.string().max(64) });
const askSchema = z.object({
  reason: z.string().max(LIMITS.textCharacters * 10),
  until: z.string().max(40),
});

const DEEDS = [
  ['agree', 'agreed'],
  ['refuse', 'refused'],
  ['withdraw', 'override-withdrawn'],
] as const;

/** Adds what two persons do on the page of a payment that came out `hold`. */
export function addOverrideRoutes(server: Server, app: ServiceApp): void {
  const { payments } = app;
  const leadOn = (reply: FastifyReply, checkId: string, done: string) =>
    reply.redirect(`/payments/${encodeURIComponent(checkId)}?done=${done}`, 303);

  server.post(
    '/payments/:checkId/overrides',
    {
      preParsing: requirePermission('release'),
      schema: { params: checkPath, body: askSchema },
    },
    async (request, reply) => {
      const { id } = knownCheck(payments, request.params.checkId);
      const { body } = request;
      const asked = await attempt(() => payments.askOverride(id, body, actorOf(request)));
      if (asked.kind !== 'refused') return leadOn(reply, id, 'override-asked');
      const told = { problem: asked.problem, typedReason: body.reason, typedUntil: body.until };
      return sendPayment(app, { request, reply, checkId: id, told });
    },
  );

  for (const [deed, done] of DEEDS) {
    server.post(
      `/payments/:checkId/overrides/:overrideId/${deed}`,
      { preParsing: requirePermission('release'), schema: { params: overridePath } },
      async (request, reply) => {
        const { id, overrides } = knownCheck(payments, request.params.checkId);
        const { overrideId } = request.params;
        if (!overrides.some((one) => one.id === overrideId)) {
          throw new Refusal('not-found', 'This check has no override of this id.');
        }
        const [by, signal] = [actorOf(request), whileConnected(reply)];
        const acted = await attempt(() =>
          done === 'override-withdrawn'
            ? payments.withdrawOverride(overrideId, by)
            : payments.answerOverride(overrideId, done, by, signal),
        );
        if (acted.kind !== 'refused') return leadOn(reply, id, done);
        return sendPayment(app, { request, reply, checkId: id, told: { problem: acted.problem } });
      },
    );
  }
}
