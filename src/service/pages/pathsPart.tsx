import { describeAmount } from '../../report/assetWords.js';
import type { DocumentExposure, DocumentPath, ScreeningDocument } from '../../report/document.js';
import { formatMoment } from '../../report/format.js';
import { exposureTitle } from '../../report/textExposures.js';
import { carriedSentence } from '../../report/textPaths.js';
import { AccountText, TransactionText } from './links.js';
import { ScrollArea } from './scrollArea.js';

interface Shown {
  readonly document: ScreeningDocument;
  readonly zone: string;
}

/** Every hop of every path, each with its public pages. */
export function PathsPart({ document, zone }: Shown) {
  const told = document.exposures.flatMap((exposure, at) =>
    exposure.paths.map((path, n) => ({ exposure, path, title: titleOf(exposure, at, n) })),
  );
  if (told.length === 0) return null;
  return (
    <section>
      <h2>Paths</h2>
      {told.map(({ exposure, path, title }) => (
        <ScrollArea key={title} label={title}>
          <PathTable document={document} zone={zone} path={path} title={title} />
          <Carried document={document} exposure={exposure} path={path} />
        </ScrollArea>
      ))}
    </section>
  );
}

function titleOf(exposure: DocumentExposure, at: number, n: number): string {
  const { length } = exposure.paths;
  return `${exposureTitle(exposure, at)}${length > 1 ? `, path ${n + 1} of ${length}` : ''}`;
}

function PathTable({
  document,
  zone,
  path,
  title,
}: Shown & { readonly path: DocumentPath; readonly title: string }) {
  return (
    <table class="paths">
      <caption>{title}</caption>
      <thead>
        <tr>
          <th scope="col">Hop</th>
          <th scope="col">From</th>
          <th scope="col">To</th>
          <th scope="col">Amount</th>
          <th scope="col">Time</th>
          <th scope="col">Transaction</th>
        </tr>
      </thead>
      <tbody>
        {path.hops.map((hop, at) => (
          <tr key={at}>
            <th scope="row">{at + 1}</th>
            <td>
              <AccountText account={hop.from} />
            </td>
            <td>
              <AccountText account={hop.to} />
            </td>
            <td class="number">{describeAmount(document, hop.asset, hop.amount)}</td>
            <td class="moment">{formatMoment(hop.time, zone)}</td>
            <td>
              <TransactionText account={hop.from} txId={hop.txId} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Carried({
  document,
  exposure,
  path,
}: {
  readonly document: ScreeningDocument;
  readonly exposure: DocumentExposure;
  readonly path: DocumentPath;
}) {
  const sentence = carriedSentence(document, { exposure, path });
  return sentence === null ? null : <p class="hint">{sentence}</p>;
}
