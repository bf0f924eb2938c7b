import type { Severity } from '../../core/verdict.js';
import type { ScreeningDocument } from '../../report/document.js';
import { tellFindings } from '../../report/findingWords.js';
import { SourceText } from './links.js';

const SEVERITY_SIGNS: Readonly<Record<Severity, string>> = { hold: '■', review: '▲', info: 'ℹ' };

/** The rules that fired, each with where its reason can be read. */
export function FindingsPart({ document }: { readonly document: ScreeningDocument }) {
  const findings = tellFindings(document.findings);
  return (
    <section>
      <h2>Findings</h2>
      {findings.length === 0 ? <p>No rule fired.</p> : null}
      <ul class="cards">
        {findings.map(({ ruleId, severity, text, exposures, source }) => (
          <li key={ruleId} class="card">
            <h3>
              <span class={`severity severity-${severity}`}>
                {SEVERITY_SIGNS[severity]} {severity}
              </span>{' '}
              {ruleId}
            </h3>
            <p>{text}</p>
            {exposures.length === 0 ? null : (
              <p>
                See{' '}
                {exposures.map((at) => (
                  <>
                    <a href={`#exposure-${at}`}>[{at}]</a>{' '}
                  </>
                ))}
                under Exposures.
              </p>
            )}
            <p class="where">
              Why this is a rule: <SourceText source={source} />
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}
