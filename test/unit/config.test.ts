import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  type Config,
  loadConfig,
  readApiKey,
  withAskableSources,
  withPolicy,
} from '../../src/config.js';
import { starterConfig } from '../../src/configProfiles.js';
import { ConfigError, InputError } from '../../src/core/errors.js';
import { DEFAULT_POLICY } from '../../src/core/policy.js';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hopsight-config-'));
  // The user's folders, so that no test reads the configuration of whoever runs it.
  vi.stubEnv('XDG_CONFIG_HOME', join(folder, 'user-config'));
  vi.stubEnv('XDG_DATA_HOME', join(folder, 'user-data'));
});

afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

function write(content: unknown, name = 'hopsight.json'): string {
  const file = join(folder, name);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
}

function load(content: unknown): Config {
  return loadConfig({ file: write(content), env: {}, profile: null }).config;
}

function problems(content: unknown): string {
  try {
    load(content);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  throw new Error('the configuration was accepted');
}

const example = {
  database: './hopsight.sqlite',
  labels: { builtIn: true },
  ownAccounts: ['0x1111111111111111111111111111111111111111'],
  chains: {
    ethereum: {
      sources: [
        {
          kind: 'explorer',
          url: 'https://api.etherscan.io/v2/api',
          apiKeyEnv: 'ETHERSCAN_API_KEY',
          requestsPerSecond: 3,
          requestsPerDay: 100_000,
        },
        { kind: 'rpc', url: 'http://127.0.0.1:8545' },
      ],
    },
    bitcoin: {
      sources: [{ kind: 'esplora', url: 'https://mempool.space/api', requestsPerSecond: 1 }],
    },
  },
  policy: {
    requiredDepth: 2,
    depth: 4,
    window: 8,
    lookbackDays: 3650,
    maxRequests: 300,
    deadline: '120s',
  },
};

describe('a configuration file', () => {
  it('says what is said in it', () => {
    const config = load(example);
    expect(config.ownAccounts).toEqual(example.ownAccounts);
    expect(config.chains.ethereum?.sources).toEqual(example.chains.ethereum.sources);
    expect(config.policy).toEqual(DEFAULT_POLICY);
    expect(config.timeZone).toBe('UTC');
  });

  it('leaves the rest at its defaults', () => {
    const config = load({ policy: { deadline: '2m' } });
    expect(config.policy).toEqual({ ...DEFAULT_POLICY, deadlineMs: 120_000 });
    expect(config.labels.builtIn).toBe(true);
    expect(Object.keys(config.chains)).toContain('bitcoin');
  });

  it('counts relative paths from its own folder', () => {
    const file = write(
      {
        database: 'data/own.sqlite',
        chains: {
          ethereum: {
            sources: [
              { kind: 'recorded', path: './recorded/ronin.jsonl' },
              { kind: 'explorer', url: 'https://a.example/api', apiKeyFile: 'secret.key' },
            ],
          },
        },
      },
      'deep/hopsight.json',
    );
    const { config } = loadConfig({ file, env: {}, profile: null });
    expect(config.database).toBe(join(folder, 'deep/data/own.sqlite'));
    expect(config.chains.ethereum?.sources).toMatchObject([
      { path: join(folder, 'deep/recorded/ronin.jsonl') },
      { apiKeyFile: join(folder, 'deep/secret.key') },
    ]);
  });

  it('takes fonts of documents by their files, and the day on which a month is summed up', () => {
    const file = join(folder, 'fonts/NotoSansSC.otf');
    const fonts = ['./fonts/NotoSansSC.otf', { file: '/cjk.ttc', member: 'CJKkr', weight: 'bold' }];
    expect(load({ documents: { paper: 'LETTER', fonts } }).documents).toEqual({
      paper: 'LETTER',
      fonts: [
        { file, weight: 'regular', member: null },
        { file: '/cjk.ttc', weight: 'bold', member: 'CJKkr' },
      ],
    });
    expect(load({}).documents).toEqual({ paper: 'A4', fonts: [] });
    expect(load({}).summary.schedule).toEqual({ day: 3, hour: 6 });
    expect(load({ summary: { schedule: 'never' } }).summary.schedule).toBeNull();
    expect(problems({ documents: { paper: 'A5', fonts: [' '] } })).toMatch(/A4.*|fonts\[0\]/);
    expect(problems({ summary: { schedule: { day: 31, hour: 6 } } })).toContain('from 1 to 28');
  });

  it('keeps the keys of approvals where it is told, else among the data of the user', () => {
    const placed = load({ approvals: { keyFolder: './keys' } }).approvals;
    expect(placed.keyFolder).toBe(join(folder, 'keys'));
    for (const config of [load({}), load({ approvals: {} })]) {
      expect(config.approvals.keyFolder).toBe(join(folder, 'user-data/hopsight/approval-keys'));
    }
    expect(problems({ approvals: { keyfolder: './keys' } })).toContain('"keyFolder"');
    expect(problems({ approvals: { keyFolder: ' ' } })).toContain('approvals.keyFolder');
  });

  it('keeps absolute paths', () => {
    expect(load({ database: '/var/lib/hopsight.sqlite' }).database).toBe(
      '/var/lib/hopsight.sqlite',
    );
  });

  it('may be what config init writes', () => {
    expect(load(starterConfig()).policy).toEqual(DEFAULT_POLICY);
  });
});

describe('a configuration file with problems', () => {
  it('names all of them at once, each with its place', () => {
    const message = problems({
      databse: 'x',
      timeZone: 'Mars/Olympus',
      labels: { builtIn: 'yes' },
      chains: {
        ethereum: { sources: [{ kind: 'exploder', url: 'https://a.example' }] },
      },
      policy: { depth: 0, deadline: '120' },
    });
    for (const part of [
      'unknown key "databse"; the nearest known one is "database"',
      'timeZone: must be the IANA name',
      'labels.builtIn: must be true or false',
      'chains.ethereum.sources[0].kind: unknown word "exploder"; the nearest known one is "explorer"',
      'policy.depth: must be a whole number from 1 to 20',
      'policy.deadline: must be a duration with its unit',
    ]) {
      expect(message).toContain(part);
    }
  });

  it('takes a currency that the European Central Bank quotes, and says which those are', () => {
    expect(load({}).currency).toBe('USD');
    for (const currency of ['USD', 'EUR', 'JPY', 'GBP']) {
      expect(load({ currency }).currency).toBe(currency);
    }
    for (const currency of ['RUB', 'BGN', 'XXX']) {
      expect(problems({ currency })).toMatch(/European Central Bank quotes: USD, EUR, AUD, .*ZAR/);
    }
    for (const currency of ['dollars', 'eur', '€']) {
      expect(problems({ currency })).toContain('must be the ISO 4217 code');
    }
  });

  it('says which of the own accounts is mistyped or a secret, and repeats none', () => {
    const seed = `${'abandon '.repeat(11)}about`;
    const message = problems({ ownAccounts: [example.ownAccounts[0], '0x123', seed] });
    expect(message).toContain('ownAccounts[1]: cannot be used. The text looks like an EVM address');
    expect(message).toContain('ownAccounts[2]: cannot be used. The text looks like a seed phrase');
    expect(message).not.toMatch(/ownAccounts\[0\]|0x123|abandon/);
  });

  it.each([
    ['an unknown chain', { bitcoins: { sources: [] } }, 'the nearest known one is "bitcoin"'],
    ['a chain that is not traced', { tron: { sources: [] } }, 'TRON cannot be traced'],
    [
      'a source of another kind of chain',
      { bitcoin: { sources: [{ kind: 'explorer', url: 'https://a.example' }] } },
      'chains.bitcoin.sources[0].kind: a source of kind "explorer" cannot read bitcoin',
    ],
    [
      'a key of another kind of source',
      { bitcoin: { sources: [{ kind: 'esplora', url: 'https://a.example', pageSize: 5 }] } },
      'chains.bitcoin.sources[0].pageSize: does not belong to a source of kind "esplora"',
    ],
    [
      'an API that no explorer has',
      { ethereum: { sources: [{ kind: 'explorer', api: 'blockscot', url: 'https://a.example' }] } },
      'unknown word "blockscot"; the nearest known one is "blockscout"',
    ],
    [
      'a Blockscout whose address is not that of its REST API',
      {
        ethereum: {
          sources: [{ kind: 'explorer', api: 'blockscout', url: 'https://a.example/api' }],
        },
      },
      'sources[0].url: must end in /api/v2',
    ],
    [
      'a page size for a Blockscout',
      {
        ethereum: {
          sources: [
            { kind: 'explorer', api: 'blockscout', url: 'https://a.example/api/v2', pageSize: 50 },
          ],
        },
      },
      'sources[0].pageSize: does not belong to a Blockscout',
    ],
    [
      'an API of a source that is no explorer',
      { bitcoin: { sources: [{ kind: 'esplora', api: 'blockscout', url: 'https://a.example' }] } },
      'sources[0].api: does not belong to a source of kind "esplora"',
    ],
    [
      'a source without its address',
      { bitcoin: { sources: [{ kind: 'esplora' }] } },
      'chains.bitcoin.sources[0].url: is missing',
    ],
    [
      'a recorded source without its file',
      { bitcoin: { sources: [{ kind: 'recorded' }] } },
      'chains.bitcoin.sources[0].path: is missing',
    ],
    [
      'two places for one key',
      {
        ethereum: {
          sources: [
            { kind: 'explorer', url: 'https://a.example', apiKeyEnv: 'A', apiKeyFile: 'b' },
          ],
        },
      },
      'apiKeyFile: stands beside apiKeyEnv',
    ],
    [
      'no rate at all',
      {
        bitcoin: { sources: [{ kind: 'esplora', url: 'https://a.example', requestsPerSecond: 0 }] },
      },
      'requestsPerSecond: must be a number above 0',
    ],
    [
      'half a request a day',
      {
        bitcoin: { sources: [{ kind: 'esplora', url: 'https://a.example', requestsPerDay: 0.5 }] },
      },
      'requestsPerDay: must be a whole number from 1 to 100000000',
    ],
    [
      'a block that no height has',
      { ethereum: { sources: [], checkpoint: { height: -1, hash: `0x${'a'.repeat(64)}` } } },
      'chains.ethereum.checkpoint.height: must be the height of a block',
    ],
    [
      'a hash without what EVM chains put before it',
      { ethereum: { sources: [], checkpoint: { height: 0, hash: 'a'.repeat(64) } } },
      'chains.ethereum.checkpoint.hash: must be 0x and 64 hex digits',
    ],
    [
      'a hash of another kind of chain',
      { bitcoin: { sources: [], checkpoint: { height: 0, hash: `0x${'a'.repeat(64)}` } } },
      'chains.bitcoin.checkpoint.hash: must be 64 hex digits, without 0x',
    ],
    [
      'a limit of a file',
      { bitcoin: { sources: [{ kind: 'recorded', path: 'a.jsonl', requestsPerDay: 5 }] } },
      'requestsPerDay: does not belong to a source of kind "recorded"',
    ],
  ])('tells of %s', (_what, chains, complaint) => {
    expect(problems({ chains })).toContain(complaint);
  });

  it('refuses to require more than is followed', () => {
    expect(problems({ policy: { requiredDepth: 5 } })).toContain(
      'policy.depth: must be at least requiredDepth (5)',
    );
  });

  it('never repeats an address of a source, since keys travel in it', () => {
    const message = problems({
      chains: { bitcoin: { sources: [{ kind: 'esplora', url: 'ftp://key-SECRET@a.example' }] } },
    });
    expect(message).toContain('url: must be an http or https address');
    expect(message).not.toContain('SECRET');
    expect(problems('{ "url": "https://SECRET.example" oops }')).not.toContain('SECRET');
  });

  it('says so when there is no such file', () => {
    expect(() => loadConfig({ file: join(folder, 'none.json'), env: {}, profile: null })).toThrow(
      /cannot be read.*config init/,
    );
  });
});

describe('the place of the configuration', () => {
  it('is the file named, before the environment, before the folder of the user', () => {
    const named = write({ timeZone: 'Asia/Tokyo' }, 'named.json');
    const fromEnv = write({ timeZone: 'Europe/Paris' }, 'env.json');
    write({ timeZone: 'America/Lima' }, 'user-config/hopsight/hopsight.json');
    const env = { HOPSIGHT_CONFIG: fromEnv };
    const zone = (options: Parameters<typeof loadConfig>[0]) => loadConfig(options).config.timeZone;
    expect(zone({ file: named, env, profile: null })).toBe('Asia/Tokyo');
    expect(zone({ file: null, env, profile: null })).toBe('Europe/Paris');
    expect(zone({ file: null, env: {}, profile: null })).toBe('America/Lima');
  });

  it('is the working folder before the folder of the user', () => {
    write({ timeZone: 'America/Lima' }, 'user-config/hopsight/hopsight.json');
    write({ timeZone: 'Africa/Cairo', database: 'here.sqlite' });
    const before = process.cwd();
    process.chdir(folder);
    try {
      const { config } = loadConfig({ file: null, env: {}, profile: null });
      expect(config.timeZone).toBe('Africa/Cairo');
      expect(resolve(config.database)).toBe(resolve('here.sqlite'));
    } finally {
      process.chdir(before);
    }
  });

  it('is nowhere: then the database lies in the data folder of the user', () => {
    const { config } = loadConfig({ file: null, env: {}, profile: null });
    expect(config.file).toBeNull();
    expect(config.database).toBe(join(folder, 'user-data/hopsight/hopsight.sqlite'));
  });
});

describe('profiles', () => {
  it('public is what is asked where nothing is said', () => {
    const said = loadConfig({ file: null, env: {}, profile: null });
    expect(said).toEqual(loadConfig({ file: null, env: {}, profile: 'public' }));
    expect(Object.keys(said.config.chains)).toContain('ethereum');
  });

  it('recorded reads the files of the package and asks nobody', () => {
    const { config } = loadConfig({ file: null, env: {}, profile: 'recorded' });
    const sources = Object.values(config.chains).flatMap((chain) => chain.sources);
    expect(Object.keys(config.chains)).toEqual(['ethereum', 'bitcoin']);
    expect(new Set(sources.map((source) => source.kind))).toEqual(new Set(['recorded']));
  });

  it('replace the chains of a file and nothing else', () => {
    const { config } = loadConfig({ file: write(example), env: {}, profile: 'recorded' });
    expect(config.database).toBe(join(folder, 'hopsight.sqlite'));
    expect(config.chains.bitcoin?.sources).toMatchObject([{ kind: 'recorded' }]);
  });
});

describe('prices', () => {
  const DEFAULT = {
    source: 'defillama',
    url: 'https://coins.llama.fi',
    requestsPerSecond: 5,
  };

  it('come from DefiLlama unless something else is said, and a note names who learns what', () => {
    const { config, notes } = loadConfig({ file: null, env: {}, profile: 'public' });
    expect(config.prices).toEqual(DEFAULT);
    expect(notes.join('\n')).toMatch(/prices: coins\.llama\.fi .* no address/);
    expect(load(example).prices).toEqual(DEFAULT);
    expect(load(starterConfig()).prices).toEqual(DEFAULT);
    const file = write({ ...example, prices: { source: 'defillama' } });
    const chosen = loadConfig({ file, env: { ETHERSCAN_API_KEY: 'k' }, profile: null });
    expect(chosen).toMatchObject({ config: { prices: DEFAULT }, notes: [] });
  });

  it('come from nobody where only recordings are read, or where that is said', () => {
    const none = { source: 'none' };
    const recorded = { ethereum: { sources: [{ kind: 'recorded', path: './a.jsonl' }] } };
    expect(load({ ...example, prices: none }).prices).toEqual(none);
    expect(load({ chains: recorded }).prices).toEqual(none);
    expect(load({ chains: recorded, prices: { source: 'defillama' } }).prices).toEqual(DEFAULT);
    const file = write({ ...example, prices: { source: 'defillama' } });
    const { config, notes } = loadConfig({ file, env: {}, profile: 'recorded' });
    expect(config.prices).toEqual(none);
    expect(notes.join()).not.toContain('prices');
  });

  it('may come from another server, at another rate', () => {
    const own = {
      source: 'defillama',
      url: 'http://127.0.0.1:8080/prices/',
      requestsPerSecond: 0.5,
    };
    expect(load({ prices: own }).prices).toEqual({ ...own, url: 'http://127.0.0.1:8080/prices' });
  });

  it('that make no sense are named', () => {
    expect(problems({ prices: { source: 'defilama' } })).toContain('"defillama"');
    expect(problems({ prices: {} })).toContain('prices.source');
    expect(problems({ prices: { source: 'defillama', url: 'ftp://a' } })).toContain('prices.url');
    expect(problems({ prices: { source: 'defillama', requestsPerSecond: 0 } })).toContain(
      'prices.requestsPerSecond',
    );
    const told = problems({ prices: { source: 'none', url: 'https://a', requestsPerSecond: 1 } });
    expect(told).toContain('prices.url');
    expect(told).toContain('prices.requestsPerSecond');
    expect(problems({ prices: { source: 'none', key: 'SECRET' } })).not.toContain('SECRET');
  });
});

describe('rates of currencies', () => {
  const ECB = {
    source: 'ecb',
    url: 'https://data-api.ecb.europa.eu/service',
    requestsPerSecond: 1,
  };
  const none = { source: 'none' };
  const recorded = { ethereum: { sources: [{ kind: 'recorded', path: './a.jsonl' }] } };

  it('come from the European Central Bank; who learns what is said where they are needed', () => {
    const notesOf = (parts: object) =>
      loadConfig({ file: write({ ...example, ...parts }), env: {}, profile: null }).notes.join();
    expect(load(example).rates).toEqual(ECB);
    expect(notesOf({ currency: 'EUR' })).toMatch(/rates: data-api\.ecb\.europa\.eu .* nothing of/);
    expect(notesOf({})).not.toContain('rates');
    expect(notesOf({ currency: 'EUR', rates: none })).not.toContain('rates:');
  });

  it('come from nobody where only recordings are read, or where that is said', () => {
    expect(load({ chains: recorded }).rates).toEqual(none);
    expect(load({ ...example, rates: none }).rates).toEqual(none);
    const file = write({ ...example, currency: 'EUR', rates: { source: 'ecb' } });
    const { config } = loadConfig({ file, env: {}, profile: 'recorded' });
    expect(config.rates).toEqual(none);
  });

  it('may come from another server, at another rate', () => {
    const own = { source: 'ecb', url: 'http://127.0.0.1:8080/ecb/', requestsPerSecond: 0.5 };
    expect(load({ rates: own }).rates).toEqual({ ...own, url: 'http://127.0.0.1:8080/ecb' });
    expect(load({ rates: { source: 'ecb' } }).rates).toEqual(ECB);
  });

  it('that make no sense are named', () => {
    expect(problems({ rates: { source: 'ebc' } })).toContain('"ecb"');
    expect(problems({ rates: { source: 'ecb', url: 'ftp://a' } })).toContain('rates.url');
    expect(problems({ rates: { source: 'ecb', requestsPerSecond: 0 } })).toContain(
      'rates.requestsPerSecond',
    );
    const told = problems({ rates: { source: 'none', url: 'https://a', requestsPerSecond: 1 } });
    expect(told).toContain('rates.url');
    expect(told).toContain('rates.requestsPerSecond');
  });
});

describe('the key of a source', () => {
  it('comes from the environment, or is null when it is not set', () => {
    expect(readApiKey({ apiKeyEnv: 'KEY' }, { KEY: ' abc ' })).toBe('abc');
    expect(readApiKey({ apiKeyEnv: 'KEY' }, {})).toBeNull();
    expect(readApiKey({ apiKeyEnv: 'KEY' }, { KEY: '' })).toBeNull();
    expect(readApiKey({}, { KEY: 'abc' })).toBeNull();
  });

  it('is missed in a note that names its variable', () => {
    const file = write(example);
    expect(loadConfig({ file, env: {}, profile: null }).notes.join()).toContain(
      'ETHERSCAN_API_KEY is not set',
    );
    const env = { ETHERSCAN_API_KEY: 'abc' };
    const { notes: left } = loadConfig({ file, env, profile: null });
    expect(left.filter((note) => !note.startsWith('prices:'))).toEqual([]);
  });

  it('comes from a file, and an unreadable or empty one is an error', () => {
    expect(readApiKey({ apiKeyFile: write('abc\n', 'key') }, {})).toBe('abc');
    expect(() => readApiKey({ apiKeyFile: write(' \n', 'empty') }, {})).toThrow(/is empty/);
    expect(() => readApiKey({ apiKeyFile: join(folder, 'none') }, {})).toThrow(ConfigError);
  });
});

describe('sources that this version cannot ask', () => {
  const electrum = { kind: 'electrum', url: 'ssl://a.example:50002' };
  const esplora = { kind: 'esplora', url: 'https://mempool.space/api' };

  it('are left out with a note beside others', () => {
    const { config, notes } = withAskableSources(
      load({ chains: { bitcoin: { sources: [electrum, esplora] } } }),
    );
    expect(config.chains.bitcoin?.sources).toMatchObject([{ kind: 'esplora' }]);
    expect(notes.join()).toMatch(/bitcoin: sources of kind "electrum" are not supported/);
  });

  it('are an error where a chain has no other', () => {
    const config = load({ chains: { bitcoin: { sources: [electrum] } } });
    expect(() => withAskableSources(config)).toThrow(/bitcoin has only sources of kind electrum/);
  });
});

describe('a node', () => {
  const node = { kind: 'rpc', url: 'http://127.0.0.1:8545' };

  it('is kept beside a source of histories', () => {
    const { config, notes } = withAskableSources(load(example));
    expect(config.chains.ethereum?.sources).toMatchObject([{ kind: 'explorer' }, { kind: 'rpc' }]);
    expect(notes).toEqual([]);
  });

  it('does not make a chain seen by itself, since it lists no history', () => {
    const config = load({ chains: { ethereum: { sources: [node] } } });
    expect(() => withAskableSources(config)).toThrow(
      /ethereum has only sources of kind rpc.*add a source of kind explorer/,
    );
  });

  it('is no second source to compare histories with', () => {
    const explorer = { kind: 'explorer', url: 'https://a.example/api' };
    const chains = { ethereum: { sources: [explorer, node], crossCheck: true } };
    expect(() => load({ chains })).toThrow(/crossCheck/);
  });
});

describe('the policy on the command line', () => {
  const none = { depth: null, maxRequests: null, deadline: null };

  it('replaces what it names', () => {
    const { policy } = withPolicy(load({}), { depth: 3, maxRequests: 10, deadline: '1.5m' });
    expect(policy).toEqual({ ...DEFAULT_POLICY, depth: 3, maxRequests: 10, deadlineMs: 90_000 });
    expect(withPolicy(load({}), none).policy).toEqual(DEFAULT_POLICY);
  });

  it('cannot look at less than what is required', () => {
    expect(() => withPolicy(load({}), { ...none, depth: 1 })).toThrow(InputError);
  });

  it.each(['120', '0s', '-5s', 'soon', '2d', '25h'])('takes no deadline of %s', (deadline) => {
    expect(() => withPolicy(load({}), { ...none, deadline })).toThrow(InputError);
  });
});
