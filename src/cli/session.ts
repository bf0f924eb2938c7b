import type { App, AppOptions } from '../app.js';
import type { LoadedConfig } from '../config.js';
import { InputError } from '../core/errors.js';
import type { ExitCode } from './exitCode.js';
import type { Terminal } from './terminal.js';

/** What every command works with. */
export interface Session {
  readonly terminal: Terminal;
  /** Opens the application; asked only once a command needs it, since loading it takes time. */
  readonly openApp: (options: AppOptions) => Promise<App>;
  /** Takes the code that the program is to end with. */
  readonly finish: (code: ExitCode) => void;
}

/** Options that say which configuration is in force. */
export interface ConfigFlags {
  readonly config?: string;
  readonly profile?: string;
}

/**
 * The configuration that options and environment name.
 *
 * @throws {InputError} for an unknown profile.
 * @throws {ConfigError} when the file cannot be used.
 */
export async function readConfig(session: Session, flags: ConfigFlags): Promise<LoadedConfig> {
  const { loadConfig } = await import('../config.js');
  return loadConfig({
    file: flags.config ?? null,
    env: session.terminal.env,
    profile: parseProfile(flags.profile),
  });
}

function parseProfile(text: string | undefined): 'recorded' | 'public' | null {
  if (text === undefined) return null;
  if (text === 'recorded' || text === 'public') return text;
  throw new InputError('The option --profile takes "recorded" or "public".');
}

/** Opens the application over a configuration, for one piece of work, and closes it again. */
export async function withApp<Result>(
  session: Session,
  opened: { readonly config: LoadedConfig['config']; readonly rulesFile: string | null },
  work: (app: App) => Result | Promise<Result>,
): Promise<Result> {
  const { env, nowMs, random } = session.terminal;
  const app = await session.openApp({ ...opened, prices: null, env, nowMs, random });
  try {
    return await work(app);
  } finally {
    app.close();
  }
}
