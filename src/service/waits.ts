import type { FastifyReply } from 'fastify';
import { LIMITS } from './limits.js';
import { Refusal } from './problem.js';

/** Answers that are waited for, of which only so many may be open at once. */
export interface Waits {
  /** Takes a place, and gives what frees it again. @throws {Refusal} when all are taken. */
  readonly enter: () => () => void;
}

/** The places of one server. */
export function createWaits(): Waits {
  let open = 0;
  return {
    enter: () => {
      if (open >= LIMITS.openWaits) {
        throw new Refusal('busy', 'Too many answers are waited for; ask again without waiting.');
      }
      open += 1;
      let isLeft = false;
      return () => {
        if (!isLeft) open -= 1;
        isLeft = true;
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
