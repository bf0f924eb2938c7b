import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { ScreeningDocument } from '../../src/report/document.js';
import {
  always,
  type Fault,
  type FaultScript,
  jsonBody,
  type LoopbackServer,
  limited,
  refusal,
  type ServerManners,
  webPage,
} from '../support/faultServer.js';
import {
  EMPLOYER,
  HONEST,
  HONEST_BITCOIN,
  honestTransfers,
  honestTxs,
  openHonestApp,
} from '../support/honestWallet.js';
import {
  chainsOf,
  closeAfterwards,
  esploraAt,
  explorerAt,
  inventedAddress,
  TEST_KEY,
} from '../support/liveSources.js';
import { startLoopbackEsplora } from '../support/loopbackEsplora.js';
import { startLoopbackExplorer } from '../support/loopbackExplorer.js';
import { TEST_NOW_MS } from '../support/openTestApp.js';

const opened = closeAfterwards();

/** A chain with an honest wallet, and the only source that can be asked about it. */
interface World {
  readonly name: 'ethereum' | 'bitcoin';
  readonly address: string;
  readonly start: (manners: ServerManners) => Promise<LoopbackServer>;
  readonly source: (server: LoopbackServer) => object;
}

const ETHEREUM: World = {
  name: 'ethereum',
  address: HONEST,
  start: (manners) =>
    startLoopbackExplorer({ facts: honestTransfers(), apiKey: TEST_KEY, ...manners }),
  source: (server) => explorerAt(server, { pageSize: 20 }),
};

const BITCOIN: World = {
  name: 'bitcoin',
  address: HONEST_BITCOIN,
  start: (manners) => startLoopbackEsplora({ facts: honestTxs(), ...manners }),
  source: esploraAt,
};

/** Which requests go wrong. */
interface Reach {
  readonly what: string;
  readonly meets: (url: URL) => boolean;
}

const EVERYTHING: Reach = { what: 'every request', meets: () => true };
const HISTORIES: Reach = {
  what: 'all but the newest block',
  meets: (url) => url.searchParams.get('module') === 'account' || url.pathname.includes('/address'),
};
/** The wallet itself is seen whole, and nothing of the one account that all its money came from. */
const EMPLOYER_ONLY: Reach = {
  what: 'requests about the employer',
  meets: (url) => url.searchParams.get('address') === EMPLOYER,
};
const LATER_PAGES: Reach = {
  what: 'every page but the first',
  meets: (url) =>
    Number(url.searchParams.get('startblock') ?? '0') > 0 || /\/txs\/chain\/./.test(url.pathname),
};

interface Trouble {
  readonly what: string;
  readonly world: World;
  readonly reaches: readonly Reach[];
  readonly script: FaultScript;
  readonly why: RegExp;
  readonly cure: RegExp;
  /** Time that a screening may take; a minute when not given. Units: milliseconds. */
  readonly deadlineMs?: number;
}

const NEAR_AND_FAR = [EVERYTHING, HISTORIES, EMPLOYER_ONLY];
const SPENT_DAY = 'Max daily rate limit reached. 100000 (100%) of 100000 day/limit';
const SLOW_DOWN: Fault = limited(
  '0',
  '{"status":"0","message":"NOTOK","result":"Max calls per sec rate limit reached (3/sec)"}',
);
const RETRY_LATER = /^Screen again later, or add another source to chains\.\w+\.sources\.$/;
const SLOWER = /^Screen again in a minute, or lower requestsPerSecond in chains\.\w+\.sources\.$/;
const NEXT_DAY = /^Wait until the daily quota is renewed/;
const LONGER = /^Screen again, with a longer --deadline/;

const common = (world: World, reaches: readonly Reach[]): readonly Trouble[] => [
  {
    what: 'closes the connection without a word',
    ...{ world, reaches, script: always({ kind: 'refuse' }) },
    why: /did not answer/,
    cure: RETRY_LATER,
  },
  {
    what: 'answers 500',
    ...{ world, reaches, script: always(jsonBody('{"error":"oops"}', 500)) },
    why: /did not answer .*status 500/,
    cure: RETRY_LATER,
  },
  {
    what: 'limits the rate per second',
    ...{ world, reaches, script: always(SLOW_DOWN) },
    why: /limits the rate of requests/,
    cure: SLOWER,
  },
  {
    what: 'has no more requests for the day',
    ...{ world, reaches, script: always(limited(null, '{"message":"daily quota exceeded"}')) },
    why: /daily quota at .* is spent/,
    cure: NEXT_DAY,
  },
  {
    what: 'never answers',
    ...{ world, reaches, script: always({ kind: 'stall' }), deadlineMs: 1500 },
    why: /ended before its answer|time was up/,
    cure: LONGER,
  },
  {
    what: 'stops in the middle of an answer',
    ...{ world, reaches, script: always({ kind: 'stall-in-body' }), deadlineMs: 1500 },
    why: /ended before its answer|time was up/,
    cure: LONGER,
  },
  {
    what: 'answers with a web page and status 200',
    ...{ world, reaches, script: always(webPage(200)) },
    why: /with a web page/,
    cure: RETRY_LATER,
  },
  {
    what: 'breaks off in the middle of an answer',
    ...{ world, reaches, script: always({ kind: 'reset-in-body' }) },
    why: /did not answer/,
    cure: RETRY_LATER,
  },
  {
    what: 'sends without an end',
    ...{ world, reaches: [HISTORIES], script: always({ kind: 'flood' }) },
    why: /is larger than 20000000 bytes/,
    cure: RETRY_LATER,
  },
  {
    what: 'cuts its JSON off',
    ...{ world, reaches: reaches.filter((reach) => reach !== EVERYTHING) },
    script: always({ kind: 'truncate' }),
    why: /is not as documented at \(whole answer\)/,
    cure: RETRY_LATER,
  },
];

type Row = Readonly<Record<string, string>>;

const answerSchema = z.object({
  status: z.string(),
  message: z.string(),
  result: z.array(z.record(z.string(), z.string())),
});

/** Changes the rows of a list; any other answer stays as it is. */
function changeRows(change: (rows: readonly Row[]) => readonly Row[]): (body: string) => string {
  return (body) => {
    const answer = answerSchema.safeParse(JSON.parse(body));
    if (!answer.success || answer.data.result.length < 2) return body;
    return JSON.stringify({ ...answer.data, result: change(answer.data.result) });
  };
}

/** The first wage is told as twice of what it was. */
const doubleOne = changeRows((rows) => {
  const wage = rows.findIndex(({ from, value }) => from === EMPLOYER && value !== '0');
  return rows.map((row, at) => (at === wage ? { ...row, value: `${row.value}0` } : row));
});

const TROUBLES: readonly Trouble[] = [
  ...common(ETHEREUM, NEAR_AND_FAR),
  ...common(BITCOIN, [EVERYTHING, HISTORIES]),
  {
    what: 'says with status 200 that the rate is too high for the day',
    ...{ world: ETHEREUM, reaches: NEAR_AND_FAR, script: always(refusal(SPENT_DAY)) },
    why: /daily quota at .* is spent/,
    cure: NEXT_DAY,
  },
  {
    what: 'does not know the key',
    ...{ world: ETHEREUM, reaches: NEAR_AND_FAR, script: always(refusal('Invalid API Key')) },
    why: /refuses the API key/,
    cure: /chains\.ethereum\.sources/,
  },
  {
    what: 'lists the rows of another account',
    ...{ world: ETHEREUM, reaches: [HISTORIES, EMPLOYER_ONLY] },
    script: always({
      kind: 'edit',
      edit: (body) =>
        body
          .replaceAll(HONEST, inventedAddress('somebody'))
          .replaceAll(EMPLOYER, inventedAddress('somebody else')),
    }),
    why: /rows of another account/,
    cure: RETRY_LATER,
  },
  {
    what: 'lists rows newest first, which were asked for oldest first',
    ...{ world: ETHEREUM, reaches: [HISTORIES, EMPLOYER_ONLY] },
    script: always({ kind: 'edit', edit: changeRows((rows) => rows.toReversed()) }),
    why: /not in order of height|no longer lists/,
    cure: RETRY_LATER,
  },
  {
    what: 'lists a transaction twice',
    ...{ world: ETHEREUM, reaches: [HISTORIES, EMPLOYER_ONLY] },
    script: always({
      kind: 'edit',
      edit: changeRows(([first, , ...rest]) =>
        first === undefined ? [] : [first, first, ...rest],
      ),
    }),
    why: /the same transaction twice/,
    cure: RETRY_LATER,
  },
  {
    what: 'changes its mind between two pages',
    ...{ world: ETHEREUM, reaches: [LATER_PAGES] },
    script: always({ kind: 'edit', edit: changeRows((rows) => rows.slice(1)) }),
    why: /no longer lists rows/,
    cure: RETRY_LATER,
  },
  {
    what: 'lists the transactions of another address',
    ...{ world: BITCOIN, reaches: [HISTORIES] },
    script: always({
      kind: 'edit',
      edit: (body) => body.replaceAll(HONEST_BITCOIN, '1BoatSLRHtKNngkdXEeobR76b53LETtpyT'),
    }),
    why: /transactions of another address/,
    cure: RETRY_LATER,
  },
  {
    what: 'gives the first page again for each further one',
    ...{ world: ETHEREUM, reaches: [LATER_PAGES], script: always({ kind: 'repeat', request: 2 }) },
    why: /rows outside the heights|no longer lists rows|same page again/,
    cure: RETRY_LATER,
  },
  {
    what: 'gives the first page again for each further one',
    ...{ world: BITCOIN, reaches: [LATER_PAGES], script: always({ kind: 'repeat', request: 2 }) },
    why: /same page again/,
    cure: RETRY_LATER,
  },
];

describe('an honest wallet whose source fails is incomplete, says why, and proceeds once it heals', () => {
  it.concurrent.each(TROUBLES)('$world.name: the source $what', async (trouble) => {
    await Promise.all(trouble.reaches.map((reach) => meet(trouble, reach)));
  });

  it.concurrent('ethereum: the source lies about an amount', async () => {
    let isLying = true;
    const server = await opened.server(
      ETHEREUM.start({
        script: ({ url }) =>
          isLying && HISTORIES.meets(url) ? { kind: 'edit', edit: doubleOne } : null,
      }),
    );
    const chains = chainsOf({ ethereum: [ETHEREUM.source(server)] });
    const app = await openHonestApp({ chains });
    expectIncomplete(await app.screen(HONEST), {
      why: /does not add up to what the chain says|sent more than it was seen to receive/,
      cure: /add a source that sees every channel/i,
    });
    isLying = false;
    const again = await openHonestApp({ chains }, { folder: app.folder, nowMs: later });
    expect(await again.screen(HONEST)).toMatchObject({ decision: 'proceed', gaps: [] });
    again.app.close();
    app.close();
  });

  it.concurrent('ethereum: nobody listens at the address of the source', async () => {
    const gone = await ETHEREUM.start({});
    const app = await openHonestApp({ chains: chainsOf({ ethereum: [explorerAt(gone)] }) });
    await gone.close();
    const document = await app.screen(HONEST);
    expectIncomplete(document, { why: /did not answer .*ECONNREFUSED/, cure: RETRY_LATER });
    const healed = await opened.server(ETHEREUM.start({}));
    const again = await openHonestApp(
      { chains: chainsOf({ ethereum: [explorerAt(healed)] }) },
      { folder: app.folder, nowMs: later },
    );
    expect((await again.screen(HONEST)).decision).toBe('proceed');
    again.app.close();
    app.close();
  });
});

/** A moment after the first run: two applications at one moment would draw the same ids. */
const later = () => TEST_NOW_MS + 60_000;

/** When a daily quota that was spent at that moment is renewed. */
const nextDay = () => Date.UTC(2026, 10, 23);

async function meet(trouble: Trouble, reach: Reach): Promise<void> {
  const { world } = trouble;
  let broken = true;
  const server = await opened.server(
    world.start({
      script: (request) => (broken && reach.meets(request.url) ? trouble.script(request) : null),
    }),
  );
  const chains = chainsOf({ [world.name]: [world.source(server)] });
  const deadlineMs = trouble.deadlineMs ?? 60_000;
  const app = await openHonestApp({ chains, policy: { deadline: `${deadlineMs}ms` } });
  const startedMs = performance.now();
  const document = await app.screen(world.address);
  expect(performance.now() - startedMs, reach.what).toBeLessThan(deadlineMs + 1000);
  expectIncomplete(document, trouble);
  expectHostNamed(document, { server, cutOff: trouble.deadlineMs !== undefined });

  broken = false;
  const nowMs = trouble.cure === NEXT_DAY ? nextDay : later;
  const patient = await openHonestApp({ chains }, { folder: app.folder, nowMs });
  const healed = await patient.screen(world.address);
  expect(healed.gaps, reach.what).toEqual([]);
  expect(healed.decision, reach.what).toBe('proceed');
  patient.app.close();
  app.close();
}

function expectHostNamed(
  document: ScreeningDocument,
  of: { readonly server: LoopbackServer; readonly cutOff: boolean },
): void {
  const { byHost, requests } = document.upstream;
  const { host, requests: arrived } = of.server;
  expect(byHost).toEqual({ [host]: requests });
  // A request that the deadline met on its way was sent and counted, and may never have arrived.
  if (of.cutOff) expect(requests).toBeGreaterThanOrEqual(arrived.length);
  else expect(requests).toBe(arrived.length);
  // Where the time was up, it is this count alone that says who did not answer.
  if (!of.cutOff) expect(document.summary).toContain(host);
}

function expectIncomplete(
  document: ScreeningDocument,
  said: { readonly why: RegExp; readonly cure: RegExp },
): void {
  expect(document).toMatchObject({ decision: 'incomplete', complete: false });
  const gap = document.gaps.find(({ matters }) => matters);
  expect(gap?.sentence).toMatch(said.why);
  expect(gap?.cure).toMatch(said.cure);
  expect(document.summary).toContain(gap?.sentence);
  expect(document.nextStep.text).toContain(gap?.cure);
}
