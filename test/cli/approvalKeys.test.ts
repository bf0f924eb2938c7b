import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { type BuiltCommand, buildCommand } from '../support/builtCommand.js';
import { runCommand } from '../support/runCommand.js';

const folder = mkdtempSync(join(tmpdir(), 'hopsight-keys-'));
let built: BuiltCommand;

beforeAll(() => {
  built = buildCommand();
});
afterAll(() => {
  built.remove();
  rmSync(folder, { recursive: true, force: true });
});

const CHILD = fileURLToPath(new URL('../support/keyChild.mjs', import.meta.url));
const PROCESSES = 4;
const answer = z.object({ keyId: z.string(), isNew: z.boolean() });

it('processes that start at once end with one key, which one of them made', async () => {
  const dist = dirname(dirname(built.main));
  for (let round = 0; round < 3; round += 1) {
    const keys = join(folder, `round-${round}`);
    const gate = join(folder, `gate-${round}`);
    const running = Array.from({ length: PROCESSES }, () =>
      runCommand(process.execPath, [CHILD, dist, keys, gate], { cwd: folder }),
    );
    const waiting = () => readdirSync(folder).filter((name) => name.startsWith(`gate-${round}.`));
    await vi.waitUntil(() => waiting().length === PROCESSES, { timeout: 40_000 });
    writeFileSync(gate, '');
    const ended = await Promise.all(running);
    expect(ended.map(({ code, stderr }) => [code, stderr])).toEqual(ended.map(() => [0, '']));
    const told = ended.map(({ stdout }) => answer.parse(JSON.parse(stdout)));
    const [{ keyId = '' } = {}] = told;
    expect(told.map((one) => one.keyId)).toEqual(told.map(() => keyId));
    expect(told.filter(({ isNew }) => isNew)).toHaveLength(1);
    expect(readdirSync(keys).sort()).toEqual([`${keyId}.json`, 'approval.key'].sort());
  }
});
