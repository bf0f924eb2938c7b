import type { LabelStatus, ShownLabels, SyncedSet } from '../../report/labelDocument.js';
import { describeStanding, SET_ORIGIN_WORDS, tellAge } from '../../report/labelSetText.js';
import { describeSync } from '../../report/labelSyncText.js';
import { describeShownLabels } from '../../report/labelText.js';
import { CsrfField, Layout, mayDo, Problem, type Viewer } from './layout.js';
import { ScrollArea } from './scrollArea.js';
import { NO_WIDTH, TextLines } from './textLines.js';

/** The label sets with their age, and what they say about an address. */
export function LabelsPage({
  viewer,
  status,
  asked,
  shown,
  synced,
  problem,
}: {
  readonly viewer: Viewer;
  readonly status: LabelStatus;
  /** The address that was looked up, as it was typed; empty for none. */
  readonly asked: string;
  readonly shown: ShownLabels | null;
  /** What came of a sync; null where none was asked for. */
  readonly synced: readonly SyncedSet[] | null;
  readonly problem: string | null;
}) {
  return (
    <Layout title="Labels" path="/labels" viewer={viewer}>
      <h1>Labels</h1>
      <Problem text={problem} />
      <form class="stack" method="post" action="/labels/look-up">
        <CsrfField viewer={viewer} />
        <div class="field">
          <label for="address">What do the labels say about an address?</label>
          <input
            id="address"
            name="address"
            value={asked}
            required
            autocomplete="off"
            spellcheck={false}
          />
        </div>
        <button type="submit">Look it up</button>
      </form>
      {shown === null ? null : (
        <section>
          <h2>What the label sets say</h2>
          <TextLines lines={describeShownLabels(shown, NO_WIDTH)} form="columns" />
        </section>
      )}
      {synced === null ? null : (
        <section role="status">
          <h2>What came of the sync</h2>
          <TextLines lines={describeSync(synced, NO_WIDTH)} form="columns" />
        </section>
      )}
      <Sets status={status} />
      {mayDo(viewer, 'labels') ? (
        <form method="post" action="/labels/sync">
          <CsrfField viewer={viewer} />
          <p class="hint">A list may be large; the page waits until all are fetched.</p>
          <button type="submit" class="quiet">
            Fetch all sets anew
          </button>
        </form>
      ) : null}
    </Layout>
  );
}

function Sets({ status: { sets, missing } }: { readonly status: LabelStatus }) {
  return (
    <section>
      <h2>Label sets</h2>
      {missing.length === 0 ? (
        <p>Nothing is missing.</p>
      ) : (
        <ul>
          {missing.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      )}
      <ScrollArea label="Label sets">
        <table>
          <caption class="for-readers">Label sets</caption>
          <thead>
            <tr>
              <th scope="col">Set</th>
              <th scope="col" class="number">
                Rows
              </th>
              <th scope="col">As of</th>
              <th scope="col">Age</th>
              <th scope="col">How it came</th>
              <th scope="col">State</th>
            </tr>
          </thead>
          <tbody>
            {sets.map((set) => (
              <tr key={set.set}>
                <th scope="row">{set.set}</th>
                <td class="number">{set.snapshot?.rows ?? 0}</td>
                <td>{set.asOf ?? set.standIn?.asOf ?? 'not known'}</td>
                <td>{tellAge(set)}</td>
                <td>{SET_ORIGIN_WORDS[set.origin]}</td>
                <td>{describeStanding(set)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollArea>
    </section>
  );
}
