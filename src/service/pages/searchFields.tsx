import type { Decision } from '../../core/verdict.js';
import { DECISIONS_WORST_FIRST } from '../../report/month/monthWords.js';
import { DECISION_TITLES } from './decisionMark.js';

/** The field of a search into which words are typed. */
export function WordsField({
  label,
  name,
  value,
}: {
  readonly label: string;
  readonly name: string;
  readonly value: string;
}) {
  return (
    <div class="field">
      <label for="search">{label}</label>
      <input id="search" name={name} value={value} autocomplete="off" spellcheck={false} />
    </div>
  );
}

/** The field of a search that keeps to one decision; null for any. */
export function DecisionField({ decision }: { readonly decision: Decision | null }) {
  return (
    <div class="field">
      <label for="decision">Decision</label>
      <select id="decision" name="decision">
        <option value="" selected={decision === null}>
          any
        </option>
        {DECISIONS_WORST_FIRST.map((one) => (
          <option key={one} value={one} selected={one === decision}>
            {DECISION_TITLES[one]}
          </option>
        ))}
      </select>
    </div>
  );
}
