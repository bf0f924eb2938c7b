import type { Command } from 'commander';
import type { Session } from '../session.js';
import { addDiffCommand } from './labels/diff.js';
import { addExpandCommand } from './labels/expand.js';
import { addImpactCommand } from './labels/impact.js';
import { addImportCommand } from './labels/import.js';
import { addListCommand } from './labels/list.js';
import { addShowCommand } from './labels/show.js';
import { addStatusCommand } from './labels/status.js';
import { addSyncCommand } from './labels/sync.js';
import { addVouchCommands } from './labels/vouches.js';

/** Adds `hopsight labels`. */
export function addLabelsCommand(program: Command, session: Session): void {
  const labels = program
    .command('labels')
    .description('take in label sets, look addresses up in them, and compare their snapshots')
    .addHelpText(
      'after',
      `
Example:
  $ hopsight labels show 0x098B716B8Aaf21512996dC57EB0615e2383E2f96`,
    );
  addImportCommand(labels, session);
  addShowCommand(labels, session);
  addSyncCommand(labels, session);
  addStatusCommand(labels, session);
  addListCommand(labels, session);
  addDiffCommand(labels, session);
  addImpactCommand(labels, session);
  addExpandCommand(labels, session);
  addVouchCommands(labels, session);
}
