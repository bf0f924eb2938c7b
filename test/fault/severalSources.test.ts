import { describe, expect, it } from 'vitest';
import {
  always,
  type Fault,
  type FaultScript,
  jsonBody,
  refusal,
  webPage,
} from '../support/faultServer.js';
import {
  HONEST,
  HONEST_BITCOIN,
  honestTransfers,
  honestTxs,
  nextWage,
  openHonestApp,
} from '../support/honestWallet.js';
import {
  accountAt,
  chainsOf,
  closeAfterwards,
  esploraAt,
  expectToAddUp,
  explorerAt,
  flowsOf,
  TEST_KEY,
} from '../support/liveSources.js';
import { startLoopbackBlockscout } from '../support/loopbackBlockscout.js';
import { startLoopbackEsplora } from '../support/loopbackEsplora.js';
import {
  type LoopbackExplorerOptions,
  startLoopbackExplorer,
} from '../support/loopbackExplorer.js';

const opened = closeAfterwards();

const explorer = (parts: Partial<LoopbackExplorerOptions> = {}) =>
  opened.server(startLoopbackExplorer({ facts: honestTransfers(), apiKey: TEST_KEY, ...parts }));

const esplora = (script?: FaultScript) =>
  opened.server(
    startLoopbackEsplora({ facts: honestTxs(), ...(script === undefined ? {} : { script }) }),
  );

/** Faults that end at once, so that the second source is asked without a wait. */
const DOWN: readonly { readonly what: string; readonly fault: Fault }[] = [
  { what: 'answers with a web page', fault: webPage(200) },
  { what: 'has spent its day', fault: refusal('Max daily rate limit reached. 1 day/limit') },
  { what: 'refuses the key', fault: refusal('Invalid API Key') },
  { what: 'answers in another language', fault: jsonBody('{"hello":"world"}') },
];

const onlyHistories =
  (fault: Fault): FaultScript =>
  ({ url }) =>
    url.searchParams.get('module') === 'account' ? fault : null;

async function expectSecondToAnswer(script: FaultScript): Promise<void> {
  const first = await explorer({ script });
  const second = await explorer();
  const app = await openHonestApp({
    chains: chainsOf({ ethereum: [explorerAt(first), explorerAt(second)] }),
  });
  const document = await app.screen(HONEST);
  expect(document).toMatchObject({ decision: 'proceed', complete: true, gaps: [] });
  expect(document.upstream.byHost).toEqual({
    [first.host]: first.requests.length,
    [second.host]: second.requests.length,
  });
  app.close();
}

describe('two sources for one chain: the second answers for the first', () => {
  it.concurrent.each(DOWN)('when the first $what', async ({ fault }) => {
    await Promise.all([
      expectSecondToAnswer(always(fault)),
      expectSecondToAnswer(onlyHistories(fault)),
    ]);
  });

  it('when the first closes every connection', async () => {
    await expectSecondToAnswer(always({ kind: 'refuse' }));
  });

  it('asks the second for nothing while the first answers', async () => {
    const first = await explorer();
    const second = await explorer();
    const app = await openHonestApp({
      chains: chainsOf({ ethereum: [explorerAt(first), explorerAt(second)] }),
    });
    expect((await app.screen(HONEST)).decision).toBe('proceed');
    expect(second.requests).toEqual([]);
    app.close();
  });

  it('is incomplete when both are down, and says so of the second', async () => {
    const first = await explorer({ script: always(webPage(200)) });
    const second = await explorer({ script: always(webPage(200)) });
    const app = await openHonestApp({
      chains: chainsOf({ ethereum: [explorerAt(first), explorerAt(second)] }),
    });
    const document = await app.screen(HONEST);
    expect(document.decision).toBe('incomplete');
    expect(document.summary).toContain(second.host);
    app.close();
  });

  it('does not take a second source that has not come so far for one that has seen everything', async () => {
    const facts = honestTransfers();
    const behind = await explorer();
    const height = behind.tip.height + 5000;
    const whole = [...facts, nextWage(height - 10)];
    const ahead = await explorer({
      facts: whole,
      tipHeight: height,
      script: onlyHistories(webPage(200)),
    });
    const app = await openHonestApp({
      chains: chainsOf({ ethereum: [explorerAt(ahead), explorerAt(behind)] }),
    });
    const early = await app.screen(HONEST);
    expect(early.decision).toBe('incomplete');
    expect(early.summary).toContain(behind.host);

    behind.growTo(whole, height + 1);
    const late = await app.screen(HONEST);
    expect(late.decision).toBe('proceed');
    expect(BigInt(late.totals.incoming.received[0]?.amount ?? '0')).toBe(
      whole
        .filter(({ to }) => to === accountAt(HONEST))
        .reduce((sum, { amount }) => sum + amount, 0n),
    );
    app.close();
  });

  it('steps back by transaction at the second Esplora server when the first is down', async () => {
    const first = await esplora(always(webPage(200)));
    const second = await esplora();
    const app = await openHonestApp({
      chains: chainsOf({ bitcoin: [esploraAt(first), esploraAt(second)] }),
    });
    expect(await app.screen(HONEST_BITCOIN)).toMatchObject({ decision: 'proceed', gaps: [] });
    app.close();
  });
});

describe('several chains in one configuration', () => {
  it('Ethereum and Bitcoin: each wallet is looked up on its own chain only', async () => {
    const ethereum = await explorer();
    const bitcoin = await esplora();
    const app = await openHonestApp({
      chains: chainsOf({ ethereum: [explorerAt(ethereum)], bitcoin: [esploraAt(bitcoin)] }),
    });
    const onEthereum = await app.screen(HONEST);
    expect(onEthereum.decision).toBe('proceed');
    expect(Object.keys(onEthereum.upstream.byHost)).toEqual([ethereum.host]);
    const onBitcoin = await app.screen(HONEST_BITCOIN);
    expect(onBitcoin.decision).toBe('proceed');
    expect(Object.keys(onBitcoin.upstream.byHost)).toEqual([bitcoin.host]);
    app.close();
  });

  it('two EVM chains: one verdict with the same key as two subjects', async () => {
    const ethereum = await explorer();
    const polygon = await explorer({ facts: honestTransfers('polygon'), chainId: '137' });
    const app = await openHonestApp({
      chains: chainsOf({ ethereum: [explorerAt(ethereum)], polygon: [explorerAt(polygon)] }),
    });
    const document = await app.screen(HONEST);
    expect(document.decision).toBe('proceed');
    expect(document.subjects.map(({ account }) => account)).toEqual([
      accountAt(HONEST, 'ethereum'),
      accountAt(HONEST, 'polygon'),
    ]);
    expect(Object.keys(document.anchors)).toEqual(['eip155:1', 'eip155:137']);
    expect(document.totals.incoming.received).toHaveLength(2);
    expectToAddUp(document);

    const alone = await openHonestApp({ chains: chainsOf({ ethereum: [explorerAt(ethereum)] }) });
    const { totals } = flowsOf(await alone.screen(HONEST));
    expect(totals.incoming.received).toEqual(document.totals.incoming.received.slice(0, 1));
    alone.close();
    app.close();
  });

  it('two EVM chains: that one of them is down makes the whole verdict incomplete', async () => {
    const ethereum = await explorer();
    const polygon = await explorer({ chainId: '137', script: always(webPage(200)) });
    const app = await openHonestApp({
      chains: chainsOf({ ethereum: [explorerAt(ethereum)], polygon: [explorerAt(polygon)] }),
    });
    const document = await app.screen(HONEST);
    expect(document.decision).toBe('incomplete');
    expect(document.gaps.map(({ account }) => account)).toEqual([accountAt(HONEST, 'polygon')]);
    app.close();
  });
});

describe('two sources that check each other for the screened account', () => {
  const crossChecked = (first: { url: string }, second: { url: string }) => ({
    ethereum: { sources: [explorerAt(first), explorerAt(second)], crossCheck: true },
  });

  it('change nothing where both say the same, and only the screened account is asked of both', async () => {
    const [first, second, alone] = [await explorer(), await explorer(), await explorer()];
    const app = await openHonestApp({ chains: crossChecked(first, second) });
    const document = await app.screen(HONEST);
    expect(document).toMatchObject({ decision: 'proceed', complete: true, gaps: [] });
    app.close();
    const asked = second.requests.map((one) => new URL(one, second.url).searchParams);
    const histories = asked.filter((query) => query.has('startblock'));
    expect(new Set(histories.map((query) => query.get('address')))).toEqual(new Set([HONEST]));
    expect(histories.length).toBeGreaterThanOrEqual(3);
    const single = await openHonestApp({ chains: chainsOf({ ethereum: [explorerAt(alone)] }) });
    expect(flowsOf(await single.screen(HONEST))).toEqual(flowsOf(document));
    single.close();
  });

  it.each([
    { what: 'lacks a wage', first: honestTransfers(), second: honestTransfers().slice(1) },
    { what: 'alone lists a wage', first: honestTransfers().slice(1), second: honestTransfers() },
  ])('are incomplete, and name both, when the second $what', async ({ first, second }) => {
    const tipHeight = 2_000_000;
    const [one, other] = [
      await explorer({ facts: first, tipHeight }),
      await explorer({ facts: second, tipHeight }),
    ];
    const app = await openHonestApp({ chains: crossChecked(one, other) });
    const document = await app.screen(HONEST);
    expect(document.decision).toBe('incomplete');
    const told = document.gaps.filter(({ sentence }) => sentence.includes('Two sources differ'));
    expect(told.length).toBeGreaterThan(0);
    for (const { sentence, matters, account } of told) {
      expect({ matters, account }).toEqual({ matters: true, account: accountAt(HONEST) });
      expect(sentence).toContain(one.host);
      expect(sentence).toContain(other.host);
    }
    app.close();
  });

  it('are incomplete when the second cannot be asked, for nobody confirmed anything', async () => {
    const first = await explorer();
    const second = await explorer({ script: always(refusal('Invalid API Key')) });
    const app = await openHonestApp({ chains: crossChecked(first, second) });
    const document = await app.screen(HONEST);
    expect(document.decision).toBe('incomplete');
    const sentences = document.gaps.map(({ sentence }) => sentence).join(' ');
    expect(sentences).toContain('No second source confirmed the native transfers');
    expect(sentences).toContain(second.host);
    app.close();
  });
});

const wrongChain: FaultScript = ({ url }) =>
  url.pathname.endsWith('/blocks/0')
    ? { kind: 'edit', edit: (body) => body.replace('0xa9c2', '0xa9c3') }
    : null;

const unfinished: FaultScript = ({ url }) =>
  url.pathname.endsWith('/indexing-status')
    ? { kind: 'edit', edit: (body) => body.replace('_ratio":"1.00"}', '_ratio":"0.42"}') }
    : null;

describe('one key on three chains, each at another kind of explorer', () => {
  const start = async (polygonScript?: FaultScript) => {
    const ethereum = await explorer();
    const polygon = await opened.server(
      startLoopbackBlockscout({
        facts: honestTransfers('polygon'),
        chain: 'polygon',
        ...(polygonScript === undefined ? {} : { script: polygonScript }),
      }),
    );
    const avalanche = await opened.server(
      startLoopbackExplorer({
        facts: honestTransfers('avalanche'),
        chainId: '43114',
        dialect: 'routescan',
      }),
    );
    const app = await openHonestApp({
      chains: chainsOf({
        ethereum: [explorerAt(ethereum)],
        polygon: [{ kind: 'explorer', api: 'blockscout', url: polygon.url }],
        avalanche: [
          {
            kind: 'explorer',
            url: `${avalanche.url}/v2/network/mainnet/evm/43114/etherscan/api`,
            pageSize: 500,
          },
        ],
      }),
    });
    return { app, polygon };
  };
  const CHAINS = ['ethereum', 'polygon', 'avalanche'];

  it('is one verdict with three subjects', async () => {
    const { app } = await start();
    const document = await app.screen(HONEST);
    expect(document).toMatchObject({ decision: 'proceed', complete: true, gaps: [] });
    expect(document.subjects.map(({ chain }) => chain)).toEqual(CHAINS);
    expect(Object.keys(document.anchors)).toEqual(['eip155:1', 'eip155:137', 'eip155:43114']);
    expect(document.totals.incoming.received).toHaveLength(3);
    expectToAddUp(document);
    app.close();
  });

  it.each([
    { what: 'is down', script: always(webPage(200)) },
    { what: 'is of another chain', script: wrongChain },
    { what: 'has not taken in the calls of all transactions', script: unfinished },
  ])('is incomplete and names the one whose explorer $what', async ({ script }) => {
    const { app, polygon } = await start(script);
    const document = await app.screen(HONEST);
    expect(document.decision).toBe('incomplete');
    expect(document.subjects.map(({ chain }) => chain)).toEqual(CHAINS);
    const mattering = document.gaps.filter(({ matters }) => matters);
    expect(mattering.map(({ account }) => account)).toContain(accountAt(HONEST, 'polygon'));
    expect(mattering.every(({ account }) => account?.startsWith('eip155:137:'))).toBe(true);
    expect(document.summary).toContain(polygon.host);
    expect(document.nextStep.text).toContain('chains.polygon.sources');
    app.close();
  });
});
