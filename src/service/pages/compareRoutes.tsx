import { z } from 'zod';
import type { ServiceApp } from '../../app/service/serviceApp.js';
import { requirePermission } from '../identity.js';
import { Refusal } from '../problem.js';
import type { Server } from '../serverType.js';
import { ComparePage } from './comparePage.js';
import { sendPage, viewerOf } from './viewer.js';

const id = z.string().max(64);
/** Two ids by name, or as a list of marked rows sends them. */
const compareSchema = z.object({
  a: id.optional(),
  b: id.optional(),
  id: z.union([id, z.array(id)]).optional(),
});

/** Adds the page on which two screenings stand side by side. */
export function addCompareRoutes(server: Server, { work, config }: ServiceApp): void {
  const read = (screeningId: string) => {
    const document = work.readDocument(screeningId);
    if (document !== null) return document;
    throw new Refusal('not-found', 'There is no screening of this id here.');
  };
  server.get(
    '/compare',
    { preParsing: requirePermission('read'), schema: { querystring: compareSchema } },
    async (request, reply) => {
      const { a, b, id: marked = [] } = request.query;
      const ids = [a, b, ...(typeof marked === 'string' ? [marked] : marked)].filter(
        (one) => one !== undefined,
      );
      const [first, second, more] = ids;
      if (first === undefined || second === undefined || more !== undefined) {
        throw new Refusal('malformed', 'Mark exactly two screenings in the history to compare.');
      }
      const [one, other] = [read(first), read(second)];
      const isFirstOlder = one.screenedAt < other.screenedAt;
      const [before, after] = isFirstOlder ? ([one, other] as const) : ([other, one] as const);
      return sendPage(
        reply,
        <ComparePage
          viewer={viewerOf(request)}
          zone={config.timeZone}
          before={before}
          after={after}
        />,
      );
    },
  );
}
