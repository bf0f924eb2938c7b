import { z } from 'zod';
import type { ServiceApp } from '../../app/service/serviceApp.js';
import { actorOf, requirePermission } from '../identity.js';
import type { Server } from '../serverType.js';
import { whileConnected } from '../waits.js';
import { submitOne } from './checkRoutes.js';
import { PracticePage } from './practicePage.js';
import { PRACTICE_WALLETS } from './practiceWallets.js';
import { screeningPath, sendScreening } from './screeningRoutes.js';
import { sendAgain, sendPage, viewerOf } from './viewer.js';

const practiceSchema = z.object({ text: z.string().max(200), asOf: z.string().max(20).optional() });

/** Recorded wallets are answered soon: the page waits so long before it shows how far they are. */
const PATIENCE_MS = 4_000;

/** Adds the pages to rehearse with. */
export function addPracticeRoutes(server: Server, app: ServiceApp): void {
  const { practice } = app;

  server.get('/practice', { preParsing: requirePermission('read') }, async (request, reply) =>
    sendPage(reply, <PracticePage viewer={viewerOf(request, 'practice')} problem={null} />),
  );

  server.post(
    '/practice',
    { preParsing: requirePermission('read'), schema: { body: practiceSchema } },
    async (request, reply) => {
      const { text, asOf = null } = request.body;
      const known = PRACTICE_WALLETS.find((one) => one.text === text && one.asOf === asOf);
      const asked =
        known === undefined
          ? ({ kind: 'refused', problem: 'Choose one of the recorded wallets.' } as const)
          : await submitOne(
              { text, asOf, payeeReference: null, onlyOn: null, reuse: 'valid-verdict' },
              { work: practice, by: actorOf(request), nowMs: app.nowMs() },
            );
      if (asked.kind === 'refused') {
        const viewer = viewerOf(request, 'practice');
        return sendAgain(reply, <PracticePage viewer={viewer} problem={asked.problem} />);
      }
      await practice.settled(
        asked.value,
        AbortSignal.any([whileConnected(reply), AbortSignal.timeout(PATIENCE_MS)]),
      );
      return reply.redirect(`/practice/screenings/${encodeURIComponent(asked.value)}`, 303);
    },
  );

  server.get(
    '/practice/screenings/:screeningId',
    { preParsing: requirePermission('read'), schema: { params: screeningPath } },
    async (request, reply) =>
      sendScreening(reply, {
        ...{ work: practice, screeningId: request.params.screeningId, zone: app.config.timeZone },
        viewer: viewerOf(request, 'practice'),
        tellMore: () => ({ standing: null, previousId: null }),
      }),
  );
}
