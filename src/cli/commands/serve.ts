import type { Command } from 'commander';
import type { Config } from '../../config.js';
import { InputError } from '../../core/errors.js';
import { INTERRUPTED } from '../exitCode.js';
import { writeNote } from '../output.js';
import { parseCount } from '../parseCount.js';
import { type ConfigFlags, readConfig, type Session } from '../session.js';

interface ServeFlags extends ConfigFlags {
  readonly host?: string;
  readonly port?: string;
}

/** Adds `hopsight serve`. */
export function addServeCommand(program: Command, session: Session): void {
  program
    .command('serve')
    .description('serve the pages for people and the API for programs')
    .option('--host <name>', 'listen on this name or address (default: 127.0.0.1)')
    .option('--port <number>', 'listen on this port (default: 8646)')
    .option('--config <file>', 'use this configuration')
    .option('--profile <name>', 'take the chains from "recorded" or "public"')
    .addHelpText(
      'after',
      `
It listens for this machine alone. For others to reach it, it takes an administrator, and TLS in
service.tls of the configuration or a proxy in service.trustedProxy. The log goes to standard error,
one JSON object a line. Ctrl-C stops it; what runs may end within 10 seconds, and is parked else.

Example:
  $ hopsight serve --profile recorded`,
    )
    .action(async (flags: ServeFlags) => serve(session, flags));
}

async function serve(session: Session, flags: ServeFlags): Promise<void> {
  const { terminal } = session;
  const { withAskableSources } = await import('../../config.js');
  const loaded = await readConfig(session, flags);
  const askable = withAskableSources(loaded.config);
  for (const note of [...loaded.notes, ...askable.notes]) writeNote(terminal, note);
  const { startService } = await import('../../service/serve.js');
  const { env, nowMs, random } = terminal;
  const running = await startService({
    ...{ env, nowMs, random, log: terminal.err },
    config: withPlace(askable.config, flags),
    workerFile: null,
  });
  terminal.out.write(`Hopsight listens on ${running.url}\n`);
  if (running.setup !== null) {
    const { link, expiresAt } = running.setup;
    terminal.out.write(
      `Nobody can sign in yet. This link makes the first administrator; it works once, until ${expiresAt}:\n${link}\n`,
    );
  }
  await new Promise<void>((resolve, reject) => {
    let isStopping = false;
    const stopListening = terminal.onInterrupt(() => {
      if (isStopping) {
        terminal.quit(INTERRUPTED);
        return;
      }
      isStopping = true;
      writeNote(terminal, 'stopping: what runs may end within 10 seconds; again ends at once.');
      running
        .stop()
        .finally(() => stopListening())
        .then(resolve, reject);
    });
  });
}

function withPlace(config: Config, { host, port }: ServeFlags): Config {
  const asked = parseCount('--port', port);
  if (asked !== null && asked > 65_535) {
    throw new InputError('The option --port takes a number from 1 to 65535.');
  }
  const { service } = config;
  return {
    ...config,
    service: { ...service, host: host ?? service.host, port: asked ?? service.port },
  };
}
