import type { Command } from 'commander';
import type { CachePruning, CacheStatus } from '../../app.js';
import { findChain } from '../../core/chain.js';
import { InputError } from '../../core/errors.js';
import { formatMoment } from '../../core/moment.js';
import { type Line, line, renderLines } from '../../report/lines.js';
import { paintFor, writeJson, writeNote } from '../output.js';
import { type ConfigFlags, readConfig, type Session, withApp } from '../session.js';

interface CacheFlags extends ConfigFlags {
  readonly json?: true;
}

interface PruneFlags extends CacheFlags {
  readonly olderThan: string;
  readonly dryRun?: true;
}

/** Adds `hopsight cache`. */
export function addCacheCommand(program: Command, session: Session): void {
  const cache = program
    .command('cache')
    .description('tell what is kept of earlier look-ups, and drop what is old')
    .addHelpText(
      'after',
      `
Example:
  $ hopsight cache status`,
    );
  cache
    .command('status')
    .description('print what the database keeps, and what hosts still give today')
    .option('--json', 'print it as JSON')
    .option('--config <file>', 'use this configuration')
    .addHelpText(
      'after',
      `
No request is sent.

Example:
  $ hopsight cache status --json`,
    )
    .action(async (flags: CacheFlags) => {
      const { config } = await readConfig(session, flags);
      const opened = { config, rulesFile: null };
      const status = await withApp(session, opened, (app) => app.cacheStatus());
      const { out } = session.terminal;
      if (flags.json === true) writeJson(out, status);
      else out.write(renderLines(describeStatus(status), paintFor(session.terminal)));
    });
  cache
    .command('prune')
    .description('drop what was read from sources long ago; the next screening reads it again')
    .requiredOption('--older-than <days>', 'drop what was last read so many days ago, such as 90d')
    .option('--dry-run', 'count what would be dropped, and drop nothing')
    .option('--json', 'print the counts as JSON')
    .option('--config <file>', 'use this configuration')
    .addHelpText(
      'after',
      `
Recorded screenings keep facts of their own: they, labels, prices, rates and quotas are never touched.

Example:
  $ hopsight cache prune --older-than 90d --dry-run`,
    )
    .action(async (flags: PruneFlags) => {
      const olderThanDays = parseDays(flags.olderThan);
      const { config } = await readConfig(session, flags);
      const { terminal } = session;
      const pruning = await withApp(session, { config, rulesFile: null }, (app) =>
        app.pruneCache({
          olderThanDays,
          mode: flags.dryRun === true ? 'try' : 'drop',
          onCompacting: (bytes) =>
            writeNote(
              terminal,
              `compacting a file of ${formatSize(bytes)}; this may take a while.`,
            ),
        }),
      );
      if (flags.json === true) writeJson(terminal.out, pruning);
      else terminal.out.write(renderLines(describePruning(pruning), paintFor(terminal)));
    });
}

function parseDays(text: string): number {
  const days = /^(\d{1,5})d$/.exec(text)?.[1];
  if (days !== undefined) return Number.parseInt(days, 10);
  throw new InputError('The option --older-than takes a number of days, such as 90d.');
}

function describeStatus(status: CacheStatus): Line[] {
  const { chains, prices, records, quotas } = status;
  return [
    line(0, {
      style: 'strong',
      text: `The database has ${formatSize(status.fileBytes)}, ${formatSize(status.freeBytes)} of it free.`,
    }),
    ...(chains.length === 0 ? [line(2, 'Nothing of any chain is kept yet.')] : []),
    ...chains.flatMap((kept) => [
      line(2, `${findChain(kept.chain)?.title ?? kept.chain}`),
      line(
        4,
        `${kept.facts} facts (${kept.provisionalFacts} may still change), ${kept.accounts} accounts, `,
        `${kept.coverage} stretches read whole, ${kept.busyAccounts} busy accounts`,
      ),
      line(4, `read from ${when(kept.oldestReadSeconds)} to ${when(kept.newestReadSeconds)}`),
    ]),
    line(
      2,
      `Prices: ${prices.final} of ${prices.coins} coins`,
      prices.firstDay === null ? '' : `, ${prices.firstDay} to ${prices.lastDay}`,
      `; ${prices.provisional} may still change`,
    ),
    line(
      2,
      `Screenings: ${records.screenings}, with ${formatSize(records.bundleBytes)} of facts of their own`,
    ),
    ...quotas.map((quota) => line(2, describeQuota(quota))),
  ];
}

function describeQuota(quota: CacheStatus['quotas'][number]): string {
  const { host, perDay, left, renewedAtSeconds, spentUntilSeconds } = quota;
  const says =
    spentUntilSeconds === null
      ? ''
      : `; says that it gives no more until ${when(spentUntilSeconds)}`;
  if (perDay === null) return `${host}: no daily limit is configured${says}`;
  return `${host}: ${left} of ${perDay} requests are left until ${when(renewedAtSeconds)}${says}`;
}

function describePruning({ mode, beforeSeconds, dropped, ...file }: CachePruning): Line[] {
  const parts = [
    `${dropped.transfers} transfers`,
    `${dropped.utxoTransactions} Bitcoin transactions`,
    `${dropped.wholeTransactions} whole transactions`,
    `${dropped.coverage} stretches of coverage`,
    `${dropped.busyAccounts} busy accounts`,
    `${dropped.balances} balances`,
    `${dropped.spends} spends`,
  ];
  return [
    line(
      0,
      mode === 'try' ? 'Would drop' : 'Dropped',
      ` what was last read before ${when(beforeSeconds)}: ${parts.join(', ')}.`,
    ),
    ...(file.isCompacted === true
      ? [
          line(
            0,
            `The file went from ${formatSize(file.fileBytesBefore)} to ${formatSize(file.fileBytesAfter)}.`,
          ),
        ]
      : []),
    ...(file.isCompacted === false
      ? [
          line(
            0,
            'The file was not made smaller, since another process uses it; prune again later.',
          ),
        ]
      : []),
  ];
}

function when(seconds: number | null): string {
  return seconds === null ? 'an unknown time' : `${formatMoment(seconds).slice(0, 16)} UTC`;
}

/** Bytes in the unit that people use for files. */
function formatSize(bytes: number): string {
  if (bytes < 1_000_000) return `${Math.ceil(bytes / 1000)} kB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}
