import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { ServiceApp } from '../../app/service/serviceApp.js';
import type { WorkState } from '../../app/service/work.js';
import { formatMoment, parseMoment } from '../../core/moment.js';
import { actorOf, requirePermission } from '../identity.js';
import type { Timeouts } from '../limits.js';
import { Refusal } from '../problem.js';
import { answers, json } from '../schemas/answers.js';
import { documentSchema } from '../schemas/document.js';
import {
  historyQuerySchema,
  historySchema,
  screeningParams,
  stateSchema,
} from '../schemas/screening.js';
import type { Server } from '../serverType.js';
import type { Waits } from '../waits.js';
import { LAST_EVENT, streamEvents } from './events.js';
import { hrefOf, isSettled, tellState } from './tellState.js';

/** Adds the routes by which screenings are read, followed and ended. */
export function addScreeningRoutes(
  v1: Server,
  app: ServiceApp,
  by: { readonly waits: Waits; readonly timeouts: Timeouts },
): void {
  const { work } = app;

  v1.get(
    '/screenings',
    {
      preParsing: requirePermission('read'),
      schema: {
        summary: 'Past screenings',
        description: 'Newest first.',
        tags: ['screenings'],
        querystring: historyQuerySchema,
        response: answers({ 200: json('A page of them.', historySchema) }),
      },
    },
    async ({ query }) => {
      const { text, decision, from, to, cursor, limit } = query;
      const page = work.listHistory({
        text: text ?? null,
        decision: decision ?? null,
        fromIso: momentOf(from),
        toIso: momentOf(to),
        cursor: cursor ?? null,
        limit,
      });
      return {
        screenings: page.rows.map((row) => ({ ...row, href: hrefOf(row.screeningId) })),
        nextCursor: page.nextCursor,
      };
    },
  );

  v1.get(
    '/screenings/:screeningId',
    {
      preParsing: requirePermission('read'),
      schema: {
        summary: 'One screening',
        description:
          'The document of a screening that is done, else where it stands. With `Accept: text/event-stream` its changes as they happen, until it is done or failed.',
        tags: ['screenings'],
        params: screeningParams,
        response: answers({
          200: {
            description: 'The document; where it failed, that it did.',
            content: {
              'application/json': z.union([documentSchema, stateSchema]),
              'text/event-stream': z.string(),
            },
          },
          202: json('It is not done yet.', stateSchema),
        }),
      },
    },
    async (request, reply) => {
      const { screeningId } = request.params;
      reply.header('vary', 'accept');
      const state = stateOf(app, screeningId);
      if (wantsEvents(request)) {
        // Whoever has seen the end is asked not to come back, as an EventSource would.
        if (request.headers['last-event-id'] === LAST_EVENT) return reply.code(204).send();
        return streamEvents(reply, { work, first: state, ...by });
      }
      const document = state.kind === 'done' ? work.readDocument(screeningId) : null;
      if (document !== null) return document;
      return reply.code(isSettled(state) ? 200 : 202).send(tellState(state));
    },
  );

  v1.delete(
    '/screenings/:screeningId',
    {
      preParsing: requirePermission('screen'),
      schema: {
        summary: 'End a screening early',
        description:
          'One that waits is taken out of the queue; one that runs answers with what it has, which is then incomplete.',
        tags: ['screenings'],
        params: screeningParams,
        response: answers({ 202: json('Where it stands.', stateSchema) }),
      },
    },
    async (request, reply) => {
      const { screeningId } = request.params;
      stateOf(app, screeningId);
      work.cancel(screeningId, actorOf(request));
      return reply.code(202).send(tellState(stateOf(app, screeningId)));
    },
  );
}

/** Edge: what was recorded by a command has no state of its own and is done. */
function stateOf({ work }: ServiceApp, screeningId: string): WorkState {
  const state = work.readState(screeningId);
  if (state !== null) return state;
  if (work.readDocument(screeningId) === null) {
    throw new Refusal('not-found', 'There is no screening of this id here.');
  }
  return { kind: 'done', screeningId, isReused: false };
}

function wantsEvents({ headers }: FastifyRequest): boolean {
  return (headers.accept ?? '').split(',').some((type) => /^\s*text\/event-stream\b/i.test(type));
}

function momentOf(text: string | undefined): string | null {
  const seconds = text === undefined ? null : parseMoment(text);
  return seconds === null ? null : formatMoment(seconds);
}
