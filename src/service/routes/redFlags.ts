import { z } from 'zod';
import type { ServiceApp } from '../../app/service/serviceApp.js';
import { RED_FLAG_ANSWERS } from '../../core/redFlag.js';
import { actorOf, requirePermission } from '../identity.js';
import { LIMITS } from '../limits.js';
import { Refusal } from '../problem.js';
import { answers, json } from '../schemas/answers.js';
import type { Server } from '../serverType.js';

const payeePath = z.strictObject({ payeeId: z.string().min(1).max(64) });

const answerSchema = z.object({
  id: z.string().describe('By which the audit log names it.'),
  flagId: z.string(),
  answer: z.enum(RED_FLAG_ANSWERS),
  note: z.string(),
  at: z.string(),
  by: z.string().describe('The id of the person who answers for it.'),
});

const listSchema = z.object({
  caution: z.array(z.string()).describe('To be read before the flags.'),
  flags: z.array(
    z.object({
      id: z.string(),
      group: z.string(),
      sentence: z.string(),
      standing: z
        .enum(['published', 'reported'])
        .describe('`reported`: not checked word for word in the source.'),
      source: z.object({ title: z.string(), url: z.string(), date: z.string() }),
      answers: z.array(answerSchema).describe('Newest first; only the first one counts.'),
    }),
  ),
});

const givenSchema = z
  .array(
    z.strictObject({
      flagId: z.string().min(1).max(64),
      answer: z.enum(RED_FLAG_ANSWERS),
      note: z.string().max(LIMITS.textCharacters).default('').describe('Kept, and told to nobody.'),
    }),
  )
  .min(1)
  .max(LIMITS.items);

/** Adds the checklist of signs apart from the chain. */
export function addRedFlagRoutes(v1: Server, { payees, redFlags }: ServiceApp): void {
  v1.get(
    '/payees/:payeeId/red-flags',
    {
      preParsing: requirePermission('read'),
      schema: {
        summary: 'Red flags of a payee',
        description:
          'The published signs apart from the chain, with what was answered to each. None is a finding; nothing is counted, and no decision depends on them.',
        tags: ['payees'],
        params: payeePath,
        response: answers({ 200: json('The checklist.', listSchema) }),
      },
    },
    async ({ params: { payeeId } }) => {
      if (payees.read(payeeId) === null) {
        throw new Refusal('not-found', 'There is no payee of this id here.');
      }
      return {
        caution: redFlags.listCautions(),
        flags: redFlags
          .listFlags()
          .map((flag) => ({ ...flag, answers: redFlags.listHistory(payeeId, flag.id) })),
      };
    },
  );

  v1.post(
    '/payees/:payeeId/red-flags',
    {
      preParsing: requirePermission('payees'),
      schema: {
        summary: 'Answer red flags of a payee',
        description:
          'Adds answers beside those from before, all or none. They are context for people and change no decision.',
        tags: ['payees'],
        params: payeePath,
        body: givenSchema,
        response: answers({
          201: json(
            'What was added. Order: as sent.',
            z.object({ answers: z.array(answerSchema) }),
          ),
        }),
      },
    },
    async (request, reply) => {
      const { payeeId } = request.params;
      if (payees.read(payeeId) === null) {
        throw new Refusal('not-found', 'There is no payee of this id here.');
      }
      const added = redFlags.answer(payeeId, request.body, actorOf(request));
      reply.code(201);
      return { answers: added };
    },
  );
}
