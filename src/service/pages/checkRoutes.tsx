import { z } from 'zod';
import { problemsOfItems } from '../../app/service/checkItems.js';
import type { ServiceApp } from '../../app/service/serviceApp.js';
import type { Work, WorkItem } from '../../app/service/work.js';
import type { Actor } from '../../core/role.js';
import { actorOf, requirePermission } from '../identity.js';
import { LIMITS } from '../limits.js';
import type { Server } from '../serverType.js';
import { type Attempt, attempt } from './attempt.js';
import { CheckPage } from './checkPage.js';
import { sendAgain, sendPage, viewerOf } from './viewer.js';

const checkSchema = z.object({
  text: z.string().max(LIMITS.textCharacters * 10),
  payeeReference: z.string().max(LIMITS.referenceCharacters).default(''),
});

/** Adds the form by which a wallet is checked. */
export function addCheckRoutes(server: Server, app: ServiceApp): void {
  server.get('/', { preParsing: requirePermission('read') }, async (request, reply) =>
    sendPage(
      reply,
      <CheckPage
        viewer={viewerOf(request)}
        typed={{ text: '', payeeReference: '' }}
        problem={null}
      />,
    ),
  );

  server.post(
    '/screenings',
    { preParsing: requirePermission('screen'), schema: { body: checkSchema } },
    async (request, reply) => {
      const { text, payeeReference } = request.body;
      const reference = payeeReference.trim();
      const asked = await submitOne(
        {
          ...{ text, onlyOn: null, asOf: null, reuse: 'valid-verdict' },
          payeeReference: reference === '' ? null : reference,
        },
        { work: app.work, by: actorOf(request), nowMs: app.nowMs() },
      );
      if (asked.kind === 'refused') {
        const { problem } = asked;
        return sendAgain(
          reply,
          <CheckPage viewer={viewerOf(request)} typed={request.body} problem={problem} />,
        );
      }
      return reply.redirect(`/screenings/${encodeURIComponent(asked.value)}`, 303);
    },
  );
}

/** Has one wallet screened that somebody waits for; gives its id, or why it cannot be. */
export async function submitOne(
  item: WorkItem,
  by: { readonly work: Work; readonly by: Actor; readonly nowMs: number },
): Promise<Attempt<string>> {
  const [wrong] = problemsOfItems([item], by.nowMs);
  if (wrong !== undefined) return { kind: 'refused', problem: wrong.sentence };
  return attempt(() => {
    const submission = { items: [item], urgency: 'single', idempotencyKey: null } as const;
    return by.work.submit(submission, by.by)[0]?.screeningId ?? '';
  });
}
