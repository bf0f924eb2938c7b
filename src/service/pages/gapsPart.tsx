import type { ScreeningDocument } from '../../report/document.js';
import { tellGaps } from '../../report/gapWords.js';

/** What was not seen and should have been, each with its cure. */
export function GapsPart({ document }: { readonly document: ScreeningDocument }) {
  const gaps = tellGaps(document);
  if (gaps.length === 0) return null;
  return (
    <section class="gaps">
      <h2>What was not seen</h2>
      <ul class="cards">
        {gaps.map(({ matters, title, sentence, places, cure }, at) => (
          <li key={at} class={matters ? 'card warning' : 'card'}>
            <h3>{title}</h3>
            <p>{sentence}</p>
            {places.length === 0 ? null : <p class="where">Where: {places.join('; ')}</p>}
            <p class="cure">
              <strong>Cure:</strong> {cure}
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}
