import type { Command } from 'commander';
import { LOCAL_ACTOR } from '../../app/access/localActor.js';
import type { ApprovalKey } from '../../app/payments/approvalKeys.js';
import { type Line, line, renderLines } from '../../report/lines.js';
import { rightsNote } from '../keyRights.js';
import { paintFor, writeJson } from '../output.js';
import { readConfig, type Session } from '../session.js';
import { type AnswerFlags, writeAnswer } from './labels/answer.js';

const ABOUT = `
The first approval makes the key. Its private part lies in the folder approvals.keyFolder of the
configuration, outside the database, and only the user who runs Hopsight may read it.`;

/** Adds `hopsight keys`. */
export function addKeysCommand(program: Command, session: Session): void {
  const keys = program
    .command('keys')
    .description('list, export and rotate the keys by which payment approvals are signed')
    .addHelpText('after', `${ABOUT}\n\nExample:\n  $ hopsight keys list`);
  const command = (name: string, description: string, help: string) =>
    keys
      .command(name)
      .description(description)
      .option('--config <file>', 'use this configuration')
      .addHelpText('after', help);

  command('list', 'print the keys, newest first', `${ABOUT}\n\nExample:\n  $ hopsight keys list`)
    .option('--json', 'print them as JSON')
    .action(async (flags: AnswerFlags) => {
      const { folder, known } = await readKnown(session, flags);
      const { terminal } = session;
      if (flags.json === true) writeJson(terminal.out, { folder, keys: known });
      else terminal.out.write(renderLines(describeKeys(folder, known), paintFor(terminal)));
    });
  command(
    'export',
    'print the public keys, for whoever is to check approvals without this installation',
    `
No private key is printed. Give the file by a way on which nobody can put another in its place, and
again after each rotation: hopsight verify APPROVAL --key FILE

Example:
  $ hopsight keys export > approval-keys.json`,
  ).action(async (flags: AnswerFlags) => {
    const { formatApprovalKeys } = await import('../../app/payments/approvalKeys.js');
    const { known } = await readKnown(session, flags);
    session.terminal.out.write(formatApprovalKeys(known));
  });
  command(
    'rotate',
    'make another key, by which is signed from now on',
    `
What was signed before still verifies: the old public key stays, the old private key is gone. If
somebody may have got at the old key, delete its file KEY.json from the folder too: then nothing that
it signed verifies any more.

Example:
  $ hopsight keys rotate`,
  )
    .option('--json', 'print the new key as JSON')
    .action(async (flags: AnswerFlags) => {
      await writeAnswer(session, flags, {
        ask: ({ approvals }) => approvals.rotateKey(LOCAL_ACTOR),
        describe: ({ keyId }) => [
          line(0, `Key ${keyId} signs from now on.`),
          line(0, 'Give its public part to whoever checks approvals: hopsight keys export'),
        ],
      });
    });
}

async function readKnown(
  session: Session,
  flags: AnswerFlags,
): Promise<{ readonly folder: string; readonly known: readonly ApprovalKey[] }> {
  const { readApprovalKeys } = await import('../../app/payments/approvalKeys.js');
  const { config } = await readConfig(session, flags);
  const folder = config.approvals.keyFolder;
  return { folder, known: readApprovalKeys({ path: folder, platform: process.platform }) };
}

function describeKeys(folder: string, known: readonly ApprovalKey[]): Line[] {
  const place = line(0, `Folder: ${folder}${rightsNote(process.platform)}`);
  if (known.length === 0)
    return [place, line(0, 'There is no key yet; the first approval makes it.')];
  return [
    place,
    ...known.map(({ keyId, madeAt, retiredAt }) =>
      line(
        0,
        `${keyId}: ${retiredAt === null ? `signs since ${madeAt}` : `signed from ${madeAt} to ${retiredAt}`}`,
      ),
    ),
  ];
}
