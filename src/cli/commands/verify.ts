import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import type { VerifyRequest } from '../../app.js';
import { InputError } from '../../core/errors.js';
import { line, renderLines } from '../../report/lines.js';
import { exitCodeOfVerification } from '../exitCode.js';
import { paintFor, writeJson } from '../output.js';
import { type ConfigFlags, readConfig, type Session, withApp } from '../session.js';

interface VerifyFlags extends ConfigFlags {
  readonly json?: true;
  readonly rules?: string;
}

/** The id of a screening. Source: https://github.com/ulid/spec */
const SCREENING_ID = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/i;

/** Adds `hopsight verify`. */
export function addVerifyCommand(program: Command, session: Session): void {
  program
    .command('verify')
    .description('build a recorded verdict again from its facts, labels and rules, and compare it')
    .argument('<screening>', 'the id of a screening, or a file that "screen --json" printed')
    .option('--json', 'print the result as JSON')
    .option('--config <file>', 'use this configuration')
    .option(
      '--rules <file>',
      'judge by this rule set, where it was judged by another than the default',
    )
    .addHelpText(
      'after',
      `
Nothing is sent anywhere. The exit code is 0 when the verdict comes out the same, 20 when it differs
or its record was changed, 30 when it cannot be built again.

Example:
  $ hopsight verify 01JD9Q4Z3K8M5T7V2W6X0Y1A2B`,
    )
    .action(async (screening: string, flags: VerifyFlags) => {
      const what = readRequest(screening);
      const { config } = await readConfig(session, flags);
      const result = await withApp(session, { config, rulesFile: flags.rules ?? null }, (app) =>
        app.verify(what),
      );
      const { out } = session.terminal;
      if (flags.json === true) writeJson(out, result);
      else {
        const style = result.outcome === 'verified' ? 'good' : 'alarm';
        const told = line(0, { style, text: result.sentence });
        out.write(renderLines([told], paintFor(session.terminal)));
      }
      session.finish(exitCodeOfVerification(result.outcome));
    });
}

function readRequest(screening: string): VerifyRequest {
  if (SCREENING_ID.test(screening)) {
    return { kind: 'recorded', screeningId: screening.toUpperCase() };
  }
  try {
    return { kind: 'document', text: readFileSync(screening, 'utf8') };
  } catch (cause) {
    throw new InputError(
      `"${screening}" is neither the id of a screening nor a file that can be read.`,
      {},
      { cause },
    );
  }
}
