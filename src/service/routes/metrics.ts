import { z } from 'zod';
import { requirePermission } from '../identity.js';
import type { Metrics } from '../metrics.js';
import { answers } from '../schemas/answers.js';
import type { Server } from '../serverType.js';

/** Adds what Prometheus reads. */
export function addMetricsRoutes(v1: Server, metrics: Metrics): void {
  v1.get(
    '/metrics',
    {
      preParsing: requirePermission('read'),
      schema: {
        summary: 'Metrics',
        description: 'In the text form of Prometheus; no address and no name is in them.',
        tags: ['health'],
        response: answers({
          200: { description: 'The metrics.', content: { 'text/plain': z.string() } },
        }),
      },
    },
    async (_request, reply) => reply.type(metrics.contentType).send(await metrics.format()),
  );
}
