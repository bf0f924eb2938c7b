import type { PayeeChange } from '../../app/payees/payees.js';
import { formatMoment } from '../../report/format.js';
import { CsrfField, mayDo } from './layout.js';
import type { PayeeView } from './payeeView.js';
import { nameOfPerson } from './personText.js';
import { ScrollArea } from './scrollArea.js';

const CHANGE_WORDS: Readonly<Record<PayeeChange['what'], string>> = {
  added: 'added',
  edited: 'changed',
  deactivated: 'deactivated',
  reactivated: 'reactivated',
  merged: 'merged with a duplicate',
  'wallet-registered': 'wallet registered',
  'wallet-edited': 'wallet changed',
  'wallet-confirmed': 'wallet confirmed',
  'wallet-ended': 'wallet ended',
  'proof-recorded': 'proof kept',
  undone: 'taken back',
};

/** What was done about a payee, by whom, and what it was before. */
export function PayeeHistoryPart({ view }: { readonly view: PayeeView }) {
  const { changes, names, zone } = view;
  return (
    <section>
      <h2>History</h2>
      <ScrollArea label="History">
        <table>
          <caption class="for-readers">Changes, newest first</caption>
          <thead>
            <tr>
              <th scope="col">Time</th>
              <th scope="col">Who</th>
              <th scope="col">What</th>
              <th scope="col">Before and after</th>
              <th scope="col">Take back</th>
            </tr>
          </thead>
          <tbody>
            {changes.map((change) => (
              <tr key={change.id}>
                <td class="moment">{formatMoment(change.at, zone)}</td>
                <td>{nameOfPerson(names, change.by)}</td>
                <td>{CHANGE_WORDS[change.what]}</td>
                <td class="change">
                  <Fields view={view} fields={change.fields} />
                </td>
                <td>
                  <Undo view={view} change={change} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollArea>
    </section>
  );
}

function Fields({ view, fields }: { readonly view: PayeeView } & Pick<PayeeChange, 'fields'>) {
  return (
    <>
      {fields.map(({ name, before, after }) => (
        <div key={name}>
          <span class="where">{FIELD_WORDS[name] ?? name}:</span>{' '}
          <Value text={tellValue(view, name, before)} /> →{' '}
          <Value text={tellValue(view, name, after)} />
        </div>
      ))}
    </>
  );
}

/** What the history calls a field; others by the name that they are kept under. */
const FIELD_WORDS: Readonly<Record<string, string>> = {
  told: 'what they were told',
  custody: 'key',
  validFrom: 'first day',
  validUntil: 'last day',
  confirmedAt: 'confirmed',
  confirmedBy: 'confirmed by',
  endedAt: 'ended',
  deactivatedAt: 'deactivated',
  mergedInto: 'merged into',
  proofId: 'proof, by id',
};

/** Times in the zone, people by name. */
function tellValue({ names, zone }: PayeeView, name: string, text: string | null): string | null {
  if (text === null) return null;
  if (name === 'confirmedBy') return nameOfPerson(names, text);
  return name.endsWith('At') ? formatMoment(text, zone) : text;
}

function Value({ text }: { readonly text: string | null }) {
  const isNothing = text === null || text === '';
  return <span class={isNothing ? 'where' : 'as-typed'}>{isNothing ? 'nothing' : text}</span>;
}

function Undo({ view, change }: { readonly view: PayeeView; readonly change: PayeeChange }) {
  const { undo, id, what, at } = change;
  if (undo.kind === 'no') return <span class="where">{undo.why}</span>;
  if (!mayDo(view.viewer, 'payees')) return null;
  return (
    <form method="post" action={`/payees/${view.payee.id}/changes/${id}/undo`}>
      <CsrfField viewer={view.viewer} />
      <button
        type="submit"
        class="quiet"
        aria-label={`Take back: ${CHANGE_WORDS[what]}, ${formatMoment(at, view.zone)}`}
      >
        Take back
      </button>
    </form>
  );
}
