import type { Command } from 'commander';
import type { OpenPaymentChecks } from '../../../app/payments/createPaymentChecks.js';
import type { PaymentCheck } from '../../../core/payment.js';
import type { Actor } from '../../../core/role.js';
import { ACTING_RULE, addActingOptions } from '../../actingPerson.js';
import type { PaymentFlags } from './answer.js';

/** Changes a check; the signal ends what is asked for it. */
export type ChangeCheck = (
  checks: OpenPaymentChecks,
  actor: Actor,
  signal: AbortSignal,
) => PaymentCheck | Promise<PaymentCheck>;

/** How a subcommand of payments is made, and how it changes a check. */
export interface PaymentCommands {
  readonly command: (name: string, description: string, help: string) => Command;
  readonly change: (flags: PaymentFlags, act: ChangeCheck) => Promise<void>;
}

const RULE = `
Two persons with the permission "release" let a hold be paid: one asks, another agrees or refuses within
7 days, while the verdict stands. Nobody can let pass what was not known whole, nor a wallet that a
sanctions list names itself.`;

/** Adds the commands by which two persons let a hold be paid. */
export function addOverrides({ command, change }: PaymentCommands): void {
  const named = 'the id of the override that "hopsight payments show" prints';
  addActingOptions(
    command(
      'override',
      'ask that a hold be paid all the same, as the first of two persons',
      `${RULE}\n${ACTING_RULE}

Example:
  $ hopsight payments override 01J… --as "A. Example" --until 2026-12-15 --reason "…"`,
    ),
  )
    .argument('<check>', 'the id that "hopsight payments list" prints')
    .requiredOption('--reason <text>', 'what was looked at, and why it may be paid')
    .requiredOption('--until <day>', 'the last day on which it holds, at most 30 days from now')
    .action(
      (
        checkId: string,
        flags: PaymentFlags & { readonly reason: string; readonly until: string },
      ) => change(flags, (checks, actor) => checks.askOverride(checkId, flags, actor)),
    );
  for (const [name, said, description] of [
    ['agree', 'agreed', 'agree to an override as the second person, and sign the approval'],
    ['refuse', 'refused', 'refuse an override as the second person'],
  ] as const) {
    addActingOptions(
      command(
        name,
        description,
        `${RULE}\n${ACTING_RULE}\n\nExample:\n  $ hopsight payments ${name} 01J… --as "B. Example"`,
      ),
    )
      .argument('<override>', named)
      .action((overrideId: string, flags: PaymentFlags) =>
        change(flags, (checks, actor, signal) =>
          checks.answerOverride(overrideId, said, actor, signal),
        ),
      );
  }
  addActingOptions(
    command(
      'withdraw-override',
      'take an override back, as one of the two',
      `
Its approval is handed out no more; one that was handed out before verifies until its end all the same.
${ACTING_RULE}

Example:
  $ hopsight payments withdraw-override 01J… --as "A. Example"`,
    ),
  )
    .argument('<override>', named)
    .action((overrideId: string, flags: PaymentFlags) =>
      change(flags, (checks, actor) => checks.withdrawOverride(overrideId, actor)),
    );
}
