import type { Command } from 'commander';
import type { LabelImport } from '../../../app/labelImports.js';
import { BLANK, type Line, line, renderLines, wrap } from '../../../report/lines.js';
import { paintFor, widthOf, writeJson } from '../../output.js';
import { readConfig, type Session, withApp } from '../../session.js';
import type { AnswerFlags } from './answer.js';

interface ImportFlags extends AnswerFlags {
  readonly set: string;
  readonly format?: string;
  readonly chain?: string;
  readonly column?: readonly string[];
  readonly value?: readonly string[];
}

/** Rows left out that are named before they are only counted. */
const MOST_LEFT_OUT = 10;

/** Adds `hopsight labels import`. */
export function addImportCommand(labels: Command, session: Session): void {
  labels
    .command('import')
    .description('take in a file of labels as a new state of a set')
    .argument('<file>', 'the file')
    .requiredOption('--set <name>', 'the set that the labels belong to')
    .option('--format <format>', 'what the file is; told from the file where it is left out')
    .option('--chain <name>', 'the chain of a freeze list', 'ethereum')
    .option('--column <ours=theirs...>', "another table's name for one of our columns")
    .option('--value <ours=text...>', 'what one of our columns holds in every row')
    .option('--json', 'print JSON')
    .option('--config <file>', 'use this configuration')
    .addHelpText(
      'after',
      `
Formats: csv, ofac-sdn, ofac-consolidated, opensanctions, tagpack, explorer-tags, freeze-logs.
Columns of a csv: chain, address, entity, category, actor, event, source, source_date, confidence.
A csv with a bad line is refused whole and every bad line is named; of a publisher's file the rows
that are no claim are left out and counted.

Examples:
  $ hopsight labels import ./theirs.csv --set theirs --column address=Wallet entity=Owner \\
      --value category=it-worker confidence=researcher source=https://example.org
  $ hopsight labels import ./lazarus.yaml --set graphsense-lazarus
  $ hopsight labels import ./our-labels.csv --set our-labels`,
    )
    .action(async (file: string, flags: ImportFlags) => {
      const { config } = await readConfig(session, flags);
      const { set, format, chain, column: columns, value: values } = flags;
      const imported = await withApp(session, { config, rulesFile: null }, (app) =>
        app.importLabels({ file, set, format, chain, columns, values }),
      );
      const { terminal } = session;
      if (flags.json === true) writeJson(terminal.out, imported);
      else {
        const lines = describeImport(imported, widthOf(terminal.out));
        terminal.out.write(renderLines(lines, paintFor(terminal)));
      }
    });
}

function describeImport({ rows, snapshot, leftOut }: LabelImport, width: number): Line[] {
  const told = line(
    0,
    `The set ${snapshot.set} now has ${rows} ${rows === 1 ? 'label' : 'labels'}`,
    snapshot.asOf === null ? '' : `, as of ${snapshot.asOf}`,
    ` (snapshot ${snapshot.id}, ${snapshot.digest}).`,
  );
  if (leftOut.length === 0) return [told];
  const more = leftOut.length - MOST_LEFT_OUT;
  return [
    told,
    BLANK,
    line(0, `${leftOut.length} ${leftOut.length === 1 ? 'row is' : 'rows are'} no claim here:`),
    ...leftOut
      .slice(0, MOST_LEFT_OUT)
      .flatMap(({ where, problem }) => wrap(`${where}: ${problem}`, { indent: 2, width, hang: 2 })),
    ...(more > 0 ? [line(2, `and ${more} more`)] : []),
  ];
}
