import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { ServiceApp } from '../../app/service/serviceApp.js';
import type { ShownLabels, SyncedSet } from '../../report/labelDocument.js';
import { actorOf, requirePermission } from '../identity.js';
import { LIMITS } from '../limits.js';
import type { Server } from '../serverType.js';
import { attempt } from './attempt.js';
import { LabelsPage } from './labelsPage.js';
import { sendPage, viewerOf } from './viewer.js';

const lookUpSchema = z.object({ address: z.string().max(LIMITS.textCharacters) });

/** Adds the page of the label sets. */
export function addLabelRoutes(server: Server, { records, work }: ServiceApp): void {
  const send = (
    request: FastifyRequest,
    reply: FastifyReply,
    told: {
      readonly asked?: string;
      readonly shown?: ShownLabels;
      readonly synced?: readonly SyncedSet[];
      readonly problem?: string;
    },
  ) => {
    const { asked = '', shown = null, synced = null, problem = null } = told;
    if (problem !== null) reply.code(422);
    return sendPage(
      reply,
      <LabelsPage
        viewer={viewerOf(request)}
        status={records.labelStatus()}
        asked={asked}
        shown={shown}
        synced={synced}
        problem={problem}
      />,
    );
  };

  server.get('/labels', { preParsing: requirePermission('read') }, async (request, reply) =>
    send(request, reply, {}),
  );

  server.post(
    '/labels/look-up',
    { preParsing: requirePermission('read'), schema: { body: lookUpSchema } },
    async (request, reply) => {
      const { address: asked } = request.body;
      const shown = await attempt(() => records.showLabels(asked));
      return shown.kind === 'refused'
        ? send(request, reply, { asked, problem: shown.problem })
        : send(request, reply, { asked, shown: shown.value });
    },
  );

  server.post('/labels/sync', { preParsing: requirePermission('labels') }, async (request, reply) =>
    send(request, reply, { synced: await work.syncLabels(actorOf(request)) }),
  );
}
