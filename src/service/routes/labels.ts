import { z } from 'zod';
import type { ServiceApp } from '../../app/service/serviceApp.js';
import type { SyncedSet } from '../../report/labelDocument.js';
import { actorOf, requirePermission } from '../identity.js';
import { answers, json } from '../schemas/answers.js';
import { waitSchema } from '../schemas/screening.js';
import type { Server } from '../serverType.js';
import { type Waits, whileConnected } from '../waits.js';

const statusSchema = z.object({
  sets: z.array(
    z.looseObject({
      set: z.string(),
      origin: z.enum(['built-in', 'imported', 'synced', 'awaited']),
      standing: z.enum(['absent', 'static', 'fresh', 'ageing', 'stale', 'unconfirmed']),
      ageDays: z.union([z.int(), z.null()]),
      isUsed: z.boolean(),
    }),
  ),
  missing: z.array(z.string()).describe('What an administrator should know or do.'),
  snapshots: z.array(
    z.looseObject({
      set: z.string(),
      id: z.string(),
      importedAt: z.string(),
      isCurrent: z.boolean(),
    }),
  ),
});

const syncedSchema = z.object({
  state: z.enum(['running', 'done']),
  sets: z.array(
    z.looseObject({
      set: z.string(),
      result: z.enum(['imported', 'unchanged', 'refused', 'failed']),
      problem: z.union([z.string(), z.null()]),
    }),
  ),
});

/** Adds the routes about label sets. */
export function addLabelRoutes(v1: Server, app: ServiceApp, waits: Waits): void {
  v1.get(
    '/labels',
    {
      preParsing: requirePermission('read'),
      schema: {
        summary: 'Label sets',
        description: 'How each set stands, what is missing, and every snapshot that was imported.',
        tags: ['labels'],
        response: answers({ 200: json('The sets.', statusSchema) }),
      },
    },
    async () => ({ ...app.records.labelStatus(), snapshots: app.records.listLabels(null) }),
  );

  const sync = createSync(app, v1);
  v1.post(
    '/labels/sync',
    {
      preParsing: requirePermission('labels'),
      schema: {
        summary: 'Fetch the label sets anew',
        description:
          'Takes as long as the publishers do: a list may be 100 MB. Where that is longer than `wait` seconds, it goes on, and asking again joins it.',
        tags: ['labels'],
        querystring: waitSchema,
        response: answers({
          200: json('What came of each set.', syncedSchema),
          202: json('It is still going on.', syncedSchema),
        }),
      },
    },
    async (request, reply) => {
      const leave = waits.enter(actorOf(request));
      try {
        const running = sync(request);
        const signal = AbortSignal.any([
          whileConnected(reply),
          AbortSignal.timeout(request.query.wait * 1000),
        ]);
        const sets = await Promise.race([running, ended(signal)]);
        if (sets !== null) return { state: 'done', sets };
        reply.code(202).header('location', '/v1/labels');
        return { state: 'running', sets: [] };
      } finally {
        leave();
      }
    },
  );
}

/** Gives the sync that goes on, or begins one: two at once would fetch the same files. */
function createSync({ work }: ServiceApp, server: Server) {
  let running: Promise<readonly SyncedSet[]> | null = null;
  return (request: Parameters<typeof actorOf>[0]): Promise<readonly SyncedSet[]> => {
    if (running !== null) return running;
    const begun = work.syncLabels(actorOf(request));
    running = begun;
    const forget = () => {
      running = null;
    };
    begun.then(forget, (error: unknown) => {
      forget();
      // Who asked may have gone; then nobody else hears of it.
      server.log.error({ err: error, incident: request.id }, 'labels not synced');
    });
    return begun;
  };
}

function ended(signal: AbortSignal): Promise<null> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(null);
    else signal.addEventListener('abort', () => resolve(null), { once: true });
  });
}
