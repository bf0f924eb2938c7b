import { describeAmount, describeAsset } from '../../report/assetWords.js';
import type { DocumentAmount, DocumentExposure, ScreeningDocument } from '../../report/document.js';
import { formatPercent } from '../../report/format.js';
import { paintNothing } from '../../report/lines.js';
import { exposureDetails, exposureTitle, LABEL_CAUTION } from '../../report/textExposures.js';
import { ScrollArea } from './scrollArea.js';
import { NO_WIDTH, TextLines } from './textLines.js';

interface Shown {
  readonly document: ScreeningDocument;
  readonly zone: string;
}

/** Every exposure: its numbers by method side by side, then the claim behind it. */
export function ExposuresPart({ document, zone }: Shown) {
  const { exposures } = document;
  if (exposures.length === 0) return null;
  const layout = { zone, width: NO_WIDTH, paint: paintNothing };
  return (
    <section>
      <h2>Exposures</h2>
      <ScrollArea label="Exposures by method">
        <table>
          <caption class="for-readers">Exposures by method</caption>
          <thead>
            <tr>
              <th scope="col">Exposure</th>
              <th scope="col">Of</th>
              <th scope="col">At least</th>
              <th scope="col">First in, first out</th>
              <th scope="col">Pro rata (haircut)</th>
              <th scope="col">At most</th>
            </tr>
          </thead>
          <tbody>
            {exposures.map((exposure, at) => (
              <ExposureRows key={at} document={document} exposure={exposure} at={at} />
            ))}
          </tbody>
        </table>
      </ScrollArea>
      {exposures.map((exposure, at) => (
        <section key={at} id={`exposure-${at}`} class="card">
          <h3>{exposureTitle(exposure, at)}</h3>
          <TextLines lines={exposureDetails(document, exposure, layout)} />
        </section>
      ))}
      <p class="hint">{LABEL_CAUTION}</p>
    </section>
  );
}

interface Row {
  readonly of: string;
  readonly cells: readonly (string | null)[];
}

function ExposureRows({
  document,
  exposure,
  at,
}: {
  readonly document: ScreeningDocument;
  readonly exposure: DocumentExposure;
  readonly at: number;
}) {
  const rows = [
    ...exposure.amounts.map((amount) => amountRow(document, amount)),
    ...shareRows(document, exposure),
  ];
  const [first = { of: 'the address itself', cells: [null, null, null, null] }, ...rest] = rows;
  return (
    <>
      <tr>
        <th scope="rowgroup" rowSpan={rest.length + 1}>
          <a href={`#exposure-${at}`}>{exposureTitle(exposure, at)}</a>
        </th>
        <Cells row={first} />
      </tr>
      {rest.map((row) => (
        <tr key={row.of}>
          <Cells row={row} />
        </tr>
      ))}
    </>
  );
}

function Cells({ row: { of, cells } }: { readonly row: Row }) {
  return (
    <>
      <td>{of}</td>
      {cells.map((cell, at) => (
        <td key={at} class="number">
          {cell ?? 'none told'}
        </td>
      ))}
    </>
  );
}

function amountRow(document: ScreeningDocument, amount: DocumentAmount): Row {
  const { asset, lower, fifo, haircut, upper } = amount;
  const told = (units: string | null) =>
    units === null ? 'not computed' : describeAmount(document, asset, units);
  return { of: describeAsset(document, asset), cells: [lower, fifo, haircut, upper].map(told) };
}

function shareRows(document: ScreeningDocument, { share }: DocumentExposure): readonly Row[] {
  if (share === null) return [];
  const { asset, lower, fifo, haircut, upper } = share;
  const told = (part: string | null) =>
    part === null ? 'not computed' : formatPercent(part, 'as the share says');
  const of = `share (${describeAsset(document, asset)})`;
  return [{ of, cells: [lower, fifo, haircut, upper].map(told) }];
}
