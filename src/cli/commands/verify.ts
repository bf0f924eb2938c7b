import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import type { VerifyRequest } from '../../app.js';
import { InputError } from '../../core/errors.js';
import { line, renderLines } from '../../report/lines.js';
import { exitCodeOfVerification } from '../exitCode.js';
import { paintFor, writeJson } from '../output.js';
import { readConfig, type Session, withApp } from '../session.js';
import type { ApprovalFlags } from './verifyApproval.js';

interface VerifyFlags extends ApprovalFlags {
  readonly rules?: string;
}

/** The id of a screening. Source: https://github.com/ulid/spec */
const SCREENING_ID = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/i;

/** Adds `hopsight verify`. */
export function addVerifyCommand(program: Command, session: Session): void {
  program
    .command('verify')
    .description(
      'build a recorded verdict again from its facts, labels and rules, and compare it; or check a payment approval',
    )
    .argument(
      '<screening>',
      'the id of a screening, a file that "screen --json" printed, or a payment approval',
    )
    .option('--json', 'print the result as JSON')
    .option('--config <file>', 'use this configuration')
    .option(
      '--rules <file>',
      'judge by this rule set, where it was judged by another than the default',
    )
    .option('--invoice <number>', 'the invoice that a payment approval should be for')
    .option(
      '--key <file>',
      'check a payment approval by these public keys, which "hopsight keys export" printed',
    )
    .addHelpText(
      'after',
      `
Nothing is sent anywhere. The exit code is 0 when the verdict comes out the same, 20 when it differs
or its record was changed, 30 when it cannot be built again. Of a payment approval, which takes no
database, it is 0 when it is valid now, 20 when it was altered or is for another invoice, 30 when it
has expired or its key is not known. Whether it was used already, no approval can tell.

Example:
  $ hopsight verify 01JD9Q4Z3K8M5T7V2W6X0Y1A2B
  $ hopsight verify approval.json --invoice INV-2026-17`,
    )
    .action(async (screening: string, flags: VerifyFlags) => {
      const what = readRequest(screening);
      if (what.kind === 'document') {
        const { isApprovalText } = await import('../../app/payments/checkApproval.js');
        if (isApprovalText(what.text)) {
          const { verifyApproval } = await import('./verifyApproval.js');
          return await verifyApproval(session, flags, what.text);
        }
      }
      if (flags.invoice !== undefined || flags.key !== undefined) {
        throw new InputError('The options --invoice and --key are for a payment approval.');
      }
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
