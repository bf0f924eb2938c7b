import type { FastifyReply } from 'fastify';
import type { Work, WorkState } from '../../app/service/work.js';
import { escapeJson } from '../../report/format.js';
import { actorOf } from '../identity.js';
import type { Timeouts } from '../limits.js';
import { type Waits, whileConnected } from '../waits.js';
import { isSettled, tellState } from './tellState.js';

/** The id of the event after which none comes. */
export const LAST_EVENT = 'end';

/** Changes that may wait for a slow reader. */
const LATE_EVENTS = 200;

const encoder = new TextEncoder();

/**
 * Sends the changes of a screening as they happen, until it is done or failed, the client goes or the
 * server closes.
 *
 * Source: https://html.spec.whatwg.org/multipage/server-sent-events.html
 */
export function streamEvents(
  reply: FastifyReply,
  by: {
    readonly work: Pick<Work, 'watch'>;
    readonly first: WorkState;
    readonly waits: Waits;
    readonly timeouts: Timeouts;
  },
): FastifyReply {
  const { work, first, waits, timeouts } = by;
  const leave = waits.enter(actorOf(reply.request));
  const gone = whileConnected(reply);
  let stop = () => leave();
  const events = new ReadableStream<Uint8Array>({
    start: (controller) => {
      const send = (text: string) => {
        // Whoever reads too slowly would have the changes pile up here.
        if ((controller.desiredSize ?? 0) < -LATE_EVENTS) end();
        else controller.enqueue(encoder.encode(text));
      };
      let isOver = false;
      const end = () => {
        if (isOver) return;
        stop();
        controller.close();
      };
      const tell = (state: WorkState) => {
        if (isOver) return;
        send(formatEvent(state));
        if (isSettled(state)) end();
      };
      const beat = setInterval(() => send(': still here\n\n'), timeouts.heartbeatMs);
      let unwatch = () => {};
      stop = () => {
        isOver = true;
        clearInterval(beat);
        unwatch();
        leave();
      };
      tell(first);
      if (isOver) return;
      unwatch = work.watch(first.screeningId, tell);
      if (isOver) unwatch();
      if (gone.aborted) end();
      gone.addEventListener('abort', end, { once: true });
    },
    cancel: () => stop(),
  });
  return reply
    .header('x-accel-buffering', 'no')
    .type('text/event-stream; charset=utf-8')
    .send(events);
}

function formatEvent(state: WorkState): string {
  const data = escapeJson(JSON.stringify(tellState(state)));
  const id = isSettled(state) ? `id: ${LAST_EVENT}\n` : '';
  return `event: ${state.kind}\n${id}data: ${data}\n\n`;
}
