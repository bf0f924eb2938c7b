import type { Command } from 'commander';
import { LOCAL_ACTOR } from '../../app/access/localActor.js';
import { InputError } from '../../core/errors.js';
import { formatMoment } from '../../core/moment.js';
import { periodAround, summarise } from '../../report/summary.js';
import { paintFor, widthOf, writeJson } from '../output.js';
import { type ConfigFlags, readConfig, type Session, withApp } from '../session.js';

interface SummaryFlags extends ConfigFlags {
  readonly csv?: true;
  readonly json?: true;
}

/** Adds `hopsight summary`. */
export function addSummaryCommand(program: Command, session: Session): void {
  program
    .command('summary')
    .description("add up a month's recorded screenings")
    .argument('<month>', 'the month, such as 2026-11')
    .option('--csv', 'print a CSV table')
    .option('--json', 'print JSON')
    .option('--config <file>', 'use this configuration')
    .addHelpText(
      'after',
      `
Example:
  $ hopsight summary 2026-11 --csv > 2026-11.csv`,
    )
    .action(async (month: string, flags: SummaryFlags) => {
      const period = periodAround(month);
      if (flags.csv === true && flags.json === true) {
        throw new InputError('The options --csv and --json exclude each other; give one.');
      }
      const { config } = await readConfig(session, flags);
      const isFile = flags.csv === true || flags.json === true;
      const recorded = await withApp(session, { config, rulesFile: null }, (app) => {
        if (isFile) {
          app.audit.append({ actor: LOCAL_ACTOR, action: 'summary-exported', subjectId: month });
        }
        return app.listScreenings(period);
      });
      const { formatSummaryCsv, formatSummaryText } = await import(
        '../../report/summaryFormats.js'
      );
      const { terminal } = session;
      const summary = summarise(
        recorded.map(({ document }) => document),
        {
          month,
          zone: config.timeZone,
          now: formatMoment(Math.floor(terminal.nowMs() / 1000)),
        },
      );
      if (flags.json === true) writeJson(terminal.out, summary);
      else if (flags.csv === true) terminal.out.write(formatSummaryCsv(summary));
      else {
        terminal.out.write(
          formatSummaryText(summary, {
            zone: config.timeZone,
            paint: paintFor(terminal),
            width: widthOf(terminal.out),
          }),
        );
      }
    });
}
