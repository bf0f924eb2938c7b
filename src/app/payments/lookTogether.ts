import type { WorkState } from '../service/work.js';
import type { PaymentScreening } from './paymentPorts.js';

/**
 * Settles once a payment may be decided as far as others are concerned. `others-unseen`: the wallet of
 * another, with which it is decided together, is to be screened still, by somebody else.
 */
export type Look = (
  screeningId: string,
  signal: AbortSignal,
) => Promise<WorkState | null | 'others-unseen'>;

/** What wallets are looked at together with. */
interface LookingTogether {
  readonly screening: PaymentScreening;
  /** Looks that are under way, of whichever payments. */
  readonly looking: Set<Promise<unknown>>;
  /** Ends all waiting. */
  readonly closing: AbortSignal;
}

/**
 * Looks at wallets of payments that are decided together. A look is over once that of the wallet is, that of
 * each which was under way by then, whoever asked for it, and that of each which came until the end.
 */
export function lookTogether(by: LookingTogether): {
  readonly look: Look;
  readonly end: () => void;
} {
  const { screening, looking, closing } = by;
  const own = new Map<string, Promise<WorkState | null>>();
  let resolveEnded = () => {};
  const ended = new Promise<void>((resolve) => {
    resolveEnded = resolve;
  });
  const end = () => {
    closing.removeEventListener('abort', end);
    resolveEnded();
  };
  closing.addEventListener('abort', end, { once: true });
  let seen: Promise<boolean> | null = null;
  return {
    end,
    look: async (screeningId, signal) => {
      const look = own.get(screeningId) ?? screening.settled(screeningId, signal);
      own.set(screeningId, look);
      looking.add(look);
      try {
        const state = await look;
        await Promise.allSettled([...looking]);
        await ended;
        // Once for all of them, since a record is large.
        seen ??= areSeen(own, screening);
        return (await seen) ? state : 'others-unseen';
      } finally {
        looking.delete(look);
      }
    },
  };
}

async function areSeen(
  looks: ReadonlyMap<string, Promise<WorkState | null>>,
  { isOpen, readDocument }: PaymentScreening,
): Promise<boolean> {
  const states = await Promise.allSettled(looks.values());
  for (const [at, screeningId] of [...looks.keys()].entries()) {
    const settled = states[at];
    // Whose look failed tells it itself.
    if (settled?.status !== 'fulfilled') continue;
    const state = settled.value;
    const isUnderWay = state?.kind === 'queued' || state?.kind === 'running';
    const isElsewhere = state === null && isOpen(screeningId) && readDocument(screeningId) === null;
    if (isUnderWay || isElsewhere) return false;
  }
  return true;
}
