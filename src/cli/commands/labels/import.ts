import type { Command } from 'commander';
import { line, renderLines } from '../../../report/lines.js';
import { paintFor } from '../../output.js';
import { type ConfigFlags, readConfig, type Session, withApp } from '../../session.js';

interface ImportFlags extends ConfigFlags {
  readonly set: string;
}

/** Adds `hopsight labels import`. */
export function addImportCommand(labels: Command, session: Session): void {
  labels
    .command('import')
    .description('take in a CSV file of labels as a new state of a set')
    .argument('<file>', 'the CSV file')
    .requiredOption('--set <name>', 'the set that the labels belong to')
    .option('--config <file>', 'use this configuration')
    .addHelpText(
      'after',
      `
Columns: chain, address, entity, category, actor, event, source, source_date, confidence.
A file with a bad line is refused whole; every bad line is named.

Example:
  $ hopsight labels import ./our-labels.csv --set our-labels`,
    )
    .action(async (file: string, flags: ImportFlags) => {
      const { config } = await readConfig(session, flags);
      const { rows, snapshot } = await withApp(session, { config, rulesFile: null }, (app) =>
        app.importLabels({ file, set: flags.set }),
      );
      const { out } = session.terminal;
      const told = line(
        0,
        `The set ${snapshot.set} now has ${rows} ${rows === 1 ? 'label' : 'labels'}`,
        snapshot.asOf === null ? '' : `, as of ${snapshot.asOf}`,
        ` (snapshot ${snapshot.id}, ${snapshot.digest}).`,
      );
      out.write(renderLines([told], paintFor(session.terminal)));
    });
}
