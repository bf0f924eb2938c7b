import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import { canonicalLabelAddress } from '../../chains/labelAddress.js';
import { InputError } from '../../core/errors.js';
import { SET_FILE_COLUMNS } from './builtIn.js';
import { convertResearch, type LeftOutRow, type ResearchRow } from './convertResearch.js';
import { CURATED_LABELS } from './curatedLabels.js';
import { formatLabelFile, formatSourceFile } from './labelFile.js';
import type { LabelSource } from './sourceLinks.js';

const [inputFolder, outputFolder] = process.argv.slice(2);
if (inputFolder === undefined || outputFolder === undefined) {
  throw new InputError(
    'Name two folders: one with dprk.csv, services.csv and ofac-all.csv, and one for the label files.',
  );
}

const readRows = (file: string): readonly ResearchRow[] =>
  parse<Record<string, string>>(readFileSync(join(inputFolder, file), 'utf8'), { columns: true });

const converted = convertResearch(
  {
    dprk: readRows('dprk.csv'),
    services: readRows('services.csv'),
    ofac: readRows('ofac-all.csv'),
  },
  canonicalLabelAddress,
);

const sets = [
  {
    set: 'hopsight-dprk',
    file: 'dprk.csv',
    asOf: '2026-11-22',
    title: 'DPRK-linked addresses',
    rows: converted.dprk,
  },
  {
    set: 'hopsight-services',
    file: 'services.csv',
    asOf: '2026-11-22',
    title: 'Exchanges, bridges, mixers and other services',
    rows: converted.services,
  },
  {
    set: 'hopsight-sanctions',
    file: 'sanctions.csv',
    asOf: '2025-11-19',
    title: 'Other addresses that OFAC lists or listed',
    rows: converted.sanctions,
  },
  {
    set: 'hopsight-curated',
    file: 'curated.csv',
    asOf: '2026-11-22',
    title: 'Addresses that we added by hand',
    rows: CURATED_LABELS,
  },
];

const sources = new Map<string, LabelSource>();
for (const { rows } of sets) {
  for (const source of rows.flatMap((row) => row.sources)) {
    const known = sources.get(source.key);
    if (known !== undefined && known.url !== source.url) {
      throw new InputError(`Two pages share the source key "${source.key}"; give them other keys.`);
    }
    sources.set(source.key, source);
  }
}

for (const { file, rows } of sets) {
  writeFileSync(join(outputFolder, file), formatLabelFile(rows));
}
writeFileSync(join(outputFolder, 'sources.csv'), formatSourceFile([...sources.values()]));
writeFileSync(
  join(outputFolder, 'sets.csv'),
  stringify([
    [...SET_FILE_COLUMNS],
    ...sets.map(({ set, file, asOf, title }) => [set, file, asOf, title]),
  ]),
);

const reasons = new Map<string, LeftOutRow[]>();
for (const row of converted.leftOut) {
  const reason = `${row.table}: ${row.reason}`;
  reasons.set(reason, [...(reasons.get(reason) ?? []), row]);
}
for (const { set, rows } of sets) process.stdout.write(`${set}: ${rows.length} rows\n`);
for (const [reason, rows] of reasons) {
  const first = rows[0];
  process.stdout.write(
    `left out, ${reason}: ${rows.length} (first ${first?.chain} ${first?.address})\n`,
  );
}
