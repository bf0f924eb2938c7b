import type { Payee } from '../../core/payee.js';
import { RED_FLAG_ANSWERS, type RedFlagAnswerWord } from '../../core/redFlag.js';
import { CsrfField, Layout, mayDo, Notice, Problem, type Viewer } from './layout.js';
import type { PeopleNames } from './personText.js';
import { ANSWER_WORDS, type AnsweredFlag, Answers, Cautions, FlagSource } from './redFlagsPart.js';

/** What somebody typed for one sign. */
export interface TypedAnswer {
  readonly answer: RedFlagAnswerWord | null;
  readonly note: string;
}

/** The whole list of signs apart from the chain, to be gone through for one payee. */
export function RedFlagsPage({
  viewer,
  zone,
  payee,
  cautions,
  flags,
  names,
  typed,
  problem,
  notice,
}: {
  readonly viewer: Viewer;
  readonly zone: string;
  readonly payee: Payee;
  readonly cautions: readonly string[];
  readonly flags: readonly AnsweredFlag[];
  readonly names: PeopleNames;
  /** What could not be kept, by sign. */
  readonly typed: ReadonlyMap<string, TypedAnswer>;
  readonly problem: string | null;
  readonly notice: string | null;
}) {
  const mayAnswer = mayDo(viewer, 'payees') && payee.mergedInto === null;
  const list = groupsOf(flags).map(({ group, flags: ofGroup }) => (
    <section key={group}>
      <h2>{group}</h2>
      <ul class="cards">
        {ofGroup.map((one) => (
          <li key={one.flag.id} class="card">
            <p>{one.flag.sentence}</p>
            <FlagSource source={one.flag.source} />
            <Answers answers={one.answers.slice(0, 1)} names={names} zone={zone} />
            <Earlier flag={one} names={names} zone={zone} />
            {mayAnswer ? (
              <AnswerFields flagId={one.flag.id} typed={typed.get(one.flag.id) ?? null} />
            ) : null}
          </li>
        ))}
      </ul>
    </section>
  ));
  return (
    <Layout title={`Red flags: ${payee.reference}`} path="/payees" viewer={viewer}>
      <h1>Red flags apart from the chain</h1>
      <p>
        For <a href={`/payees/${payee.id}`}>{`${payee.name} (${payee.reference})`}</a>
      </p>
      <Notice text={notice} />
      <Problem text={problem} />
      <Cautions sentences={cautions} />
      {mayAnswer ? (
        <form method="post" action={`/payees/${payee.id}/red-flags`}>
          <CsrfField viewer={viewer} />
          {list}
          <p class="hint">
            Only what you marked is kept, beside all answers from before. Nothing has to be marked.
          </p>
          <button type="submit">Keep the answers</button>
        </form>
      ) : (
        list
      )}
    </Layout>
  );
}

function Earlier({
  flag: { answers },
  names,
  zone,
}: {
  readonly flag: AnsweredFlag;
  readonly names: PeopleNames;
  readonly zone: string;
}) {
  return answers.length < 2 ? null : (
    <details>
      <summary>Answers from before ({answers.length - 1})</summary>
      <Answers answers={answers.slice(1)} names={names} zone={zone} />
    </details>
  );
}

function AnswerFields({
  flagId,
  typed,
}: {
  readonly flagId: string;
  readonly typed: TypedAnswer | null;
}) {
  return (
    <div class="answer-fields">
      <fieldset class="choices">
        <legend class="for-readers">Your answer</legend>
        {RED_FLAG_ANSWERS.map((word) => (
          <label key={word} class="choice">
            <input
              type="radio"
              name={`answer.${flagId}`}
              value={word}
              checked={typed?.answer === word}
            />
            <span>{ANSWER_WORDS[word]}</span>
          </label>
        ))}
      </fieldset>
      <label class="inline">
        <span>Note (optional)</span>
        <input name={`note.${flagId}`} value={typed?.note ?? ''} autocomplete="off" />
      </label>
    </div>
  );
}

function groupsOf(
  flags: readonly AnsweredFlag[],
): readonly { readonly group: string; readonly flags: readonly AnsweredFlag[] }[] {
  const groups = new Map<string, AnsweredFlag[]>();
  for (const one of flags) {
    groups.set(one.flag.group, [...(groups.get(one.flag.group) ?? []), one]);
  }
  return [...groups].map(([group, ofGroup]) => ({ group, flags: ofGroup }));
}
