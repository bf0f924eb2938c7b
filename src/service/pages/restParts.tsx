import { tellBasis } from '../../report/basisWords.js';
import type { ScreeningDocument } from '../../report/document.js';
import { describeLabel } from '../../report/textExposures.js';
import { AccountText } from './links.js';
import { NO_WIDTH, TextLines } from './textLines.js';

/** Behaviour that is worth knowing, each with the claim behind it where there is one. */
export function SignalsPart({ document }: { readonly document: ScreeningDocument }) {
  if (document.signals.length === 0) return null;
  return (
    <section>
      <h2>Also seen</h2>
      <ul class="cards">
        {document.signals.map(({ kind, sentence, account, label }, at) => (
          <li key={at} class="card">
            <h3>{kind}</h3>
            <p>{sentence}</p>
            <p class="where">
              Account: <AccountText account={account} />
            </p>
            {label === null ? null : (
              <TextLines lines={describeLabel(label, { indent: 0, width: NO_WIDTH })} />
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** What the verdict rests on: blocks, label sets, rules, requests, digests. */
export function BasisPart({
  document,
  zone,
}: {
  readonly document: ScreeningDocument;
  readonly zone: string;
}) {
  return (
    <section>
      <h2>What was looked at</h2>
      <dl class="facts">
        {tellBasis(document, zone).map((text, at) => {
          const [name = '', ...rest] = text.split(': ');
          return (
            <>
              <dt key={at}>{name}</dt>
              <dd class="code">{rest.join(': ')}</dd>
            </>
          );
        })}
      </dl>
    </section>
  );
}
