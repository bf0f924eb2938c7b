import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { runCommand } from './runCommand.js';

/** How somebody who can write the database may change the audit log. The counter of rows is put back. */
export const TAMPERINGS = {
  'cut at its end':
    'DELETE FROM audit_event WHERE sequence > (SELECT max(sequence) - 5 FROM audit_event)',
  'edited in a row': "UPDATE audit_event SET actor_id = 'nobody' WHERE sequence = 40",
  'less by a row': 'DELETE FROM audit_event WHERE sequence = 40',
  'reordered in two rows': `UPDATE audit_event SET sequence = -40 WHERE sequence = 40;
    UPDATE audit_event SET sequence = 40 WHERE sequence = 41;
    UPDATE audit_event SET sequence = 41 WHERE sequence = -40`,
} as const;

/** What `hopsight audit verify --against` says of a copy of a database, and its exit code. */
export async function verifyCopy(
  from: {
    /** With its configuration `hopsight.json`. */
    readonly folder: string;
    /** The built command line. */
    readonly main: string;
    /** What the log is compared with. */
    readonly against: string;
  },
  to: { readonly folder: string; readonly tampering: keyof typeof TAMPERINGS | null },
) {
  cpSync(from.folder, to.folder, { recursive: true });
  const db = new Database(join(to.folder, 'test.sqlite'));
  const triggers = db
    .prepare<[], string>(
      "SELECT name FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = 'audit_event'",
    )
    .pluck()
    .all();
  for (const name of triggers) db.exec(`DROP TRIGGER "${name}"`);
  if (to.tampering !== null) {
    db.exec(`${TAMPERINGS[to.tampering]};
      UPDATE sqlite_sequence SET seq = (SELECT max(sequence) FROM audit_event)
      WHERE name = 'audit_event'`);
  }
  db.close();
  const against = join(to.folder, 'against.json');
  writeFileSync(against, from.against);
  const config = ['--config', join(to.folder, 'hopsight.json')];
  const args = ['audit', 'verify', '--against', against, '--json', ...config];
  const { code, stdout, stderr } = await runCommand(process.execPath, [from.main, ...args], {
    cwd: to.folder,
  });
  const told: { readonly ok?: boolean; readonly against?: { readonly outcome: string } } =
    stdout === '' ? {} : JSON.parse(stdout);
  return { code, ok: told.ok, outcome: told.against?.outcome, stderr };
}
