import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { GivenRedFlagAnswer, RedFlags } from '../../app/redFlags/redFlags.js';
import type { ServiceApp } from '../../app/service/serviceApp.js';
import { RED_FLAG_ANSWERS } from '../../core/redFlag.js';
import { actorOf, requirePermission } from '../identity.js';
import type { Server } from '../serverType.js';
import { type Attempt, attempt } from './attempt.js';
import { leadOn, readDone } from './payeeDone.js';
import { doneSchema, knownPayee, payeePath } from './payeePath.js';
import { namesOfPeople } from './personText.js';
import { RedFlagsPage, type TypedAnswer } from './redFlagsPage.js';
import type { AnsweredFlag } from './redFlagsPart.js';
import { sendPage, viewerOf } from './viewer.js';

/** By field: `answer.` and `note.` before the id of a sign. */
const answersSchema = z.record(z.string().max(100), z.string().max(10_000));

/** Adds the page on which the signs apart from the chain are answered for a payee. */
export function addRedFlagRoutes(server: Server, app: ServiceApp): void {
  const { payees, redFlags, access, config } = app;
  const send = (
    request: FastifyRequest<{ Params: { payeeId: string } }>,
    reply: FastifyReply,
    told: {
      readonly typed?: ReadonlyMap<string, TypedAnswer>;
      readonly problem?: string;
      readonly notice?: string | null;
    },
  ) => {
    const payee = knownPayee(payees, request.params.payeeId);
    const { typed = new Map(), problem = null, notice = null } = told;
    if (problem !== null) reply.code(422);
    return sendPage(
      reply,
      <RedFlagsPage
        viewer={viewerOf(request)}
        zone={config.timeZone}
        payee={payee}
        cautions={redFlags.listCautions()}
        flags={listAnswered(redFlags, payee.id)}
        names={namesOfPeople(access)}
        typed={typed}
        problem={problem}
        notice={notice}
      />,
    );
  };

  server.get(
    '/payees/:payeeId/red-flags',
    {
      preParsing: requirePermission('read'),
      schema: { params: payeePath, querystring: doneSchema },
    },
    async (request, reply) => send(request, reply, { notice: readDone(request.query.done) }),
  );

  server.post(
    '/payees/:payeeId/red-flags',
    {
      preParsing: requirePermission('payees'),
      schema: { params: payeePath, body: answersSchema },
    },
    async (request, reply) => {
      const { id } = knownPayee(payees, request.params.payeeId);
      const typed = readTyped(request.body, redFlags);
      const given = givenOf(typed);
      const kept =
        given.kind === 'refused'
          ? given
          : await attempt(() => redFlags.answer(id, given.value, actorOf(request)));
      return kept.kind === 'refused'
        ? send(request, reply, { typed, problem: kept.problem })
        : leadOn(reply, { payeeId: id, part: 'red-flags', done: 'answered' });
    },
  );
}

/** All signs, each with everything that was answered to it about a payee. */
export function listAnswered(redFlags: RedFlags, payeeId: string): readonly AnsweredFlag[] {
  return redFlags
    .listFlags()
    .map((flag) => ({ flag, answers: redFlags.listHistory(payeeId, flag.id) }));
}

function readTyped(
  body: Readonly<Record<string, string>>,
  redFlags: RedFlags,
): ReadonlyMap<string, TypedAnswer> {
  return new Map(
    redFlags.listFlags().flatMap(({ id }): [string, TypedAnswer][] => {
      const answer = RED_FLAG_ANSWERS.find((word) => word === body[`answer.${id}`]) ?? null;
      const note = body[`note.${id}`] ?? '';
      return answer === null && note.trim() === '' ? [] : [[id, { answer, note }]];
    }),
  );
}

/** The answers that were marked. Edge: a note without an answer is one that somebody forgot to mark. */
function givenOf(typed: ReadonlyMap<string, TypedAnswer>): Attempt<readonly GivenRedFlagAnswer[]> {
  const given = [...typed].flatMap(([flagId, { answer, note }]) =>
    answer === null ? [] : [{ flagId, answer, note }],
  );
  if (given.length < typed.size) {
    return {
      kind: 'refused',
      problem: 'A note goes with an answer; mark one for each sign that you wrote a note on.',
    };
  }
  if (given.length === 0) return { kind: 'refused', problem: 'Mark at least one answer.' };
  return { kind: 'done', value: given };
}
