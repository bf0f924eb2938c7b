import type { RedFlagAnswer } from '../../app/redFlags/redFlags.js';
import type { RedFlag, RedFlagAnswerWord } from '../../core/redFlag.js';
import { formatMoment } from '../../report/format.js';
import { OutLink } from './links.js';
import { nameOfPerson, type PeopleNames } from './personText.js';

/** A sign with what was answered to it. */
export interface AnsweredFlag {
  readonly flag: RedFlag;
  /** Order: newest first; empty where nothing was. */
  readonly answers: readonly RedFlagAnswer[];
}

/** What the answers are called. */
export const ANSWER_WORDS: Readonly<Record<RedFlagAnswerWord, string>> = {
  seen: 'seen',
  'not-seen': 'not seen',
  'not-applicable': 'does not apply',
};

/** What was answered about a payee apart from the chain, and the way to the whole list. */
export function RedFlagsPart({
  payeeId,
  cautions,
  flags,
  by,
}: {
  readonly payeeId: string;
  readonly cautions: readonly string[];
  /** Those to which something was answered. */
  readonly flags: readonly AnsweredFlag[];
  readonly by: { readonly names: PeopleNames; readonly zone: string };
}) {
  return (
    <section>
      <h2>Red flags apart from the chain</h2>
      <Cautions sentences={cautions} />
      {flags.length === 0 ? <p>Nothing was answered yet.</p> : null}
      <ul class="cards">
        {flags.map(({ flag, answers }) => (
          <li key={flag.id} class="card">
            <p>{flag.sentence}</p>
            <Answers answers={answers.slice(0, 1)} {...by} />
          </li>
        ))}
      </ul>
      <p>
        <a href={`/payees/${payeeId}/red-flags`}>Go through the list</a>
      </p>
    </section>
  );
}

/** What is said before anybody reads the signs. */
export function Cautions({ sentences }: { readonly sentences: readonly string[] }) {
  return (
    <div class="caution" role="note">
      {sentences.map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
    </div>
  );
}

/** Answers to one sign, with who gave them and when. */
export function Answers({
  answers,
  names,
  zone,
}: {
  readonly answers: readonly RedFlagAnswer[];
  readonly names: PeopleNames;
  readonly zone: string;
}) {
  return (
    <>
      {answers.map(({ id, answer, note, at, by }) => (
        <p key={id} class="answer">
          <strong>{ANSWER_WORDS[answer]}</strong>
          <span class="when">
            {' '}
            {nameOfPerson(names, by)}, {formatMoment(at, zone)}
          </span>
          {note === '' ? null : <span class="note">{note}</span>}
        </p>
      ))}
    </>
  );
}

/** Where a sign can be read. */
export function FlagSource({ source }: Pick<RedFlag, 'source'>) {
  return (
    <p class="where">
      <OutLink href={source.url} text={source.title} />, {source.date}
    </p>
  );
}
