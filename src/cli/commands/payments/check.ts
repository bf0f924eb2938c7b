import type { Command } from 'commander';
import { withActor } from '../../actingPerson.js';
import { INTERRUPTED } from '../../exitCode.js';
import { writeNote } from '../../output.js';
import { createProgressLine, describeScreening } from '../../progress.js';
import { readConfig, type Session, withApp } from '../../session.js';
import { closing, type PaymentFlags, writeCheck } from './answer.js';

interface CheckFlags extends PaymentFlags {
  readonly payee: string;
  readonly wallet: string;
  readonly chain: string;
  readonly asset: string;
  readonly amount: string;
  readonly invoice: string;
  readonly offline?: true;
}

/** Adds the options of `hopsight payments check`, and what it does. */
export function addCheck(command: Command, session: Session): void {
  command
    .requiredOption('--payee <payee>', 'id or reference of the payee')
    .requiredOption('--wallet <wallet>', 'address or id of a wallet that is registered for them')
    .requiredOption('--chain <name>', 'short name of the chain, such as ethereum')
    .requiredOption('--asset <asset>', 'symbol such as USDC, or CAIP-19 id')
    .requiredOption('--amount <amount>', 'whole coins with a point, such as 1500.50')
    .requiredOption('--invoice <number>', 'the invoice that it pays')
    .option('--profile <name>', 'take the chains of a profile: recorded or public')
    .option('--offline', 'screen from what is stored alone')
    .action((flags: CheckFlags) => check(session, flags));
}

async function check(session: Session, flags: CheckFlags): Promise<void> {
  const { withAskableSources } = await import('../../../config.js');
  const loaded = await readConfig(session, flags);
  const { config, notes } = withAskableSources(loaded.config);
  for (const note of notes) writeNote(session.terminal, note);
  const abort = new AbortController();
  const stopListening = session.terminal.onInterrupt(() => {
    if (abort.signal.aborted) session.terminal.quit(INTERRUPTED);
    abort.abort();
    writeNote(session.terminal, 'stopping: what was seen is answered; Ctrl-C again ends at once.');
  });
  const progress = createProgressLine(session.terminal, describeScreening);
  try {
    await withApp(session, { config, rulesFile: null }, (app) =>
      withActor(session, app, flags, async (actor) => {
        const offline = flags.offline === true;
        const { signal } = abort;
        const checks = app.openPaymentsHere({ offline, signal, onProgress: progress.show });
        await closing(checks, async () => {
          const { payee, wallet, chain, asset, amount, invoice } = flags;
          const asking = { urgency: 'single', idempotencyKey: null } as const;
          const request = { payee, wallet, chain, asset, amount, invoice };
          const [asked] = checks.check([request], asking, actor);
          const done = await checks.settled(asked?.id ?? '', new AbortController().signal);
          progress.clear();
          if (done !== null) writeCheck(session, flags, { checks, check: done });
        });
      }),
    );
  } finally {
    progress.clear();
    stopListening();
  }
}
