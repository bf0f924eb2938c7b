import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import type { ServiceApp } from '../../app/service/serviceApp.js';
import type { Work } from '../../app/service/work.js';
import type { ScreeningDocument } from '../../report/document.js';
import { actorOf, requirePermission } from '../identity.js';
import { Refusal } from '../problem.js';
import type { Server } from '../serverType.js';
import { CheckPage } from './checkPage.js';
import { submitOne } from './checkRoutes.js';
import type { Viewer } from './layout.js';
import { ProgressPage } from './progressPage.js';
import { ScreeningPage, type ScreeningView } from './screeningPage.js';
import { sendAgain, sendPage, viewerOf } from './viewer.js';

/** The id of a screening in a path. */
export const screeningPath = z.object({ screeningId: z.string().max(64) });

/** Adds the pages of one screening: where it stands, what came of it, ending and repeating it. */
export function addScreeningRoutes(server: Server, app: ServiceApp): void {
  const { work } = app;

  server.get(
    '/screenings/:screeningId',
    { preParsing: requirePermission('read'), schema: { params: screeningPath } },
    async (request, reply) =>
      sendScreening(reply, {
        ...{ work, screeningId: request.params.screeningId, viewer: viewerOf(request) },
        zone: app.config.timeZone,
        tellMore: (document) => ({
          standing: app.records.tellStanding(document.screeningId),
          previousId: previousOf(work, document),
        }),
      }),
  );

  server.post(
    '/screenings/:screeningId/cancel',
    { preParsing: requirePermission('screen'), schema: { params: screeningPath } },
    async (request, reply) => {
      const { screeningId } = request.params;
      if (work.readState(screeningId) === null) throw notThere();
      work.cancel(screeningId, actorOf(request));
      return reply.redirect(`/screenings/${encodeURIComponent(screeningId)}`, 303);
    },
  );

  server.post(
    '/screenings/:screeningId/again',
    { preParsing: requirePermission('screen'), schema: { params: screeningPath } },
    async (request, reply) => {
      const document = work.readDocument(request.params.screeningId);
      if (document === null) throw notThere();
      const { input: text, payeeReference } = document;
      const asked = await submitOne(
        { text, payeeReference, onlyOn: null, asOf: null, reuse: 'never' },
        { work, by: actorOf(request), nowMs: app.nowMs() },
      );
      if (asked.kind === 'done') {
        return reply.redirect(`/screenings/${encodeURIComponent(asked.value)}`, 303);
      }
      const typed = { text, payeeReference: payeeReference ?? '' };
      const { problem } = asked;
      return sendAgain(
        reply,
        <CheckPage viewer={viewerOf(request)} typed={typed} problem={problem} />,
      );
    },
  );
}

/** Sends where a screening stands, or what came of it. @throws {Refusal} where there is none. */
export function sendScreening(
  reply: FastifyReply,
  by: {
    readonly work: Work;
    readonly screeningId: string;
    readonly viewer: Viewer;
    readonly zone: string;
    readonly tellMore: (
      document: ScreeningDocument,
    ) => Pick<ScreeningView, 'standing' | 'previousId'>;
  },
): FastifyReply {
  const { work, screeningId, viewer, zone } = by;
  const state = work.readState(screeningId);
  if (state !== null && state.kind !== 'done') {
    return sendPage(reply, <ProgressPage viewer={viewer} state={state} />);
  }
  const document = work.readDocument(screeningId);
  if (document === null) throw notThere();
  const view = { document, zone, viewer, ...by.tellMore(document) };
  return sendPage(reply, <ScreeningPage view={view} />);
}

function notThere(): Refusal {
  return new Refusal('not-found', 'There is no screening of this id here.');
}

/** Screenings of a wallet among which the one before is looked for. */
const LOOKED_THROUGH = 50;

/** The screening of the same wallet before this one; null where none is near. */
function previousOf(work: Work, { screeningId, subjects }: ScreeningDocument): string | null {
  const address = subjects[0]?.address;
  if (address === undefined) return null;
  const { rows } = work.listHistory({
    ...{ text: address, decision: null, fromIso: null, toIso: null, cursor: null },
    limit: LOOKED_THROUGH,
  });
  const own = rows.filter((row) => row.address === address);
  const at = own.findIndex((row) => row.screeningId === screeningId);
  return at < 0 ? null : (own[at + 1]?.screeningId ?? null);
}
