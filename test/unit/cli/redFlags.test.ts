import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { LOCAL_ACTOR } from '../../../src/app/access/localActor.js';
import { type AppOptions, openApp } from '../../../src/app.js';
import { runCommandLine } from '../../../src/cli/program.js';
import { openTestTerminal } from './testTerminal.js';

const folders: string[] = [];

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** Command lines over a database that has one payee. */
function openCommandLine() {
  const folder = mkdtempSync(join(tmpdir(), 'hopsight-red-flags-'));
  folders.push(folder);
  const config = join(folder, 'hopsight.json');
  const settings = {
    database: './test.sqlite',
    labels: { builtIn: false },
    prices: { source: 'none' },
  };
  writeFileSync(config, JSON.stringify(settings));
  const openWithPayee = async (options: AppOptions) => {
    const app = openApp(options);
    if (app.payees.find('S-17') === null) {
      app.payees.add({ reference: 'S-17', name: 'Kim Example', told: '' }, LOCAL_ACTOR);
    }
    return app;
  };
  return async (...args: readonly string[]) => {
    const { terminal, out, err } = openTestTerminal();
    const code = await runCommandLine([...args, '--config', config], {
      terminal,
      openApp: openWithPayee,
    });
    return { code, out: out(), err: err() };
  };
}

describe('hopsight red-flags', () => {
  it('lists every sign with its source, after what is to be said before', async () => {
    const run = openCommandLine();
    const { code, out } = await run('red-flags', 'list');
    expect(code).toBe(0);
    expect(out).toMatch(/^None of these is a finding\./);
    expect(out).toContain('  avoids-camera: They would not or could not appear on camera');
    expect(out).toContain('2023-10-18: https://www.ic3.gov/PSA/2023/PSA231018');
    const json = JSON.parse((await run('red-flags', 'list', '--json')).out);
    expect(Object.keys(json)).toEqual(['caution', 'flags']);
  });

  it('answers one about a payee, and shows all that was answered, the newest first', async () => {
    const run = openCommandLine();
    expect((await run('red-flags', 'show', 'S-17')).out).toContain('Nothing was answered yet.');
    const note = 'two calls in May';
    const answered = await run(
      ...['red-flags', 'answer', 's-17', 'avoids-camera', 'seen', '--note', note],
    );
    expect(answered).toMatchObject({ code: 0, err: '' });
    expect(answered.out).toBe('avoids-camera: seen, 2026-11-22T10:00:00Z\n');
    await run('red-flags', 'answer', 'S-17', 'avoids-camera', 'not-applicable');
    const { out } = await run('red-flags', 'show', 'S-17');
    expect(out.split('\n').slice(-3)).toEqual([
      '  not-applicable, 2026-11-22T10:00:00Z, by local',
      '  before: seen, 2026-11-22T10:00:00Z, by local: two calls in May',
      '',
    ]);
    const json = JSON.parse((await run('red-flags', 'show', 'S-17', '--json')).out);
    expect(json.flags).toMatchObject([
      { id: 'avoids-camera', answers: [{ answer: 'not-applicable' }, { answer: 'seen', note }] },
    ]);
  });

  it('refuses a payee, a sign and an answer that there is not', async () => {
    const run = openCommandLine();
    for (const [words, sentence] of [
      [['S-18', 'avoids-camera', 'seen'], 'No payee has this reference or id'],
      [['S-17', 'avoids-calls', 'seen'], 'No red flag has this id'],
      [['S-17', 'avoids-camera', 'yes'], 'An answer is one of seen, not-seen, not-applicable.'],
    ] as const) {
      const { code, err } = await run('red-flags', 'answer', ...words);
      expect([code, err.includes(sentence)], words.join(' ')).toEqual([64, true]);
    }
  });
});
