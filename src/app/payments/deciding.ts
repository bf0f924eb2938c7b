import { formatMoment } from '../../core/moment.js';
import { decidePayment } from '../../desk/payments/paymentDecision.js';
import type { ChainAnswers } from '../../desk/payments/paymentFacts.js';
import { tellPayment } from '../../desk/payments/paymentSignals.js';
import type { ScreeningDocument } from '../../report/document.js';
import { atomically } from '../../store/atomically.js';
import type { PaymentOutcome, StoredPayment } from '../../store/paymentRows.js';
import { approve } from './approving.js';
import { wasPaidHere } from './askAgain.js';
import { createAskingInTurn } from './askInTurn.js';
import { type Look, lookTogether } from './lookTogether.js';
import type { Gathering } from './paymentChecks.js';
import { gatherFacts, partiesOf } from './paymentFacts.js';
import type { PaymentMeans } from './paymentPorts.js';

/** Brings checks to their decision. */
export interface Deciding {
  /** Goes on with a check that is not decided, unless that is done here already. */
  readonly begin: (checkId: string) => void;
  /**
   * Gathers checks that are decided together: what links two payees shows once both wallets are known, and
   * the first of them must not be approved by then. They wait for what else is under way so as well,
   * and until all chains have answered, and what holds a payee by such an answer is decided.
   */
  readonly gather: () => Gathering;
  /**
   * Goes on with a check that another process left, and with all others that are not decided and that
   * nobody here decides, together: it is not known any more which of them were asked for at a time.
   */
  readonly resume: (checkId: string) => void;
  /**
   * Settles once nothing more is done here about a check, or the signal ends the wait.
   *
   * @throws whatever kept it from being decided, such as a database that failed.
   */
  readonly settled: (checkId: string, signal: AbortSignal) => Promise<void>;
  /** @throws whatever kept a check from being decided since it was last asked; it can be begun again. */
  readonly assertNoFailure: (checkId: string) => void;
  /** Ends what is under way; what is not decided is gone on with by whoever reads it next. */
  readonly close: () => Promise<void>;
}

/**
 * Deciding over a database. Everything that it knows of a check stands there: after the end of a process,
 * however it came, another goes on from the screening's record, and of two that decide one does.
 */
export function createDeciding(means: PaymentMeans): Deciding {
  const running = new Map<string, Promise<void>>();
  const failures = new Map<string, unknown>();
  const closing = new AbortController();
  const looking = new Set<Promise<unknown>>();
  const answering = new Set<Promise<unknown>>();
  const inTurn = createAskingInTurn(means.ask);
  const alone: Pace = {
    means: { ...means, ask: inTurn('single') },
    look: means.screening.settled,
    together: (gatherOne) => gatherOne(),
  };

  /** What was gathered of a check, once that of all is that are gathered together with it. */
  const answerTogether: Pace['together'] = async (gatherOne) => {
    const own = gatherOne();
    answering.add(own);
    try {
      await own;
      await Promise.allSettled([...answering]);
      return own;
    } finally {
      answering.delete(own);
    }
  };

  const begin = (checkId: string, pace: Pace): void => {
    if (running.has(checkId) || closing.signal.aborted) return;
    // One of its own, since more than ten that listen to one are a leak to Node.
    const signal = AbortSignal.any([closing.signal]);
    const run = decide(checkId, { ...pace, signal })
      .catch((error: unknown) => {
        failures.set(checkId, error);
      })
      .finally(() => running.delete(checkId));
    running.set(checkId, run);
  };
  const gather = (): Gathering => {
    const { screening } = means;
    const { look, end } = lookTogether({ screening, looking, closing: closing.signal });
    const pace: Pace = {
      means: { ...means, ask: inTurn('batch') },
      ...{ look, together: answerTogether },
    };
    return {
      add: (checkIds) => {
        for (const checkId of checkIds) begin(checkId, pace);
      },
      end,
    };
  };
  const assertNoFailure = (checkId: string): void => {
    if (!failures.has(checkId)) return;
    const failure = failures.get(checkId);
    failures.delete(checkId);
    throw failure;
  };

  return {
    begin: (checkId) => begin(checkId, alone),
    gather,
    resume: (checkId) => {
      if (running.has(checkId)) return;
      const gathering = gather();
      gathering.add(means.store.listUndecided().map((one) => one.checkId));
      gathering.end();
    },
    assertNoFailure,
    settled: async (checkId, signal) => {
      const run = running.get(checkId);
      if (run !== undefined && !signal.aborted) await endedOr(run, signal);
      assertNoFailure(checkId);
    },
    close: async () => {
      closing.abort();
      await Promise.all(running.values());
    },
  };
}

/** What a check is decided by. */
interface Gathered {
  readonly payment: StoredPayment;
  readonly screened: ScreeningDocument;
  readonly answers: ChainAnswers;
}

/** How a check is decided, alone or with others. */
interface Pace {
  readonly means: PaymentMeans;
  readonly look: Look;
  /** Called at once, so that all who are begun at a time know of each other. */
  readonly together: <Gathered>(gatherOne: () => Promise<Gathered>) => Promise<Gathered>;
}

interface DecidingBy extends Pace {
  readonly signal: AbortSignal;
}

async function decide(checkId: string, by: DecidingBy): Promise<void> {
  const { means, signal } = by;
  const decideBy = ({ payment, ...known }: Gathered) => {
    // Links are brought up to date before, since within a transaction they are anew for each payment.
    means.linksOf(partiesOf(payment, means)?.payee.id ?? payment.payeeId);
    conclude(payment, { ...known, means });
  };
  const left = await by.together(async () => {
    const gathered = await gatherOne(checkId, by);
    if (gathered?.answers.frozen !== 'frozen') return gathered;
    // Written before the others are decided, whose payee it holds too.
    decideBy(gathered);
    return null;
  });
  if (left !== null && !signal.aborted) decideBy(left);
}

/** Null where there is nothing to decide: it is decided or failed, or the wait ended. */
async function gatherOne(
  checkId: string,
  { means, look, signal }: DecidingBy,
): Promise<Gathered | null> {
  const { store, screening } = means;
  const payment = store.readPayment(checkId);
  if (payment === null || payment.outcome !== null) return null;
  const { screeningId } = payment;
  const state = await look(screeningId, signal);
  if (signal.aborted || state === 'others-unseen') return null;
  const screened = screening.readDocument(screeningId);
  if (screened === null) {
    if (state?.kind === 'failed') fail(payment, state.failure.sentence, means);
    return null;
  }
  const why = whyOver(screened, means);
  const parties = why === null ? partiesOf(payment, means) : null;
  if (parties === null) {
    fail(payment, why ?? GONE, means);
    return null;
  }
  const answers = await means.ask({ ...parties, wasPaidHere: wasPaidHere(parties, means) }, signal);
  return signal.aborted ? null : { payment, screened, answers };
}

const OVER =
  'The verdict about its wallet was over before the payment was decided; check it again.';
const LABELLED =
  'Labels that speak about its wallet, or about whom it dealt with, changed before the payment was decided; check it again.';
const GONE = 'Its payee or its wallet is not there any more; check the payment again.';

/** Why a verdict about a wallet decides nothing any more; null while it does. */
function whyOver(screened: ScreeningDocument, means: PaymentMeans): string | null {
  if (screened.validUntil <= nowIso(means)) return OVER;
  // Most verdicts are of the labels of now, which costs nothing to see.
  const stands = means.isByLabelsOfNow(screened) || means.stands(screened.screeningId);
  return stands ? null : LABELLED;
}

/**
 * Judges what is known now and writes it, with the approval where there is one, in one transaction: of
 * two checks of one invoice the second sees the approval of the first.
 */
function conclude(
  { checkId }: StoredPayment,
  known: {
    readonly screened: ScreeningDocument;
    readonly answers: ChainAnswers;
    readonly means: PaymentMeans;
  },
): void {
  const { screened, answers, means } = known;
  const { db, store } = means;
  atomically(db, () => {
    const payment = store.readPayment(checkId);
    const parties = payment === null ? null : partiesOf(payment, means);
    if (payment === null || payment.outcome !== null) return;
    if (parties === null) {
      fail(payment, GONE, means);
      return;
    }
    // Again, for chains may take a while to answer, as may the wallets that are looked at together.
    const why = whyOver(screened, means);
    if (why !== null) {
      fail(payment, why, means);
      return;
    }
    const facts = gatherFacts(payment, { parties, screened, means });
    const signals = tellPayment({ ...facts, answers, screened });
    const decided = decidePayment(screened, signals);
    const outcome = { ...decided, signals, decidedAt: nowIso(means), failure: null };
    writeOutcome(checkId, outcome, means);
    if (decided.decision !== 'proceed' || payment.withdrawnAt !== null) return;
    const { validUntil } = screened;
    const lastDays = [parties.wallet.validUntil];
    approve(payment, { means, decision: 'proceed', validUntil, lastDays, by: payment.actor });
  });
}

function fail({ checkId }: StoredPayment, failure: string, means: PaymentMeans): void {
  const none = { decision: null, complete: false, signals: [], summary: '', nextStep: '' } as const;
  const outcome: PaymentOutcome = { ...none, decidedAt: nowIso(means), failure };
  writeOutcome(checkId, outcome, means);
}

/** What became of a check, beside the row of the audit log that tells it; of two that decide, one does. */
function writeOutcome(checkId: string, outcome: PaymentOutcome, means: PaymentMeans): void {
  atomically(means.db, () => {
    if (means.store.writeOutcome(checkId, outcome) === 'was-decided') return;
    means.audit.append({ actor: null, action: 'payment-decided', subjectId: checkId });
  });
}

function nowIso({ nowMs }: PaymentMeans): string {
  return formatMoment(Math.floor(nowMs() / 1000));
}

/** Settles with the run, or once the signal ends; nothing of the wait stays at the signal. */
async function endedOr(run: Promise<void>, signal: AbortSignal): Promise<void> {
  let stop = () => {};
  const ended = new Promise<void>((resolve) => {
    stop = resolve;
    signal.addEventListener('abort', stop, { once: true });
  });
  try {
    await Promise.race([run, ended]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
