/** A signal that ends when its parent does or when time is up. */
export interface Deadline {
  readonly signal: AbortSignal;
  /** Stops the clock. */
  readonly clear: () => void;
}

/**
 * A deadline on top of a caller's signal.
 *
 * A timer of our own and not `AbortSignal.any` with `AbortSignal.timeout`: Node 20 may collect such
 * a pair as garbage before it fires, see https://github.com/nodejs/node/issues/54614
 */
export function createDeadline(parent: AbortSignal, ms: number): Deadline {
  const controller = new AbortController();
  const end = () => controller.abort();
  const timer = setTimeout(end, ms);
  if (parent.aborted) end();
  parent.addEventListener('abort', end, { once: true });
  return {
    signal: controller.signal,
    clear: () => {
      clearTimeout(timer);
      parent.removeEventListener('abort', end);
    },
  };
}
