import type { ServiceApp } from '../../app/service/serviceApp.js';
import type { OverrideAnswer } from '../../core/holdOverride.js';
import type { PaymentCheck } from '../../core/payment.js';
import type { PaymentDocument } from '../../report/paymentDocument.js';
import { actorOf, requirePermission } from '../identity.js';
import { Refusal } from '../problem.js';
import { answers, json } from '../schemas/answers.js';
import {
  overrideParams,
  overrideSchema,
  paymentParams,
  paymentSchema,
} from '../schemas/payment.js';
import type { Server } from '../serverType.js';
import { whileConnected } from '../waits.js';

/** How the routes of payments find and tell a check. */
interface Telling {
  /** @throws {Refusal} where there is none of this id. */
  readonly knownCheck: (app: ServiceApp, checkId: string) => PaymentCheck;
  readonly tellPayment: (check: PaymentCheck, app: ServiceApp) => TellablePayment;
}

type TellablePayment = Omit<PaymentDocument, 'approval'> & {
  readonly href: string;
  readonly approval: (NonNullable<PaymentDocument['approval']> & { readonly href: string }) | null;
};

/** Adds the routes by which two persons let a hold be paid. */
export function addOverrideRoutes(v1: Server, app: ServiceApp, telling: Telling): void {
  const { knownCheck, tellPayment } = telling;
  v1.post(
    '/payments/:checkId/overrides',
    {
      preParsing: requirePermission('release'),
      schema: {
        summary: 'Ask that a hold be paid all the same',
        description:
          'A person, never a token, with a reason and a last day. Another person answers within 7 days, while the verdict stands. What was not known whole, and a wallet that a sanctions list names itself, cannot be overridden.',
        tags: ['payments'],
        params: paymentParams,
        body: overrideSchema,
        response: answers({ 200: json('It waits for a second person.', paymentSchema) }),
      },
    },
    async (request) => {
      const checkId = knownCheck(app, request.params.checkId).id;
      const asked = app.payments.askOverride(checkId, request.body, actorOf(request));
      return tellPayment(asked, app);
    },
  );
  for (const [deed, said, summary] of ANSWERS) {
    v1.post(
      `/payments/:checkId/overrides/:overrideId/${deed}`,
      {
        preParsing: requirePermission('release'),
        schema: {
          summary,
          description:
            'Another person than the one who asked, never a token. Before it is agreed to, the chain is asked again, as for a release. What is agreed to has a signed approval.',
          tags: ['payments'],
          params: overrideParams,
          response: answers({ 200: json('It is answered.', paymentSchema) }),
        },
      },
      async (request, reply) => {
        const overrideId = knownOverride(request.params);
        const [by, signal] = [actorOf(request), whileConnected(reply)];
        const answered = await app.payments.answerOverride(overrideId, said, by, signal);
        return tellPayment(answered, app);
      },
    );
  }
  v1.post(
    '/payments/:checkId/overrides/:overrideId/withdraw',
    {
      preParsing: requirePermission('release'),
      schema: {
        summary: 'Take an override back',
        description:
          'One of the two. Its approval is handed out no more; `warning` tells where one verifies still.',
        tags: ['payments'],
        params: overrideParams,
        response: answers({ 200: json('It is withdrawn.', paymentSchema) }),
      },
    },
    async (request) => {
      const overrideId = knownOverride(request.params);
      return tellPayment(app.payments.withdrawOverride(overrideId, actorOf(request)), app);
    },
  );

  function knownOverride(params: {
    readonly checkId: string;
    readonly overrideId: string;
  }): string {
    const { overrides } = knownCheck(app, params.checkId);
    const found = overrides.find(({ id }) => id === params.overrideId);
    if (found !== undefined) return found.id;
    throw new Refusal('not-found', 'This check has no override of this id.');
  }
}

const ANSWERS: readonly (readonly [string, OverrideAnswer, string])[] = [
  ['agree', 'agreed', 'Agree as the second person that a hold be paid'],
  ['refuse', 'refused', 'Refuse as the second person that a hold be paid'],
];
