import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { InputError } from '../../core/errors.js';
import { convertRonin, convertWannacry, type TransferRow } from './convertCases.js';
import { formatRecording } from './format.js';

const [inputFolder, outputFolder] = process.argv.slice(2);
if (inputFolder === undefined || outputFolder === undefined) {
  throw new InputError(
    'Name two folders: one with the tables of the cases, and one for the recorded files.',
  );
}

const readInput = (file: string): string => readFileSync(join(inputFolder, file), 'utf8');

const ronin = convertRonin(
  parse<TransferRow>(readInput('ronin-2022.transfers.csv'), { columns: true }),
);
const wannacry = convertWannacry(
  readInput('wannacry-2017-115p7.esplora.jsonl')
    .split('\n')
    .filter((line) => line !== '')
    .map((line): unknown => JSON.parse(line)),
);

for (const recording of [ronin, wannacry]) {
  const file = `${recording.header.name}.jsonl`;
  writeFileSync(join(outputFolder, file), formatRecording(recording));
  process.stdout.write(`${file}: ${recording.facts.length} facts\n`);
}
