import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type App, type AppOptions, openApp } from '../../../src/app.js';
import { runCommandLine } from '../../../src/cli/program.js';
import { Bug, InputError } from '../../../src/core/errors.js';
import type { Decision } from '../../../src/core/verdict.js';
import { sampleDocument, sampleVerdict } from '../report/sampleDocument.js';
import { openTestTerminal, type TestTerminal } from './testTerminal.js';

const RONIN = '0x098B716B8Aaf21512996dC57EB0615e2383E2f96';

let folder: string;
let config: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'hopsight-cli-'));
  config = join(folder, 'hopsight.json');
  const recorded = (file: string) => ({
    kind: 'recorded',
    path: fileURLToPath(new URL(`../../../db/recorded/${file}`, import.meta.url)),
  });
  writeFileSync(
    config,
    JSON.stringify({
      labels: { builtIn: false },
      chains: { ethereum: { sources: [recorded('ronin-2022.jsonl')] } },
    }),
  );
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Run extends TestTerminal {
  readonly code: number;
}

async function run(
  args: readonly string[],
  terminal: TestTerminal = openTestTerminal(),
  open: (options: AppOptions) => App = openApp,
): Promise<Run> {
  const code = await runCommandLine(args, {
    terminal: terminal.terminal,
    openApp: async (options) => open(options),
  });
  return { ...terminal, code };
}

/** An application that answers each text with a decision, an error, or when it is told to stop. */
function answering(answers: Readonly<Record<string, Decision | Error | 'when stopped'>>) {
  return (options: AppOptions): App => ({
    ...closedApp,
    config: options.config,
    screen: async ({ text, signal }) => {
      const answer = answers[text];
      if (answer instanceof Error) throw answer;
      if (answer === 'when stopped') {
        await new Promise((done) => signal.addEventListener('abort', done));
        return sampleDocument(sampleVerdict('incomplete'));
      }
      return sampleDocument(sampleVerdict(answer ?? 'incomplete'));
    },
  });
}

const notAsked = (): never => {
  throw new Bug('not asked here');
};

const closedApp: Omit<App, 'config' | 'screen'> = {
  importLabels: notAsked,
  syncLabels: notAsked,
  showLabels: notAsked,
  labelStatus: notAsked,
  listLabels: notAsked,
  diffLabels: notAsked,
  tellImpact: notAsked,
  rescreen: notAsked,
  tellStanding: notAsked,
  expandLabels: notAsked,
  tellExpansion: notAsked,
  verify: notAsked,
  cacheStatus: notAsked,
  hostTraffic: notAsked,
  pruneCache: notAsked,
  payTime: {
    resolveName: notAsked,
    readCode: notAsked,
    askFrozen: notAsked,
    verifyContractSignature: notAsked,
  },
  vouching: { vouch: notAsked, unvouch: notAsked, list: () => [] },
  access: {
    hasUsers: notAsked,
    createSetupLink: notAsked,
    tellLink: notAsked,
    setUp: notAsked,
    listUsers: notAsked,
    addUser: notAsked,
    changeRole: notAsked,
    disableUser: notAsked,
    enableUser: notAsked,
    resetPassword: notAsked,
    choosePassword: notAsked,
    signIn: notAsked,
    readSession: notAsked,
    signOut: notAsked,
    beginSecondFactor: notAsked,
    confirmSecondFactor: notAsked,
    removeSecondFactor: notAsked,
    listTokens: notAsked,
    issueToken: notAsked,
    revokeToken: notAsked,
    readToken: notAsked,
  },
  approvals: {
    sign: notAsked,
    signHead: notAsked,
    check: notAsked,
    listKeys: notAsked,
    rotateKey: notAsked,
  },
  paid: { importFile: notAsked, match: notAsked, list: notAsked, listCoverage: notAsked },
  roster: {
    refresh: notAsked,
    list: notAsked,
    listOf: notAsked,
    read: notAsked,
    coverage: notAsked,
    answer: notAsked,
  },
  payees: {
    add: notAsked,
    edit: notAsked,
    deactivate: notAsked,
    reactivate: notAsked,
    remove: notAsked,
    merge: notAsked,
    undo: notAsked,
    read: notAsked,
    find: notAsked,
    search: notAsked,
    listChanges: notAsked,
    registerWallet: notAsked,
    editWallet: notAsked,
    confirmWallet: notAsked,
    whyNotConfirmable: notAsked,
    endWallet: notAsked,
    readWallet: notAsked,
    listWalletsInUse: notAsked,
    askProof: notAsked,
    readProofRequest: notAsked,
    recordProof: notAsked,
    exportAll: notAsked,
  },
  redFlags: {
    listCautions: notAsked,
    listFlags: notAsked,
    listAnswers: notAsked,
    listHistory: notAsked,
    countAnswers: notAsked,
    answer: notAsked,
  },
  audit: {
    append: notAsked,
    list: notAsked,
    has: notAsked,
    readHead: notAsked,
    readHashAt: notAsked,
    findProblem: notAsked,
  },
  signAuditHead: notAsked,
  signOffs: { sign: notAsked, list: notAsked, listSigned: notAsked, readModel: notAsked },
  months: { read: notAsked, makeFile: notAsked, sign: notAsked, keep: notAsked },
  keptMonths: { list: notAsked, read: notAsked },
  monthStillness: { revision: notAsked, isStill: notAsked },
  monthlySummaries: { summarise: notAsked },
  openPayments: notAsked,
  openPaymentsHere: notAsked,
  openPayrolls: notAsked,
  listScreenings: () => [],
  close: () => undefined,
};

describe('help', () => {
  it.each([
    [['--help']],
    [['screen', '--help']],
    [['labels', '--help']],
    [['labels', 'vouch', '--help']],
    [['labels', 'unvouch', '--help']],
    [['labels', 'vouches', '--help']],
    [['labels', 'import', '--help']],
    [['labels', 'show', '--help']],
    [['labels', 'status', '--help']],
    [['labels', 'list', '--help']],
    [['labels', 'diff', '--help']],
    [['config', '--help']],
    [['config', 'check', '--help']],
    [['config', 'init', '--help']],
    [['summary', '--help']],
    [['verify', '--help']],
    [['users', '--help']],
    [['users', 'add', '--help']],
    [['users', 'list', '--help']],
    [['users', 'role', '--help']],
    [['users', 'disable', '--help']],
    [['users', 'enable', '--help']],
    [['users', 'reset', '--help']],
    [['tokens', '--help']],
    [['tokens', 'add', '--help']],
    [['tokens', 'list', '--help']],
    [['tokens', 'revoke', '--help']],
    [['audit', '--help']],
    [['audit', 'list', '--help']],
    [['audit', 'verify', '--help']],
    [['payees', '--help']],
    [['payees', 'list', '--help']],
    [['payees', 'show', '--help']],
    [['payees', 'add', '--help']],
    [['payees', 'edit', '--help']],
    [['payees', 'deactivate', '--help']],
    [['payees', 'reactivate', '--help']],
    [['payees', 'delete', '--help']],
    [['payees', 'merge', '--help']],
    [['payees', 'history', '--help']],
    [['payees', 'undo', '--help']],
    [['payees', 'export', '--help']],
    [['payees', 'wallet', '--help']],
    [['payees', 'wallet', 'add', '--help']],
    [['payees', 'wallet', 'edit', '--help']],
    [['payees', 'wallet', 'confirm', '--help']],
    [['payees', 'wallet', 'end', '--help']],
    [['payees', 'proof', '--help']],
    [['payees', 'proof', 'ask', '--help']],
    [['payees', 'proof', 'record', '--help']],
    [['keys', '--help']],
    [['keys', 'list', '--help']],
    [['keys', 'export', '--help']],
    [['keys', 'rotate', '--help']],
  ])('of %s ends with an example', async (args) => {
    const { code, out } = await run(args);
    expect(code).toBe(0);
    expect(out().trimEnd().split('\n').at(-1)).toMatch(/^ {2}\$ hopsight /);
  });

  it('is offered where the command line is not understood', async () => {
    const { code, err } = await run(['scren', RONIN]);
    expect(code).toBe(64);
    expect(err()).toMatch(/^hopsight: unknown command 'scren'/);
    expect((await run(['screen'])).code).toBe(64);
    expect((await run(['--version'])).out()).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});

describe('screen', () => {
  it('answers from recorded data, with a report and the code of its decision', async () => {
    const { code, out, err } = await run(['screen', '--config', config, RONIN]);
    const decisions = { PROCEED: 0, REVIEW: 10, HOLD: 20, INCOMPLETE: 30 };
    const [word = ''] = out().split(':');
    expect(Object.entries(decisions)).toContainEqual([word, code]);
    expect(code).not.toBe(0);
    expect(out()).toContain('Next step (');
    expect(err()).toBe('');
  });

  it('prints one object for one address and an array for several', async () => {
    const one = await run(['screen', '--config', config, '--json', RONIN]);
    expect(JSON.parse(one.out())).toMatchObject({ schemaVersion: 1, input: RONIN });
    const two = await run(['screen', '--config', config, '--json', RONIN, RONIN]);
    expect(JSON.parse(two.out())).toMatchObject([{ input: RONIN }, { input: RONIN }]);
  });

  it('reads addresses from standard input, one a line', async () => {
    const terminal = openTestTerminal({ input: `\n ${RONIN} \r\n${RONIN}\n\n` });
    const { out } = await run(['screen', '--config', config, '--json', '-'], terminal);
    expect(JSON.parse(out())).toHaveLength(2);
    expect((await run(['screen', '-'])).code).toBe(64);
  });

  it('tells of an address that it cannot read, on stderr and with code 64', async () => {
    const text = await run(['screen', '--config', config, 'not-an-address']);
    expect([text.code, text.out()]).toEqual([64, '']);
    expect(text.err()).toMatch(/^hopsight: .+\n$/);
    const json = await run(['screen', '--config', config, '--json', 'not-an-address']);
    expect([json.code, json.out()]).toEqual([64, '']);
    expect(JSON.parse(json.err())).toMatchObject({ error: { code: 'input', position: 1 } });
  });

  it('screens the others when one of several cannot be read, which counts as incomplete', async () => {
    const answers = { a: 'review', b: new InputError('No address.'), c: 'proceed' } as const;
    const json = await run(['screen', '--json', 'a', 'b', 'c'], undefined, answering(answers));
    expect(json.code).toBe(30);
    expect(JSON.parse(json.out())).toMatchObject([
      { decision: 'review' },
      { error: { code: 'input', message: 'No address.', position: 2 } },
      { decision: 'proceed' },
    ]);
    const text = await run(['screen', 'a', 'b', 'c'], undefined, answering(answers));
    expect(text.err()).toBe('hopsight: address 2: No address.\n');
    expect(text.out()).toMatch(/^REVIEW:[\s\S]+\n\n\nPROCEED:/);
  });

  it('gives the worst code of several', async () => {
    const open = answering({ a: 'review', b: 'hold', c: 'incomplete' });
    expect((await run(['screen', 'a', 'b', 'c'], undefined, open)).code).toBe(20);
    expect((await run(['screen', 'a', 'c'], undefined, open)).code).toBe(30);
  });

  it('does not go on after a bug', async () => {
    const open = answering({ a: new Bug('A thing is broken.'), b: 'proceed' });
    const { code, err, out } = await run(['screen', 'a', 'b'], undefined, open);
    expect([code, out()]).toEqual([70, '']);
    expect(err()).toContain('A thing is broken. This is a bug. Please report it');
  });

  it('answers with what it has at the first Ctrl-C and ends at the second', async () => {
    const terminal = openTestTerminal();
    const running = run(['screen', 'a'], terminal, (options) => {
      const app = answering({ a: 'when stopped' })(options);
      return {
        ...app,
        screen: (request) => {
          const answer = app.screen(request);
          terminal.interrupt();
          return answer;
        },
      };
    });
    const { code, err, out } = await running;
    expect(code).toBe(30);
    expect(out()).toMatch(/^INCOMPLETE:/);
    expect(err()).toContain('Ctrl-C again ends at once');
    expect(terminal.quits).toEqual([]);

    const twice = openTestTerminal();
    await run(['screen', 'a'], twice, (options) => {
      const app = answering({ a: 'when stopped' })(options);
      return {
        ...app,
        screen: (request) => {
          const answer = app.screen(request);
          twice.interrupt();
          twice.interrupt();
          return answer;
        },
      };
    });
    expect(twice.quits).toEqual([130]);
  });

  it.each([
    [['--as-of', 'yesterday']],
    [['--depth', '0']],
    [['--depth', '1']],
    [['--max-requests', '1e3']],
    [['--deadline', '120']],
    [['--profile', 'private']],
    [['--chain', 'etherium']],
    [['--chain', 'tron']],
  ])('refuses %s', async (option) => {
    const { code, err } = await run(['screen', RONIN, ...option]);
    expect(code).toBe(64);
    expect(err()).toContain(`The option ${option[0]} `);
  });

  it('hands its options on', async () => {
    let asked: unknown;
    const open = (options: AppOptions): App => ({
      ...answering({})(options),
      screen: async ({ asOf, payeeReference, offline, onlyOn }) => {
        asked = {
          asOf,
          payeeReference,
          onlyOn,
          offline,
          rules: options.rulesFile,
          policy: options.config.policy,
        };
        return sampleDocument(sampleVerdict('proceed'));
      },
    });
    const options =
      '--as-of 2022-05-01 --payee P-17 --chain ethereum,base --offline --rules strict.json --depth 3 --max-requests 9 --deadline 5s';
    expect((await run(['screen', 'a', ...options.split(' ')], undefined, open)).code).toBe(0);
    expect(asked).toMatchObject({
      asOf: '2022-05-01',
      payeeReference: 'P-17',
      onlyOn: ['ethereum', 'base'],
      offline: true,
      rules: 'strict.json',
      policy: { depth: 3, maxRequests: 9, deadlineMs: 5_000 },
    });
  });

  it('uses colours on a terminal alone, and not with NO_COLOR', async () => {
    const open = answering({ a: 'hold' });
    const out = async (terminal: TestTerminal) =>
      (await run(['screen', 'a'], terminal, open)).out();
    expect(await out(openTestTerminal({ isTty: true }))).toContain('\u001b[');
    expect(await out(openTestTerminal())).not.toContain('\u001b[');
    expect(await out(openTestTerminal({ isTty: true, env: { NO_COLOR: '1' } }))).not.toContain(
      '\u001b[',
    );
  });

  it('shows a stack to those who ask for it alone', async () => {
    const open = answering({ a: new TypeError('oops') });
    const { err } = await run(['screen', 'a'], undefined, open);
    expect(err()).not.toMatch(/oops|\bat /);
    const debug = await run(
      ['screen', 'a'],
      openTestTerminal({ env: { HOPSIGHT_DEBUG: '1' } }),
      open,
    );
    expect(debug.err()).toMatch(/TypeError: oops\n +at /);
  });
});

describe('labels', () => {
  const header = 'chain,address,entity,category,actor,event,source,source_date,confidence';

  it('are taken in from a file and shown with their source', async () => {
    const file = join(folder, 'labels.csv');
    const address = '0x3333333333333333333333333333333333333333';
    writeFileSync(
      file,
      `${header}\nethereum,${address},Example Exchange,exchange,,,https://example.org/label,2024-01-02,vendor-label\n`,
    );
    const imported = await run(['labels', 'import', file, '--set', 'ours', '--config', config]);
    expect(imported.err()).toBe('');
    expect(imported.code).toBe(0);
    expect(imported.out()).toMatch(/^The set ours now has 1 label/);
    const shown = await run(['labels', 'show', address, '--config', config]);
    expect(shown.out()).toContain('Example Exchange (exchange)');
    expect(shown.out()).toContain('Source: https://example.org/label');
    const json = await run(['labels', 'show', address, '--json', '--config', config]);
    expect(JSON.parse(json.out())).toMatchObject({ claims: [{ entity: 'Example Exchange' }] });
  });

  it('that nobody gave are not told as innocence', async () => {
    const { code, out } = await run([
      'labels',
      'show',
      '0x4444444444444444444444444444444444444444',
      '--config',
      config,
    ]);
    expect(code).toBe(0);
    expect(out()).toMatch(/^No label set here names 0x4+; that says nothing about its history\./);
  });

  it('with a bad line are refused whole', async () => {
    const file = join(folder, 'bad.csv');
    writeFileSync(file, `${header}\nethereum,0x12,Nobody,nonsense,,,no link,,vendor-label\n`);
    const { code, err } = await run(['labels', 'import', file, '--set', 'bad', '--config', config]);
    expect(code).toBe(64);
    expect(err()).toMatch(/^hopsight: /);
  });
});

describe('config', () => {
  it('check prints the hosts that learn addresses, never a whole url', async () => {
    const file = join(folder, 'check.json');
    writeFileSync(
      file,
      JSON.stringify({
        chains: { bitcoin: { sources: [{ kind: 'esplora', url: 'https://a.example/SECRET' }] } },
        prices: { source: 'defillama', url: 'https://b.example/SECRET' },
        ...{ currency: 'EUR', rates: { source: 'ecb', url: 'https://c.example/SECRET' } },
      }),
    );
    const { code, out } = await run(['config', 'check', '--config', file]);
    expect(code).toBe(0);
    expect(out()).toContain('bitcoin: esplora a.example\n');
    expect(out()).toContain('Prices: defillama b.example (it learns names of coins and years');
    expect(out()).toContain('Sums of months: in EUR, by rates of ecb c.example (it learns which');
    expect(out()).not.toContain('SECRET');
  });

  it('check tells every problem and ends with 78', async () => {
    const file = join(folder, 'wrong.json');
    writeFileSync(file, '{"databse": "x", "labels": 3}');
    const { code, err } = await run(['config', 'check', '--config', file]);
    expect(code).toBe(78);
    expect(err()).toContain('"databse"');
    expect(err()).toContain('labels: must be an object');
  });

  it('init writes a file that can be used, and never replaces one', async () => {
    const file = join(folder, 'starter.json');
    expect((await run(['config', 'init', '--config', file])).code).toBe(0);
    const written = readFileSync(file, 'utf8');
    expect((await run(['config', 'check', '--config', file])).code).toBe(0);
    const again = await run(['config', 'init', '--config', file]);
    expect(again.code).toBe(78);
    expect(again.err()).toContain('exists and is not replaced');
    expect(readFileSync(file, 'utf8')).toBe(written);
  });
});

describe('verify', () => {
  const recordScreening = async () => {
    const { out } = await run(['screen', '--config', config, '--json', RONIN]);
    const document = JSON.parse(out());
    const file = join(folder, 'printed.json');
    writeFileSync(file, out());
    return { id: String(document.screeningId), file, document };
  };

  it('says in one sentence that a verdict comes out the same', async () => {
    const { id, file } = await recordScreening();
    for (const screening of [id, id.toLowerCase(), file]) {
      const { code, out, err } = await run(['verify', screening, '--config', config]);
      expect([code, err()]).toEqual([0, '']);
      expect(out()).toMatch(/^Verified: .*\n$/);
    }
    const { out } = await run(['verify', id, '--json', '--config', config]);
    expect(JSON.parse(out())).toMatchObject({
      ...{ screeningId: id, outcome: 'verified', differing: [] },
      sentence: expect.stringMatching(/^Verified: /),
    });
  });

  it('ends with 20 where something differs and with 30 where it cannot be built again', async () => {
    const { id, file, document } = await recordScreening();
    writeFileSync(file, JSON.stringify({ ...document, decision: 'proceed' }));
    const changed = await run(['verify', file, '--config', config]);
    expect([changed.code, changed.err()]).toEqual([20, '']);
    expect(changed.out()).toMatch(/^Not verified\. The file was changed/);
    const rules = fileURLToPath(new URL('../../../rules/strict.json', import.meta.url));
    const otherRules = await run(['verify', id, '--rules', rules, '--config', config]);
    expect(otherRules.code).toBe(30);
    expect(otherRules.out()).toContain('--rules');
  });

  it.each([['01JD9Q4Z3K8M5T7V2W6X0Y1A2B'], ['no-such-file.json'], ['.']])(
    'refuses %s, which is no screening',
    async (screening) => {
      const { code, err } = await run(['verify', screening, '--config', config]);
      expect(code).toBe(64);
      expect(err()).toMatch(/^hopsight: /);
    },
  );
});
