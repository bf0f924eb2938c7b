import { type HoldOverride, type OverrideState, overrideStateAt } from '../../core/holdOverride.js';
import { formatMoment } from '../../report/format.js';
import { CsrfField, mayDo } from './layout.js';
import { isOverridable } from './paymentStanding.js';
import type { PaymentView } from './paymentView.js';
import { nameOfPerson } from './personText.js';
import { Field } from './signInPages.js';

const STATE_WORDS: Readonly<Record<OverrideState, string>> = {
  asked: 'waits for a second person',
  lapsed: 'nobody answered in time',
  agreed: 'agreed to',
  ended: 'its last day is over',
  refused: 'refused',
  withdrawn: 'withdrawn',
};

/** Who asked that a hold be paid all the same, and what a second person said. Order: oldest first. */
export function OverridesPart({ view }: { readonly view: PaymentView }) {
  const { overrides } = view.check;
  if (overrides.length === 0) return null;
  return (
    <section>
      <h2>Overrides</h2>
      <ul class="cards">
        {overrides.map((override) => (
          <li key={override.id} class="card">
            <OneOverride view={view} override={override} />
          </li>
        ))}
      </ul>
    </section>
  );
}

interface Of {
  readonly view: PaymentView;
  readonly override: HoldOverride;
}

function OneOverride({ view, override }: Of) {
  const { names, zone, nowIso } = view;
  const { askedAt, askedBy, until, answer, withdrawn, reason } = override;
  const done = (by: string, at: string) => `${nameOfPerson(names, by)}, ${formatMoment(at, zone)}`;
  return (
    <>
      <h3>
        Until {until}: {STATE_WORDS[overrideStateAt(override, nowIso)]}
      </h3>
      <p>Asked for by {done(askedBy, askedAt)}:</p>
      <p class="as-typed">{reason}</p>
      {answer === null ? null : (
        <p>
          {answer.said === 'agreed' ? 'Agreed to' : 'Refused'} by {done(answer.by, answer.at)}.
        </p>
      )}
      {withdrawn === null ? null : <p>Withdrawn by {done(withdrawn.by, withdrawn.at)}.</p>}
      <AnswerForms view={view} override={override} />
    </>
  );
}

/** What this person may do about an override: answer the one of somebody else, take back their own. */
function AnswerForms({ view, override }: Of) {
  const { viewer, check, nowIso, personId } = view;
  const state = overrideStateAt(override, nowIso);
  if (check.withdrawnAt !== null || !mayDo(viewer, 'release')) return null;
  const isOfTwo = [override.askedBy, override.answer?.by].includes(personId);
  const deeds = [
    ...(state === 'asked' && !isOfTwo ? (['agree', 'refuse'] as const) : []),
    ...(isOfTwo && (state === 'asked' || state === 'agreed') ? (['withdraw'] as const) : []),
  ];
  return (
    <>
      {deeds.map((deed) => (
        <form
          key={deed}
          method="post"
          action={`/payments/${check.id}/overrides/${override.id}/${deed}`}
        >
          <CsrfField viewer={viewer} />
          <button type="submit" class={deed === 'agree' ? '' : 'quiet'}>
            {DEED_WORDS[deed]}
          </button>
        </form>
      ))}
    </>
  );
}

const DEED_WORDS = {
  agree: 'Agree that it is paid, and sign the approval',
  refuse: 'Refuse',
  withdraw: 'Withdraw the override',
} as const;

/** The form by which the first of two persons asks that a hold be paid. */
export function AskOverrideForm({ view }: { readonly view: PaymentView }) {
  const { viewer, check, nowIso, isVerdictGood, typedReason, typedUntil } = view;
  if (!isOverridable(check, nowIso) || !isVerdictGood || !mayDo(viewer, 'release')) return null;
  return (
    <section>
      <h2>Ask that it be paid all the same</h2>
      <p>
        Another person with the permission “release” agrees or refuses within 7 days, while the
        verdict stands. A wallet that a sanctions list names itself cannot be paid without a
        licence.
      </p>
      <form class="stack" method="post" action={`/payments/${check.id}/overrides`}>
        <CsrfField viewer={viewer} />
        <Field
          id="reason"
          label="Reason"
          hint="What you looked at, and why it may be paid. It is kept with your name."
        >
          <textarea id="reason" name="reason" required aria-describedby="reason-hint">
            {typedReason}
          </textarea>
        </Field>
        <Field id="until" label="Last day" hint="In UTC; at most 30 days from now.">
          <input
            id="until"
            name="until"
            type="date"
            required
            value={typedUntil}
            aria-describedby="until-hint"
          />
        </Field>
        <button type="submit">Ask a second person</button>
      </form>
    </section>
  );
}
