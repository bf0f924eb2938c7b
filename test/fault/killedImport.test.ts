import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { buildCommand } from '../support/builtCommand.js';
import { openTestApp } from '../support/openTestApp.js';
import { ANN } from '../support/paymentWorld.js';

const ROWS = 15_000;
/** More than opening the database writes. */
const WRITTEN_BYTES = 200_000;
const WALLET = '0x52908400098527886E0F7030069857D2E4169EE7';
const command = buildCommand();
afterAll(() => command.remove());

const FILE = [
  'Date,Payee,Wallet,Chain,Asset,Amount,Invoice',
  ...Array.from(
    { length: ROWS },
    (_, at) => `2026-10-05,,${WALLET},ethereum,USDC,${at + 1},INV-${at}`,
  ),
].join('\n');

/** Waits until a process has begun to write the database, or ended. */
async function begunToWrite(wal: string, hasEnded: () => boolean): Promise<void> {
  const size = () => statSync(wal, { throwIfNoEntry: false })?.size ?? 0;
  const before = size();
  while (!hasEnded() && size() - before < WRITTEN_BYTES) {
    await new Promise((resolve) => setImmediate(resolve));
  }
}

describe('an import that is killed', () => {
  it('while it writes took all of the file or nothing, and is made good by another', async () => {
    const world = openTestApp({ chains: {}, labels: { builtIn: false } });
    try {
      const file = world.write('paid.csv', FILE);
      const config = join(world.folder, 'hopsight.json');
      const run = spawn(process.execPath, [
        ...[command.main, 'payments', 'import', file, '--config', config],
      ]);
      const over = once(run, 'exit');
      await begunToWrite(join(world.folder, 'test.sqlite-wal'), () => run.exitCode !== null);
      run.kill('SIGKILL');
      await over;
      const { paid } = world.app;
      const kept = paid.list({ fromDay: '2026-10-01', toDay: '2026-10-31' }).length;
      expect([0, ROWS]).toContain(kept);
      const again = paid.importFile({ name: 'paid.csv', bytes: Buffer.from(FILE) }, ANN);
      expect(again).toMatchObject({ added: ROWS - kept, known: kept, problems: [] });
    } finally {
      world.close();
    }
  });
});
