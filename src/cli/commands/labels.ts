import type { Command } from 'commander';
import type { ShownLabels } from '../../app.js';
import type { Attribution } from '../../core/attribution.js';
import { type Line, line, renderLines } from '../../report/lines.js';
import { paintFor, writeJson } from '../output.js';
import { type ConfigFlags, readConfig, type Session, withApp } from '../session.js';
import { addVouchCommands } from './vouches.js';

interface ImportFlags extends ConfigFlags {
  readonly set: string;
}

interface ShowFlags extends ConfigFlags {
  readonly json?: true;
}

/** Adds `hopsight labels`. */
export function addLabelsCommand(program: Command, session: Session): void {
  const labels = program
    .command('labels')
    .description('take in label sets and look addresses up in them')
    .addHelpText(
      'after',
      `
Example:
  $ hopsight labels show 0x098B716B8Aaf21512996dC57EB0615e2383E2f96`,
    );
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
  labels
    .command('show')
    .description('print every claim about an address, with where it can be read')
    .argument('<address>', 'the address to look up')
    .option('--json', 'print the claims as JSON')
    .option('--config <file>', 'use this configuration')
    .addHelpText(
      'after',
      `
Nothing is sent anywhere. That no set names an address says nothing about its history.

Example:
  $ hopsight labels show --json 115p7UMMngoj1pMvkpHijcRdfJNXj6LrLn`,
    )
    .action(async (address: string, flags: ShowFlags) => {
      const { config } = await readConfig(session, flags);
      const shown = await withApp(session, { config, rulesFile: null }, (app) =>
        app.showLabels(address),
      );
      const { out } = session.terminal;
      if (flags.json === true) writeJson(out, shown);
      else out.write(renderLines(describeLabels(shown), paintFor(session.terminal)));
    });
  addVouchCommands(labels, session);
}

function describeLabels({ address, claims, snapshots }: ShownLabels): Line[] {
  return [
    line(0, {
      style: 'strong',
      text:
        claims.length === 0
          ? `No label set here names ${address}; that says nothing about its history.`
          : `${claims.length === 1 ? '1 claim' : `${claims.length} claims`} about ${address}:`,
    }),
    ...claims.flatMap(describeClaim),
    line(
      0,
      snapshots.length === 0
        ? 'No label set was there to ask; import one, or turn labels.builtIn on.'
        : `Asked: ${snapshots.map(({ set, rows }) => `${set} (${rows} rows)`).join(', ')}`,
    ),
  ];
}

function describeClaim(claim: Attribution): Line[] {
  const facts = [
    claim.actor,
    claim.event,
    `authority ${claim.authority}`,
    `confidence ${claim.confidence}`,
    `used as ${claim.use}`,
    `set ${claim.set}`,
  ].filter((fact) => fact !== null);
  const dates = [
    claim.sourceDate === null ? null : `published ${claim.sourceDate}`,
    claim.entityListedOn === null ? null : `entity listed ${claim.entityListedOn}`,
    claim.listedOn === null ? null : `address listed ${claim.listedOn}`,
    claim.delistedOn === null ? null : `no longer listed since ${claim.delistedOn}`,
  ].filter((date) => date !== null);
  return [
    line(2, `${claim.entity} (${claim.category}): ${facts.join(', ')}`),
    ...(dates.length === 0 ? [] : [line(4, `Dates: ${dates.join(', ')}`)]),
    line(4, `Source: ${claim.source}`),
    ...(claim.note === null ? [] : [line(4, `Note: ${claim.note}`)]),
    ...(claim.vouch === undefined
      ? []
      : [line(4, `Lowered by vouch ${claim.vouch.vouchId} until ${claim.vouch.until}`)]),
  ];
}
