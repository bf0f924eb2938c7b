import { writeFileSync } from 'node:fs';
import type { Command } from 'commander';
import type { LoadedConfig, SourceConfig } from '../../config.js';
import type { Checkpoint } from '../../core/checkpoint.js';
import { DOLLAR } from '../../core/currency.js';
import { ConfigError } from '../../core/errors.js';
import { type Line, line, renderLines } from '../../report/lines.js';
import { rightsNote } from '../keyRights.js';
import { paintFor } from '../output.js';
import { type ConfigFlags, readConfig, type Session } from '../session.js';

/** Adds `hopsight config`. */
export function addConfigCommand(program: Command, session: Session): void {
  const config = program
    .command('config')
    .description('check the configuration, or write one to start from')
    .addHelpText(
      'after',
      `
Example:
  $ hopsight config check`,
    );
  config
    .command('check')
    .description('print what is in force and every problem of the file')
    .option('--config <file>', 'use this configuration')
    .option('--profile <name>', 'take the chains of a profile: recorded or public')
    .addHelpText(
      'after',
      `
No request is sent. The exit code is 78 when the configuration cannot be used.

Example:
  $ hopsight config check --config ./hopsight.json`,
    )
    .action(async (flags: ConfigFlags) => {
      const { withAskableSources } = await import('../../config.js');
      const { config, notes } = await readConfig(session, flags);
      const askable = withAskableSources(config);
      const told = { config: askable.config, notes: [...notes, ...askable.notes] };
      const { terminal } = session;
      terminal.out.write(renderLines(describeConfig(told), paintFor(terminal)));
    });
  config
    .command('init')
    .description('write a configuration to start from; an existing file is never touched')
    .option('--config <file>', 'write it here', 'hopsight.json')
    .addHelpText(
      'after',
      `
Example:
  $ hopsight config init --config ./hopsight.json`,
    )
    .action(async ({ config: file }: { readonly config: string }) => {
      const { starterConfig } = await import('../../configProfiles.js');
      writeNewFile(file, `${JSON.stringify(starterConfig(), null, 2)}\n`);
      const told = line(
        0,
        `Wrote ${file}; "hopsight config check --config ${file}" explains it. Run "hopsight labels sync" before the first screening.`,
      );
      session.terminal.out.write(renderLines([told], paintFor(session.terminal)));
    });
}

function writeNewFile(file: string, text: string): void {
  try {
    writeFileSync(file, text, { flag: 'wx', mode: 0o600 });
  } catch (cause) {
    const exists = cause instanceof Error && 'code' in cause && cause.code === 'EEXIST';
    throw new ConfigError(
      exists
        ? `The file ${file} exists and is not replaced; name another with --config.`
        : `The file ${file} cannot be written; check its folder and your rights there.`,
      { file },
      { cause },
    );
  }
}

function describeConfig({ config, notes }: LoadedConfig): Line[] {
  const { policy } = config;
  return [
    line(
      0,
      config.file === null
        ? 'No configuration file was found; the defaults are in force.'
        : `The configuration ${config.file} can be used.`,
    ),
    line(2, `Database: ${config.database}`),
    line(2, `Time zone: ${config.timeZone}`),
    line(2, `Built-in labels: ${config.labels.builtIn ? 'on' : 'off'}`),
    line(2, `Keys of approvals: ${config.approvals.keyFolder}${rightsNote(process.platform)}`),
    line(2, `Own accounts: ${config.ownAccounts.length}`),
    line(
      2,
      `Policy: ${policy.requiredDepth} owners required, ${policy.depth} followed, ${policy.lookbackDays} days back, `,
      `at most ${policy.maxRequests} requests and ${policy.deadlineMs / 1000} s, ${policy.window} look-ups at once`,
    ),
    line(0, 'Sources (a host learns the addresses that it is asked about):'),
    ...Object.entries(config.chains).flatMap(([name, { sources, checkpoint }]) => [
      ...sources.map((source) => line(2, `${name}: ${source.kind} ${placeOf(source)}`)),
      ...describeCheckpoint(name, checkpoint),
    ]),
    line(0, describePrices(config.prices)),
    line(0, describeCurrency(config)),
    ...notes.map((note) => line(0, `Note: ${note}`)),
  ];
}

function describeCheckpoint(name: string, checkpoint: Checkpoint | undefined): Line[] {
  if (checkpoint === undefined) return [];
  return [line(2, `${name}: told from other chains by your block ${checkpoint.height}`)];
}

function describePrices(prices: LoadedConfig['config']['prices']): string {
  if (prices.source === 'none') {
    return 'Prices: nobody is asked; only dollar stablecoins count in dollars.';
  }
  const place = URL.canParse(prices.url) ? new URL(prices.url).host : prices.url;
  return `Prices: ${prices.source} ${place} (it learns names of coins and years, no address)`;
}

function describeCurrency({
  currency,
  rates,
}: Pick<LoadedConfig['config'], 'currency' | 'rates'>): string {
  const told = `Sums of months: in ${currency}`;
  if (currency === DOLLAR) return told;
  if (rates.source === 'none') return `${told}, by rates that are kept; nobody is asked for others`;
  const place = URL.canParse(rates.url) ? new URL(rates.url).host : rates.url;
  return `${told}, by rates of ${rates.source} ${place} (it learns which currency and years)`;
}

/** Only the host of an url: keys travel in the rest. */
function placeOf(source: SourceConfig): string {
  if (source.kind === 'recorded') return `${source.path} (on this computer)`;
  return URL.canParse(source.url) ? new URL(source.url).host : 'an address that cannot be read';
}
