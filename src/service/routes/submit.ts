import { problemsOfItems } from '../../app/service/checkItems.js';
import type { ServiceApp } from '../../app/service/serviceApp.js';
import type { WorkItem, WorkState } from '../../app/service/work.js';
import { actorOf, requirePermission } from '../identity.js';
import { RefusedItems } from '../problem.js';
import { answers, json } from '../schemas/answers.js';
import {
  type SentItem,
  submissionHeaders,
  submissionSchema,
  submittedSchema,
  waitSchema,
} from '../schemas/screening.js';
import type { Server } from '../serverType.js';
import { untilThen, type Waits, whileConnected } from '../waits.js';
import { hrefOf, isSettled, tellState } from './tellState.js';

/** Adds the route by which wallets are sent to be screened. */
export function addSubmitRoute(v1: Server, app: ServiceApp, waits: Waits): void {
  v1.post(
    '/screenings',
    {
      preParsing: requirePermission('screen'),
      schema: {
        summary: 'Screen wallets',
        description:
          'Takes up to 100 wallets, all or none. Where all are done at once, or within `wait` seconds, the answer has the documents; else it tells where they will be.',
        tags: ['screenings'],
        body: submissionSchema,
        querystring: waitSchema,
        headers: submissionHeaders,
        response: answers({
          200: json('All are done or have failed. Order: as sent.', submittedSchema),
          202: json('Some are not done yet. Order: as sent.', submittedSchema),
        }),
      },
    },
    async (request, reply) => {
      const sent = request.body;
      const items = sent.map(toWorkItem);
      const problems = problemsOfItems(items, app.nowMs());
      if (problems.length > 0) {
        throw new RefusedItems(
          problems.map(({ index, field, sentence }) => ({
            at: `/${index}/${fieldAsSent(field, sent[index])}`,
            detail: sentence,
          })),
        );
      }
      const asked = app.work.submit(
        {
          items,
          urgency: items.length === 1 ? 'single' : 'batch',
          idempotencyKey: request.headers['idempotency-key'] ?? null,
        },
        actorOf(request),
      );
      const seconds = request.query.wait;
      const states =
        seconds === 0 || asked.every(isSettled)
          ? asked
          : await settle(asked, {
              app,
              enter: () => waits.enter(actorOf(request)),
              seconds,
              signal: whileConnected(reply),
            });
      const isDone = states.every(isSettled);
      reply.code(isDone ? 200 : 202);
      if (!isDone) {
        const [only] = states;
        const isOne = states.length === 1 && only !== undefined;
        reply.header('location', isOne ? hrefOf(only.screeningId) : '/v1/screenings');
      }
      return {
        screenings: states.map((state, index) => ({
          externalId: sent[index]?.externalId ?? null,
          ...tellState(state),
          document:
            state.kind === 'done' && isDone ? app.work.readDocument(state.screeningId) : null,
        })),
      };
    },
  );
}

function toWorkItem(item: SentItem): WorkItem {
  const { chain } = item;
  const named = typeof chain === 'string' ? [chain] : chain;
  return {
    text: item.text ?? item.address ?? '',
    payeeReference: item.payeeReference ?? null,
    onlyOn: named ?? null,
    asOf: item.asOf ?? null,
    reuse: item.reuse,
  };
}

function fieldAsSent(
  field: 'text' | 'payeeReference' | 'onlyOn' | 'asOf',
  item: SentItem | undefined,
): string {
  if (field === 'onlyOn') return 'chain';
  return field === 'text' && item?.text === undefined ? 'address' : field;
}

async function settle(
  states: readonly WorkState[],
  by: {
    readonly app: ServiceApp;
    readonly enter: () => () => void;
    readonly seconds: number;
    readonly signal: AbortSignal;
  },
): Promise<readonly WorkState[]> {
  const leave = by.enter();
  try {
    const signal = untilThen(by.signal, by.seconds);
    return await Promise.all(
      states.map(
        async (state) =>
          (isSettled(state) ? state : await by.app.work.settled(state.screeningId, signal)) ??
          by.app.work.readState(state.screeningId) ??
          state,
      ),
    );
  } finally {
    leave();
  }
}
