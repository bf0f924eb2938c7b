import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { PayeeDetails } from '../../app/payees/payees.js';
import type { ServiceApp } from '../../app/service/serviceApp.js';
import { escapeJson } from '../../report/format.js';
import { formatJson } from '../../report/json.js';
import { actorOf, requirePermission } from '../identity.js';
import { LIMITS } from '../limits.js';
import type { Server } from '../serverType.js';
import { attempt } from './attempt.js';
import { leadOn, readDone } from './payeeDone.js';
import { changePath, doneSchema, knownChange, knownPayee, payeePath } from './payeePath.js';
import { type PayeeSearch, PayeesPage } from './payeesPage.js';
import { sendPayee, type ToldOfPayee, todayOf } from './showPayee.js';
import { sendPage, viewerOf } from './viewer.js';

/** A search as a form sends it. */
const searchSchema = z.object({
  text: z.string().max(200).default(''),
  state: z.enum(['active', 'deactivated', 'all']).default('active'),
  cursor: z.string().max(1000).default(''),
  done: z.literal('deleted').optional(),
});

/** Longer than what is taken, so that what is too long comes back with the reason. */
const line = () => z.string().max(LIMITS.referenceCharacters * 10);
const detailsSchema = z.object({
  reference: line(),
  name: line(),
  told: z.string().max(LIMITS.textCharacters * 10),
});

const sureSchema = z.object({ sure: z.literal('yes').optional() });

const ROWS = 25;
const NOBODY: PayeeDetails = { reference: '', name: '', told: '' };

/** Adds the list of payees and what is done about one besides their wallets. */
export function addPayeeRoutes(server: Server, app: ServiceApp): void {
  addListRoutes(server, app);
  const { payees } = app;
  const preParsing = requirePermission('payees');
  const send = (
    request: FastifyRequest<{ Params: { payeeId: string } }>,
    reply: FastifyReply,
    told: ToldOfPayee,
  ) => sendPayee(app, { request, reply, payeeId: request.params.payeeId, told });

  server.get(
    '/payees/:payeeId',
    {
      preParsing: requirePermission('read'),
      schema: { params: payeePath, querystring: doneSchema },
    },
    async (request, reply) => send(request, reply, { notice: readDone(request.query.done) }),
  );

  server.post(
    '/payees/:payeeId/edit',
    { preParsing, schema: { params: payeePath, body: detailsSchema } },
    async (request, reply) => {
      const { reference, name, told } = request.body;
      const details = { reference, name, told };
      const before = knownPayee(payees, request.params.payeeId);
      const { id } = before;
      const edited = await attempt(() => payees.edit(id, details, actorOf(request)));
      if (edited.kind === 'refused') {
        return send(request, reply, { problem: edited.problem, typed: { form: 'edit', details } });
      }
      const { wallets } = edited.value;
      const isWaiting = wallets.some(
        ({ confirmedAt }, at) => confirmedAt === null && before.wallets[at]?.confirmedAt !== null,
      );
      return leadOn(reply, { payeeId: id, done: isWaiting ? 'renamed' : 'edited' });
    },
  );

  const states = {
    deactivate: { change: payees.deactivate, done: 'deactivated' },
    reactivate: { change: payees.reactivate, done: 'reactivated' },
  } as const;
  for (const [path, { change, done }] of Object.entries(states)) {
    server.post(
      `/payees/:payeeId/${path}`,
      { preParsing, schema: { params: payeePath } },
      async (request, reply) => {
        const { id } = knownPayee(payees, request.params.payeeId);
        const changed = await attempt(() => change(id, actorOf(request)));
        return changed.kind === 'refused'
          ? send(request, reply, { problem: changed.problem })
          : leadOn(reply, { payeeId: id, done });
      },
    );
  }

  server.post(
    '/payees/:payeeId/delete',
    { preParsing, schema: { params: payeePath, body: sureSchema } },
    async (request, reply) => {
      const { id } = knownPayee(payees, request.params.payeeId);
      if (request.body.sure === undefined) {
        return send(request, reply, { problem: 'Mark that all of it is to be erased for good.' });
      }
      const removed = await attempt(() => payees.remove(id, actorOf(request)));
      if (removed.kind === 'refused') return send(request, reply, { problem: removed.problem });
      return removed.value.kind === 'deleted'
        ? reply.redirect('/payees?done=deleted', 303)
        : leadOn(reply, { payeeId: id, done: 'not-deleted' });
    },
  );

  server.post(
    '/payees/:payeeId/merge',
    { preParsing, schema: { params: payeePath, body: z.object({ into: line() }) } },
    async (request, reply) => {
      const { into: reference } = request.body;
      const { id: duplicateId } = knownPayee(payees, request.params.payeeId);
      const typed = { form: 'merge', reference } as const;
      const into = payees.find(reference.trim());
      if (into === null) {
        const problem = 'No payee has this reference; the list of payees has theirs.';
        return send(request, reply, { problem, typed });
      }
      const pair = { duplicateId, intoId: into.id };
      const merged = await attempt(() => payees.merge(pair, actorOf(request)));
      return merged.kind === 'refused'
        ? send(request, reply, { problem: merged.problem, typed })
        : leadOn(reply, { payeeId: into.id, done: 'merged' });
    },
  );

  server.post(
    '/payees/:payeeId/changes/:changeId/undo',
    { preParsing, schema: { params: changePath } },
    async (request, reply) => {
      const { payeeId, changeId } = request.params;
      knownChange(payees, request.params);
      const undone = await attempt(() => payees.undo(changeId, actorOf(request)));
      return undone.kind === 'refused'
        ? send(request, reply, { problem: undone.problem })
        : leadOn(reply, { payeeId, done: 'undone' });
    },
  );

  server.post(
    '/payees/:payeeId/export',
    { preParsing, schema: { params: payeePath } },
    async (request, reply) => {
      const { id } = knownPayee(payees, request.params.payeeId);
      const exported = payees.exportAll(id, actorOf(request));
      return reply
        .header('cache-control', 'no-store')
        .type('application/json; charset=utf-8')
        .header('content-disposition', `attachment; filename="hopsight-payee-${id}.json"`)
        .serializer((text: string) => text)
        .send(escapeJson(formatJson(exported)));
    },
  );
}

function addListRoutes(server: Server, app: ServiceApp): void {
  const { payees } = app;
  const send = (
    request: FastifyRequest,
    reply: FastifyReply,
    told: {
      readonly search?: PayeeSearch;
      readonly cursor?: string | null;
      readonly typed?: PayeeDetails;
      readonly problem?: string;
      readonly notice?: string | null;
    },
  ) => {
    const { search = { text: '', state: 'active' }, cursor = null, problem = null } = told;
    if (problem !== null) reply.code(422);
    const text = search.text.trim() === '' ? null : search.text.trim();
    return sendPage(
      reply,
      <PayeesPage
        viewer={viewerOf(request)}
        today={todayOf(app)}
        search={search}
        page={payees.search({ text, state: search.state, cursor, limit: ROWS })}
        typed={told.typed ?? NOBODY}
        problem={problem}
        notice={told.notice ?? null}
      />,
    );
  };

  server.get(
    '/payees',
    { preParsing: requirePermission('read'), schema: { querystring: searchSchema } },
    async (request, reply) => {
      const { text, state, cursor, done } = request.query;
      return send(request, reply, {
        search: { text, state },
        cursor: cursor === '' ? null : cursor,
        notice: done === undefined ? null : 'The payee is deleted, with all that was kept of them.',
      });
    },
  );

  server.post(
    '/payees',
    { preParsing: requirePermission('payees'), schema: { body: detailsSchema } },
    async (request, reply) => {
      const { reference, name, told } = request.body;
      const typed = { reference, name, told };
      const added = await attempt(() => payees.add(typed, actorOf(request)));
      return added.kind === 'refused'
        ? send(request, reply, { typed, problem: added.problem })
        : reply.redirect(`/payees/${encodeURIComponent(added.value.id)}`, 303);
    },
  );
}
