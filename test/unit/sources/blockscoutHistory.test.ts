import { describe, expect, it } from 'vitest';
import { addressOfAccount } from '../../../src/core/account.js';
import {
  CapabilityError,
  ConfigError,
  DecodeError,
  IntegrityError,
  RateLimitError,
} from '../../../src/core/errors.js';
import { createBlockscoutSource } from '../../../src/sources/ethereum/blockscoutHistory.js';
import {
  blockscoutRows,
  editing,
  firstItem,
  ALL_HEIGHTS as interval,
  on,
  readBlockscout,
  startBlockscout,
} from '../../support/blockscoutBench.js';
import {
  always,
  type Fault,
  type FaultScript,
  jsonBody,
  limited,
  webPage,
} from '../../support/faultServer.js';
import {
  chainNamed,
  createTestClient,
  everythingIn,
  evmAccount,
  failureOf,
  noDeadline,
  walk,
} from '../../support/sourceBench.js';

const KEY = 'proapi_K3YTHATMUSTNOTLEAK';

const NO_PAGE: Fault = {
  kind: 'answer',
  answer: { status: 404, contentType: 'text/html', body: '<html><body>Not found</body></html>' },
};

describe('the address of a Blockscout', () => {
  it.each([
    ['https://eth.example.org/api', 'must end in /api/v2'],
    ['https://api.blockscout.com/10/api/v2', 'https://api.blockscout.com/1/api/v2'],
    ['https://api.blockscout.com/api/v2', 'https://api.blockscout.com/1/api/v2'],
  ])('cannot be %s', (baseUrl, says) => {
    const make = () =>
      createBlockscoutSource({
        ...{ name: 'blockscout', chain: chainNamed('ethereum'), baseUrl },
        apiKey: null,
        http: createTestClient().http,
      });
    expect(make).toThrow(ConfigError);
    expect(make).toThrow(says);
  });
});

describe('what a Blockscout has not taken in', () => {
  it('makes its calls unseen, and nothing else', async () => {
    const indexing = { blocks: true, internals: '0.99' };
    const { source } = await startBlockscout({ facts: blockscoutRows(3, 'internal'), indexing });
    expect(await failureOf(readBlockscout(source, 'internal'))).toBeInstanceOf(CapabilityError);
    expect((await readBlockscout(source, 'token')).facts).toEqual([]);
    expect((await readBlockscout(source, 'native')).pages.at(-1)?.covered).toEqual(interval);
  });

  it.each(['1', '1.00', '1.0'])('is nothing at a ratio of %s', async (internals) => {
    const { source } = await startBlockscout({
      facts: blockscoutRows(3, 'internal'),
      indexing: { blocks: true, internals },
    });
    expect((await readBlockscout(source, 'internal')).facts).toHaveLength(3);
  });

  it('makes all unseen where blocks are missing', async () => {
    const { source } = await startBlockscout({ indexing: { blocks: false, internals: null } });
    for (const channel of ['native', 'internal', 'token', 'withdrawal'] as const) {
      expect(await failureOf(readBlockscout(source, channel))).toBeInstanceOf(CapabilityError);
    }
  });

  it('is asked about again under the next newest block', async () => {
    let isFinished = false;
    const script: FaultScript = ({ url }) =>
      !isFinished && url.pathname.endsWith('/indexing-status')
        ? {
            kind: 'edit',
            edit: (body) =>
              body.replace('"finished_indexing_blocks":true', '"finished_indexing_blocks":false'),
          }
        : null;
    const { source } = await startBlockscout({ script });
    expect(await failureOf(readBlockscout(source))).toBeInstanceOf(CapabilityError);
    isFinished = true;
    await source.fetchTip(noDeadline());
    expect((await readBlockscout(source)).facts).toHaveLength(5);
  });

  it('is at the top of its blocks left out of what it is read up to', async () => {
    const { server: plain } = await startBlockscout();
    expect(plain.requests).toEqual([]);
    const { source, server } = await startBlockscout({ tipHeight: 2_000, pendingHeights: [1_999] });
    expect((await source.fetchTip(noDeadline())).height).toBe(1_998);
    expect(server.tip.height).toBe(2_000);
  });

  it('is not told by blocks that are not newest first', async () => {
    const script = editing('/blocks', (body) => {
      const page = JSON.parse(body);
      return JSON.stringify({ ...page, items: page.items.toReversed() });
    });
    const { source } = await startBlockscout({ script });
    expect(await failureOf(source.fetchTip(noDeadline()))).toBeInstanceOf(IntegrityError);
  });

  it('leaves no newest block where all that are shown are to be read again', async () => {
    const pendingHeights = [2_000, 1_999, 1_998, 1_997];
    const { source } = await startBlockscout({ tipHeight: 2_000, pendingHeights });
    expect(await failureOf(source.fetchTip(noDeadline()))).toBeInstanceOf(CapabilityError);
  });

  it.each([
    { what: 'is to be read again', parts: { is_pending_update: true } },
    { what: 'is not known to have failed', parts: { status: null } },
  ])('is a transaction that $what', async ({ parts }) => {
    const { source } = await startBlockscout({
      script: editing('/transactions', firstItem(parts)),
    });
    expect(await failureOf(readBlockscout(source))).toBeInstanceOf(CapabilityError);
  });
});

describe('pages of a Blockscout', () => {
  it.each([11, 12] as const)('are asked for with the own filter in version %s', async (version) => {
    const { source, server } = await startBlockscout({
      facts: blockscoutRows(120, 'token'),
      version,
    });
    expect((await readBlockscout(source, 'token')).facts).toHaveLength(120);
    const asked = server.requests.filter((path) => path.includes('token-transfers'));
    expect(asked).toHaveLength(3);
    for (const path of asked) {
      const query = new URL(path, server.url).searchParams;
      expect(query.get('type')).toBe('ERC-20');
      expect([...query.values()]).not.toContain('null');
    }
  });

  it('end below the heights asked for', async () => {
    const { source, server } = await startBlockscout({ facts: blockscoutRows(300) });
    const heights = server.placed.map(({ height }) => height);
    const newest = Math.max(...heights);
    const { facts, pages } = await walk(source, {
      account: evmAccount(1),
      channel: 'native',
      interval: { from: newest - 1, to: newest + 50 },
    });
    expect(facts).toHaveLength(6);
    expect(pages).toHaveLength(1);
  });

  it.each(['native', 'internal', 'token'] as const)(
    'begin below what is known of %s rows, once the newest block was named',
    async (channel) => {
      const { source, server } = await startBlockscout({ facts: blockscoutRows(300, channel) });
      await source.fetchTip(noDeadline());
      const lowest = Math.min(...server.placed.map(({ height }) => height));
      const { facts, pages } = await walk(source, {
        account: evmAccount(1),
        channel,
        interval: { from: 0, to: lowest + 2 },
      });
      expect(facts).toHaveLength(9);
      expect(pages).toHaveLength(1);
    },
  );

  const LIES: readonly { readonly what: string; readonly edit: (body: string) => string }[] = [
    {
      what: 'rows of another account',
      edit: firstItem({
        from: { hash: `0x${'9'.repeat(40)}` },
        to: { hash: `0x${'8'.repeat(40)}` },
      }),
    },
    { what: 'rows that are not newest first', edit: firstItem({ block_number: 5 }) },
    {
      what: 'one row twice',
      edit: (body) => {
        const page = JSON.parse(body);
        return JSON.stringify({ ...page, items: [page.items[0], ...page.items] });
      },
    },
    {
      what: 'an empty page that goes on',
      edit: (body) => JSON.stringify({ ...JSON.parse(body), items: [] }),
    },
  ];
  it.each(LIES)('are not believed with $what', async ({ edit }) => {
    const { source } = await startBlockscout({
      facts: blockscoutRows(60),
      script: editing('/transactions', edit),
    });
    expect(await failureOf(readBlockscout(source))).toBeInstanceOf(IntegrityError);
  });

  it('are not asked for forever where the cursor stands still', async () => {
    const { source, server } = await startBlockscout({
      facts: blockscoutRows(120),
      script: ({ index }) => (index > 2 ? { kind: 'repeat', request: 2 } : null),
    });
    expect(await failureOf(readBlockscout(source))).toBeInstanceOf(IntegrityError);
    expect(server.requests).toHaveLength(4);
  });

  it('are not asked for forever where the list begins anew', async () => {
    const { source, server } = await startBlockscout({
      facts: blockscoutRows(120),
      script: ({ index }) => (index > 1 ? { kind: 'repeat', request: 1 } : null),
    });
    expect(await failureOf(readBlockscout(source))).toBeInstanceOf(IntegrityError);
    expect(server.requests).toHaveLength(3);
  });

  it('are not asked for forever where no block holds what they list', async () => {
    const pending = { block_number: null, timestamp: null, status: null, position: null };
    let items: readonly object[] | null = null;
    const script = editing('/transactions', (body) => {
      items ??= JSON.parse(body).items.map((item: object) => ({ ...item, ...pending }));
      return JSON.stringify({ items, next_page_params: { block_number: 7, index: 7 } });
    });
    const { source, server } = await startBlockscout({ script });
    expect(await failureOf(readBlockscout(source))).toBeInstanceOf(IntegrityError);
    expect(server.requests.filter((path) => path.includes('/transactions'))).toHaveLength(2);
  });

  it('are walked by their own cursor alone', async () => {
    const { source } = await startBlockscout();
    const query = { account: evmAccount(1), channel: 'native', interval } as const;
    for (const cursor of ['{}', 'abc', '5/1/x']) {
      const failure = await failureOf(source.fetchHistoryPage({ ...query, cursor }, noDeadline()));
      expect(String(failure)).toContain('cursor of another source');
    }
  });
});

describe('refusals of a Blockscout', () => {
  it.each([
    { what: 'a page that is not there', fault: NO_PAGE, error: CapabilityError },
    {
      what: 'a list that is not there',
      fault: jsonBody('{"message":"Not found"}', 404),
      error: CapabilityError,
    },
    {
      what: 'a question that it does not take',
      fault: jsonBody('{"errors":[{"detail":"Unexpected field: type"}]}', 422),
      error: CapabilityError,
    },
    { what: 'a web page', fault: webPage(200), error: DecodeError },
    { what: 'no key', fault: jsonBody('{"message":"Unauthorized"}', 401), error: CapabilityError },
    {
      what: 'too many requests',
      fault: limited(null, '{"message":"Too many requests."}'),
      error: RateLimitError,
    },
    {
      what: 'spent credits',
      fault: jsonBody('{"message":"No credits left for today"}', 402),
      error: RateLimitError,
    },
    {
      what: 'a status that nobody knows',
      fault: jsonBody('{"message":"hm"}', 418),
      error: DecodeError,
    },
    { what: 'nothing', fault: jsonBody('null'), error: DecodeError },
    {
      what: 'an Etherscan-like answer',
      fault: jsonBody('{"status":"0","message":"No transactions found","result":[]}'),
      error: DecodeError,
    },
  ])('never read as an empty history: $what', async ({ fault, error }) => {
    const { source } = await startBlockscout({ script: on('/transactions', fault) });
    expect(await failureOf(readBlockscout(source))).toBeInstanceOf(error);
  });

  it('are none for an account that nobody ever saw', async () => {
    const { source } = await startBlockscout();
    const account = evmAccount(99);
    const { pages } = await walk(source, { account, channel: 'token', interval });
    expect(pages).toEqual([{ facts: [], covered: interval, nextCursor: null }]);
  });

  it('name the key, which travels in a header and in no error', async () => {
    const { source, server } = await startBlockscout({ apiKey: KEY }, { apiKey: KEY });
    expect((await readBlockscout(source)).facts).toHaveLength(5);
    expect(server.requests.join()).not.toContain(KEY);
    const wrong = await startBlockscout({ apiKey: 'another' }, { apiKey: KEY });
    const failure = await failureOf(readBlockscout(wrong.source));
    expect(String(failure)).toContain('refuses the API key');
    expect(everythingIn(failure)).not.toContain(KEY);
    const without = await startBlockscout({ apiKey: KEY });
    expect(String(await failureOf(readBlockscout(without.source)))).toContain('wants an API key');
  });

  it('name neither the address asked about nor the url', async () => {
    const { source, server } = await startBlockscout({ script: always(NO_PAGE) });
    const shown = everythingIn(await failureOf(readBlockscout(source)));
    expect(shown).not.toContain(addressOfAccount(evmAccount(1)));
    expect(shown).not.toContain(server.url);
  });
});
