import { z } from 'zod';
import type { ServiceApp } from '../../app/service/serviceApp.js';
import { requirePermission } from '../identity.js';
import { tellReadiness } from '../readiness.js';
import { answers, json } from '../schemas/answers.js';
import type { Server } from '../serverType.js';

const aliveSchema = z.object({ status: z.literal('alive') });

const readySchema = z.object({
  status: z.enum(['ready', 'not-ready']),
  worker: z.enum(['ready', 'starting', 'failed']),
  database: z.enum(['ready', 'failed']),
  labels: z
    .union([
      z.object({
        standing: z.enum(['absent', 'static', 'fresh', 'ageing', 'stale', 'unconfirmed']),
        ageDays: z.union([z.int(), z.null()]),
      }),
      z.null(),
    ])
    .describe('The worst of the label sets in use.'),
});

const healthSchema = readySchema.extend({
  alive: z.literal(true),
  workerProblem: z
    .union([z.string(), z.null()])
    .describe('Why no worker runs, or the last one ended; null once one is ready.'),
  queued: z.object({ single: z.int(), batch: z.int() }),
  running: z.int(),
  finished: z.record(z.string(), z.int()),
  missing: z.array(z.string()).describe('What an administrator should know or do about labels.'),
});

/**
 * Adds what a supervisor asks. Whether the process answers and whether it can work are two questions:
 * the first restarts it, the second only keeps requests away from it.
 */
export function addHealthRoutes(v1: Server, app: ServiceApp): void {
  v1.get(
    '/health/live',
    {
      config: { rateLimit: false },
      schema: {
        summary: 'Whether it answers',
        tags: ['health'],
        security: [],
        response: answers({ 200: json('It does.', aliveSchema) }),
      },
    },
    async () => ({ status: 'alive' }),
  );

  v1.get(
    '/health/ready',
    {
      schema: {
        summary: 'Whether it can work',
        tags: ['health'],
        security: [],
        response: answers({
          200: json('It can.', readySchema),
          503: json('It cannot now.', readySchema),
        }),
      },
    },
    async (request, reply) => {
      const readiness = tellReadiness(app, (err) => request.log.error({ err }, 'not ready'));
      return reply.code(readiness.status === 'ready' ? 200 : 503).send(readiness);
    },
  );

  v1.get(
    '/health',
    {
      preParsing: requirePermission('read'),
      schema: {
        summary: 'How it stands',
        tags: ['health'],
        response: answers({ 200: json('All that is known.', healthSchema) }),
      },
    },
    async (request) => {
      const readiness = tellReadiness(app, (err) => request.log.error({ err }, 'not ready'));
      const { workerProblem, queued, running, finished } = app.work.health();
      const { missing } = app.records.labelStatus();
      return { alive: true, ...readiness, workerProblem, queued, running, finished, missing };
    },
  );
}
