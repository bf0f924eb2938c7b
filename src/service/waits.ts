import { setMaxListeners } from 'node:events';
import type { FastifyReply } from 'fastify';
import type { Actor } from '../core/role.js';
import { LIMITS } from './limits.js';
import { Refusal } from './problem.js';

/** Answers that are waited for, of which only so many may be open at once, in all and of one. */
export interface Waits {
  /** Takes a place, and gives what frees it again. @throws {Refusal} when all are taken. */
  readonly enter: (who: Pick<Actor, 'kind' | 'id'>) => () => void;
}

/** The places of one server. */
export function createWaits(): Waits {
  const open = new Map<symbol, string>();
  return {
    enter: ({ kind, id }) => {
      const who = `${kind} ${id}`;
      const ofOne = [...open.values()].filter((one) => one === who).length;
      if (open.size >= LIMITS.openWaits || ofOne >= LIMITS.openWaitsOfOne) {
        throw new Refusal('busy', 'Too many answers are waited for; ask again without waiting.');
      }
      const place = Symbol();
      open.set(place, who);
      return () => {
        open.delete(place);
      };
    },
  };
}

/** Ends when the client has gone, or the server closes. */
export function whileConnected(reply: FastifyReply): AbortSignal {
  const gone = new AbortController();
  reply.raw.once('close', () => gone.abort());
  return AbortSignal.any([gone.signal, reply.server.closing]);
}

/** Ends so many seconds from now, or with the client; any number of answers may be waited for until then. */
export function untilThen(signal: AbortSignal, seconds: number): AbortSignal {
  const end = AbortSignal.any([signal, AbortSignal.timeout(seconds * 1000)]);
  // As many listen as there are items; Node takes more than ten for a leak.
  setMaxListeners(0, end);
  return end;
}
