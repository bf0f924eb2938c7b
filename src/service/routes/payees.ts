import type { ServiceApp } from '../../app/service/serviceApp.js';
import type { Payee } from '../../core/payee.js';
import { actorOf, requirePermission } from '../identity.js';
import { Refusal } from '../problem.js';
import { answers, json } from '../schemas/answers.js';
import {
  changeParams,
  changesSchema,
  mergeSchema,
  newPayeeSchema,
  payeeEditSchema,
  payeeExportSchema,
  payeePageSchema,
  payeeParams,
  payeeQuerySchema,
  payeeSchema,
  removalSchema,
} from '../schemas/payees.js';
import type { Server } from '../serverType.js';

/** Adds whom the company pays. */
export function addPayeeRoutes(v1: Server, app: Pick<ServiceApp, 'payees'>): void {
  addReading(v1, app);
  addChanging(v1, app);
  addStates(v1, app);
}

function addReading(v1: Server, { payees }: Pick<ServiceApp, 'payees'>): void {
  const preParsing = requirePermission('read');
  v1.get(
    '/payees',
    {
      preParsing,
      schema: {
        summary: 'Payees',
        description: 'By reference.',
        tags: ['payees'],
        querystring: payeeQuerySchema,
        response: answers({ 200: json('A page of them.', payeePageSchema) }),
      },
    },
    async ({ query: { text, cursor, ...query } }) => {
      const page = payees.search({ ...query, text: text ?? null, cursor: cursor ?? null });
      return { ...page, payees: page.payees.map(tellPayee) };
    },
  );
  v1.get(
    '/payees/:payeeId',
    {
      preParsing,
      schema: {
        summary: 'One payee',
        tags: ['payees'],
        params: payeeParams,
        response: answers({ 200: json('The payee.', payeeSchema) }),
      },
    },
    async ({ params }) => tellPayee(knownPayee(payees, params.payeeId)),
  );
  v1.get(
    '/payees/:payeeId/changes',
    {
      preParsing,
      schema: {
        summary: 'The history of a payee',
        description:
          'Newest first, with what each change was before and whether it can be taken back.',
        tags: ['payees'],
        params: payeeParams,
        response: answers({ 200: json('All changes.', changesSchema) }),
      },
    },
    async ({ params }) => {
      const { id } = knownPayee(payees, params.payeeId);
      return { changes: payees.listChanges(id) };
    },
  );
  v1.get(
    '/payees/:payeeId/export',
    {
      preParsing: requirePermission('payees'),
      schema: {
        summary: 'All that is kept of a payee',
        description: 'As they may ask for it. The audit log tells who had it.',
        tags: ['payees'],
        params: payeeParams,
        response: answers({ 200: json('All of it.', payeeExportSchema) }),
      },
    },
    async (request) => {
      const { id } = knownPayee(payees, request.params.payeeId);
      return payees.exportAll(id, actorOf(request));
    },
  );
}

function addChanging(v1: Server, { payees }: Pick<ServiceApp, 'payees'>): void {
  const preParsing = requirePermission('payees');
  v1.post(
    '/payees',
    {
      preParsing,
      schema: {
        summary: 'Register a payee',
        tags: ['payees'],
        body: newPayeeSchema,
        response: answers({ 201: json('The payee.', payeeSchema) }),
      },
    },
    async (request, reply) => {
      const payee = tellPayee(payees.add(request.body, actorOf(request)));
      return reply.code(201).header('location', payee.href).send(payee);
    },
  );
  v1.post(
    '/payees/:payeeId',
    {
      preParsing,
      schema: {
        summary: 'Change a payee',
        description:
          'What is left out stays as it is. Another reference or name has every wallet confirmed again, by another person.',
        tags: ['payees'],
        params: payeeParams,
        body: payeeEditSchema,
        response: answers({ 200: json('The payee as they are now.', payeeSchema) }),
      },
    },
    async (request) => {
      const { id } = knownPayee(payees, request.params.payeeId);
      const { reference, name, told } = request.body;
      const details = {
        ...(reference === undefined ? {} : { reference }),
        ...(name === undefined ? {} : { name }),
        ...(told === undefined ? {} : { told }),
      };
      return tellPayee(payees.edit(id, details, actorOf(request)));
    },
  );
  v1.delete(
    '/payees/:payeeId',
    {
      preParsing,
      schema: {
        summary: 'Delete a payee',
        description: 'One with payments is deactivated instead, and the answer says why.',
        tags: ['payees'],
        params: payeeParams,
        response: answers({ 200: json('What became of them.', removalSchema) }),
      },
    },
    async (request) => {
      const { id } = knownPayee(payees, request.params.payeeId);
      return payees.remove(id, actorOf(request));
    },
  );
  v1.post(
    '/payees/:payeeId/merge',
    {
      preParsing,
      schema: {
        summary: 'Merge a duplicate into a payee',
        description:
          'The payee gets its wallets, payments and history. The wallets of both have to be confirmed again, by another person than the one who merges.',
        tags: ['payees'],
        params: payeeParams,
        body: mergeSchema,
        response: answers({ 200: json('The payee as they are now.', payeeSchema) }),
      },
    },
    async (request) => {
      const { id } = knownPayee(payees, request.params.payeeId);
      const duplicate = knownPayee(payees, request.body.duplicateId);
      const pair = { duplicateId: duplicate.id, intoId: id };
      return tellPayee(payees.merge(pair, actorOf(request)));
    },
  );
  v1.post(
    '/payees/:payeeId/changes/:changeId/undo',
    {
      preParsing,
      schema: {
        summary: 'Take a change back',
        description: 'Which is a change itself. It confirms no wallet.',
        tags: ['payees'],
        params: changeParams,
        response: answers({ 200: json('The payee as they are now.', payeeSchema) }),
      },
    },
    async (request) => {
      const { payeeId, changeId } = request.params;
      const { id } = knownPayee(payees, payeeId);
      if (!payees.listChanges(id).some((change) => change.id === changeId)) {
        throw new Refusal('not-found', 'This payee has no change of this id.');
      }
      return tellPayee(payees.undo(changeId, actorOf(request)));
    },
  );
}

function addStates(v1: Server, { payees }: Pick<ServiceApp, 'payees'>): void {
  const states = [
    ['deactivate', 'Have a payee paid no more'],
    ['reactivate', 'Have a deactivated payee paid again'],
  ] as const;
  for (const [act, summary] of states) {
    v1.post(
      `/payees/:payeeId/${act}`,
      {
        preParsing: requirePermission('payees'),
        schema: {
          summary,
          tags: ['payees'],
          params: payeeParams,
          response: answers({ 200: json('The payee as they are now.', payeeSchema) }),
        },
      },
      async (request) => {
        const { id } = knownPayee(payees, request.params.payeeId);
        return tellPayee(payees[act](id, actorOf(request)));
      },
    );
  }
}

function knownPayee(payees: ServiceApp['payees'], payeeId: string): Payee {
  const payee = payees.read(payeeId);
  if (payee === null) throw new Refusal('not-found', 'There is no payee of this id here.');
  return payee;
}

/** A payee as the API tells them. */
function tellPayee(payee: Payee) {
  return { ...payee, href: `/v1/payees/${encodeURIComponent(payee.id)}` };
}
