import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { runCommandLine } from '../../src/cli/program.js';
import { permissionsOf, ROLES } from '../../src/core/role.js';
import { SIGNAL_KINDS } from '../../src/core/signal.js';
import { MOST_REFUSALS } from '../../src/desk/access/lockOut.js';
import { LEAST_PASSWORD_LENGTH } from '../../src/desk/access/passwordRule.js';
import { SESSION_LIFE } from '../../src/desk/access/sessionLife.js';
import { readRules } from '../../src/packageFiles.js';
import { paintNothing } from '../../src/report/lines.js';
import { formatScreeningText } from '../../src/report/text.js';
import { openTestApp } from '../support/openTestApp.js';
import { openTestTerminal } from '../unit/cli/testTerminal.js';
import { ROOT } from './sourceFiles.js';

const PAGES = [
  'README.md',
  'rules/README.md',
  'rules/figures.md',
  'db/README.md',
  'db/labels/README.md',
];

const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');

describe('the README', () => {
  it('names the commands by which the project is tested, and CI runs the same', () => {
    for (const command of ['npm ci', 'npm run check', 'npm test']) {
      expect(read('README.md')).toContain(command);
      expect(read('.ci/run')).toMatch(new RegExp(`^${command}\\b`, 'm'));
    }
  });

  it('names no script that does not exist', () => {
    const manifest = z.object({ scripts: z.record(z.string(), z.string()) });
    const { scripts } = manifest.parse(JSON.parse(read('package.json')));
    const named = [...read('README.md').matchAll(/npm run ([\w:-]+)/g)].map(([, name]) => name);
    expect(named.filter((name) => name === undefined || !(name in scripts))).toEqual([]);
  });

  it('shows what the command beneath it prints', async () => {
    const [, sample = ''] = read('README.md').match(/```text\n([\s\S]*?)```/) ?? [];
    const { screen, close } = openTestApp({}, { profile: 'recorded' });
    const wallet = '0x1bf53ce80ff2ed5711b8a2db8f7ea5b38da118d6';
    const document = await screen(wallet, { asOf: '2022-04-20' });
    close();
    const layout = { zone: 'UTC', paint: paintNothing, width: 100 };
    const printed = formatScreeningText(document, layout).split('\n');
    const shown = sample.split('\n').filter((line) => line !== '…');
    expect(shown.filter((line) => !printed.includes(line))).toEqual([]);
  });
});

describe('what the README says of people and tokens', () => {
  const [, section = ''] =
    read('README.md').match(/## People, tokens and the audit log\n([\s\S]*?)\n## /) ?? [];

  it('is what each role may do', () => {
    for (const role of ROLES) {
      const may = permissionsOf(role).map((one) => `\`${one}\``);
      expect(section).toContain(`| \`${role}\` | ${may.join(', ')} |`);
    }
  });

  it('is the rule for passwords and sessions', () => {
    expect(MOST_REFUSALS).toBe(5);
    expect(section).toContain(`have ${LEAST_PASSWORD_LENGTH} characters or more`);
    expect(section).toContain(`end after ${SESSION_LIFE.idleSeconds / 3600} hours without`);
    expect(section).toContain(`after ${SESSION_LIFE.mostSeconds / 3600} in any case`);
  });

  it('is what the commands take', async () => {
    const lines = [...section.matchAll(/^npx hopsight (.*?)(?: {2,}#.*)?$/gm)];
    const commands = lines.map(([, words = '']) => words.match(/"[^"]*"|\S+/g) ?? []);
    expect(commands.length).toBeGreaterThan(3);
    const { terminal } = openTestTerminal({ env: { HOPSIGHT_CONFIG: 'package.json' } });
    for (const words of commands) {
      const args = words.map((word) => word.replaceAll('"', ''));
      // The file is no configuration, which is said only of a command line that was understood.
      const openApp = async () => Promise.reject(new Error('nothing is opened'));
      expect(await runCommandLine(args, { terminal, openApp }), args.join(' ')).toBe(78);
    }
  });
});

describe('the page about the rules', () => {
  it('has every signal, with what the default rules make of it', () => {
    const rows = new Map(
      [...read('rules/README.md').matchAll(/^\| (`[^|]*) \| .* \| ([^|]*) \|$/gm)].flatMap(
        ([, kinds = '', made = '']) =>
          [...kinds.matchAll(/`([\w-]+)`/g)].map(([, kind = '']) => [kind, made] as const),
      ),
    );
    const { rules } = readRules(null);
    for (const kind of SIGNAL_KINDS) {
      const named = rules.filter(({ id }) => id === kind || id.startsWith(`${kind}-`));
      const made = rows.get(kind) ?? 'not on the page';
      if (named.length === 0) expect(made, kind).toBe('info without a rule');
      for (const { severity } of named) expect(made, kind).toContain(severity);
    }
  });
});

describe('the pages for readers', () => {
  it('link to files that exist', () => {
    for (const page of PAGES) {
      const links = [...read(page).matchAll(/\]\((?!https?:)([^)#]+)[^)]*\)/g)].map(
        ([, link = '']) => link,
      );
      const missing = links.filter((link) => !existsSync(join(ROOT, dirname(page), link)));
      expect(missing, page).toEqual([]);
    }
  });

  it('name no command that does not exist', async () => {
    const terminal = openTestTerminal();
    const openApp = async () => Promise.reject(new Error('help opens nothing'));
    await runCommandLine(['--help'], { terminal: terminal.terminal, openApp });
    const commands = [...terminal.out().matchAll(/^ {2}([\w-]+) /gm)].map(([, name]) => name);
    for (const page of PAGES) {
      const shown = read(page)
        .split(/```|`/)
        .filter((_, at) => at % 2 === 1);
      const used = shown.flatMap((code) =>
        [...code.matchAll(/(?:^|\s)hopsight ([a-z-]+) /g)].map(([, name]) => name),
      );
      expect(
        used.filter((name) => !commands.includes(name)),
        page,
      ).toEqual([]);
    }
  });
});
