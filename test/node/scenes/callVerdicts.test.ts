import { beforeAll, describe, expect, it } from 'vitest';
import { playFailures, playFrames, playLegacy, playVault } from './calls.js';
import { playBridge, playIssuedEther, playMint } from './issues.js';
import { DOLLAR, ETHER, FINNEY } from './places.js';
import {
  closeStageAfterwards,
  EXCHANGE,
  expectAmount,
  expectHonest,
  expectSeenWhole,
  haircutsOf,
  onlyTaintOf,
  originsOf,
  receivedOf,
  type ScreenedStage,
  sentOf,
  serviceLabel,
  taintOf,
  way,
  waysOf,
} from './screenedStage.js';
import { playFakeConversion, playSpoofs } from './spoofs.js';
import { feeOf, findTx, openStage, type Stage } from './stage.js';

const opened = closeStageAfterwards();

let stage: Stage;
let bare: ScreenedStage;
let labelled: ScreenedStage;
let scenes: Awaited<ReturnType<typeof playAll>>;

beforeAll(async () => {
  stage = await opened.stage(openStage());
  scenes = await playAll(stage);
  bare = await opened.bare(stage);
  labelled = await opened.labelled(stage, [
    serviceLabel(scenes.bridge.who.bridge, 'A bridge', 'bridge'),
  ]);
});

async function playAll(on: Stage) {
  return {
    vault: await playVault(on),
    legacy: await playLegacy(on),
    frames: await playFrames(on),
    failures: await playFailures(on),
    spoofs: await playSpoofs(on),
    fake: await playFakeConversion(on),
    mint: await playMint(on),
    bridge: await playBridge(on),
    issued: await playIssuedEther(on),
  };
}

describe('a call inside a transaction', () => {
  it('pays from what the contract got before', async () => {
    const { who } = scenes.vault;
    const document = await bare.screen(who.payee);
    const taint = onlyTaintOf(document);
    expect(taint).toMatchObject({ kind: 'indirect', minHops: 2 });
    expectAmount(taint, 'ETH', { haircut: ETHER / 2n, fifo: ETHER });
    expect(waysOf(taint)).toContainEqual(way(stage.listed, who.vault, who.payee));
    expectSeenWhole(document);
    expectHonest(await bare.screen(who.keeper));
  });

  it('of code in another’s name moves nothing of the lender', async () => {
    const { who } = scenes.frames;
    const document = await bare.screen(who.payee);
    expect(receivedOf(document)).toEqual({ ETH: 400n * FINNEY });
    const taint = onlyTaintOf(document);
    expect(taint.kind).toBe('indirect');
    expect(haircutsOf(taint)).toEqual({ ETH: 200n * FINNEY });
    expect(waysOf(taint).flat()).not.toContain(way(who.lender)[0]);
    const borrower = await bare.screen(who.borrower);
    // What it was paid it got, though it handed a part of it on at once.
    expect([receivedOf(borrower), sentOf(borrower)]).toEqual([
      { ETH: ETHER },
      { ETH: 400n * FINNEY },
    ]);
    const lender = await bare.screen(who.lender);
    expect([receivedOf(lender), sentOf(lender)]).toEqual([{}, {}]);
  });
});

describe('a contract made with money', () => {
  it('leaves it to whom it ends for', async () => {
    const { who } = scenes.legacy;
    const document = await bare.screen(who.heir);
    const taint = onlyTaintOf(document);
    expect(taint).toMatchObject({ kind: 'indirect', minHops: 3 });
    expect(haircutsOf(taint)).toEqual({ ETH: ETHER / 2n });
    expect(waysOf(taint)).toContainEqual(way(stage.listed, who.maker, who.legacy, who.heir));
    expectSeenWhole(document);
  });

  it('is paid, by a transaction or inside of one', async () => {
    const { who, steps } = scenes.legacy;
    const sent = sentOf(await bare.screen(who.maker));
    const fees = await feesOf(who.maker, steps);
    expect(sent).toEqual({ ETH: 1_400n * FINNEY + fees });
    expect(receivedOf(await bare.screen(who.inner))).toEqual({ ETH: 400n * FINNEY });
  });
});

describe('a payment that fails', () => {
  it('costs its fee and moves nothing', async () => {
    const { who, steps } = scenes.failures;
    const document = await bare.screen(who.payer);
    const fees = await feesOf(who.payer, steps);
    // Half an ether is at the contract that tried in vain to pay it on.
    expect(sentOf(document)).toEqual({ ETH: 1_500n * FINNEY + fees });
    const ends = document.composition.outgoing.filter(({ asset }) => asset !== 'usd');
    expect(ends.filter(({ end }) => end === 'fee').map(({ amount }) => amount)).toEqual([
      `${fees}`,
    ]);
    const refuser = await bare.screen(who.refuser);
    expect(receivedOf(refuser)).toEqual({});
    const taint = onlyTaintOf(await bare.screen(who.payee));
    expect(haircutsOf(taint)).toEqual({ ETH: ETHER / 2n });
  });
});

describe.each(['bare', 'labelled'])(
  'transfers that never happened, with %s contracts',
  (labels) => {
    const app = () => (labels === 'bare' ? bare : labelled);

    it('link nobody and change no amount', async () => {
      const { who } = scenes.spoofs;
      const document = await app().screen(who.victim);
      expectHonest(document);
      expect(receivedOf(document)).toEqual({ ETH: ETHER, USDC: 1_000n * DOLLAR });
      expect(sentOf(document).USDC).toBe(200n * DOLLAR);
      // Nor did the victim send a message to anybody: a stranger wrote it.
      expect(document.signals.map(({ kind }) => kind)).not.toContain('dust-contact');
      expect(taintOf(await app().screen(who.shop))).toEqual([]);
    });

    it('are no receipts of whom they name', async () => {
      const document = await app().screen(scenes.spoofs.who.lookalike);
      expect([receivedOf(document), sentOf(document)]).toEqual([{}, {}]);
      expect(document.exposures).toEqual([]);
    });
  },
);

describe('a conversion in one’s own contract', () => {
  it('sheds no origin: the ether is still the listed’s', async () => {
    const { who } = scenes.fake;
    const document = await bare.screen(who.payee);
    const taint = onlyTaintOf(document);
    expect(taint).toMatchObject({ kind: 'indirect', minHops: 3 });
    const swap = scenes.fake.steps.find(({ nets }) => nets.length === 4);
    const fee = await feeOf(stage.node, swap?.txId ?? '');
    // First in, first out: the exchange's ether, less the fee, went before.
    expectAmount(taint, 'ETH', {
      haircut: (100n * ETHER * 100n) / 101n,
      fifo: 100n * ETHER - (ETHER - fee),
    });
    expect(waysOf(taint)).toContainEqual(way(stage.listed, who.launderer, who.contract, who.payee));
    expect(document.decision).toBe('hold');
  });

  it('makes no dollar of it either', async () => {
    const { who } = scenes.fake;
    const document = await bare.screen(who.dollarPayee);
    expect(taintOf(document)).toEqual([]);
    expect(receivedOf(document)).toEqual({ USDC: DOLLAR });
  });
});

describe('value that is made', () => {
  it('is issued when nobody but its token made it', async () => {
    const { who } = scenes.mint;
    const document = await bare.screen(who.payee);
    expectHonest(document);
    expect(originsOf(document, 'USDC')).toEqual([
      { origin: 'issued', entity: null, reason: null, amount: 1_000n * DOLLAR },
    ]);
  });

  it('comes from the bridge that is in the transaction', async () => {
    const document = await labelled.screen(scenes.bridge.who.payee);
    expectHonest(document);
    for (const [symbol, amount] of [
      ['USDC', 3_000n * DOLLAR],
      ['ETH', ETHER],
    ] as const) {
      expect(originsOf(document, symbol)).toEqual([
        { origin: 'service', entity: 'A bridge', reason: null, amount },
      ]);
    }
  });

  it('is issued where nobody knows the bridge', async () => {
    const document = await bare.screen(scenes.bridge.who.payee);
    expect(originsOf(document, 'USDC')).toEqual([
      { origin: 'issued', entity: null, reason: null, amount: 3_000n * DOLLAR },
    ]);
    expect(originsOf(document, 'ETH')).toEqual([
      { origin: 'service', entity: EXCHANGE, reason: null, amount: ETHER },
    ]);
  });

  it('and that no list of an explorer shows is never told to be seen', async () => {
    const { who, unseen } = scenes.issued;
    const withdrawn = unseen.find((net) => net.who === who.validator)?.amount ?? 0n;
    expect(withdrawn).toBe(32n * ETHER);
    for (const payee of [who.first, who.second]) {
      const document = await bare.screen(payee);
      const reasons = originsOf(document, 'ETH').map(({ origin, reason }) => [origin, reason]);
      expect(reasons).toContainEqual(['unseen', 'ledger-mismatch']);
      expect(document.decision).not.toBe('proceed');
    }
    const [seen] = originsOf(await bare.screen(who.second), 'ETH').filter(
      ({ origin }) => origin === 'service',
    );
    // Of 20 ethers, no more than the hundredth that was seen to come can be the exchange's.
    expect(seen?.amount ?? 0n).toBeLessThanOrEqual(10n * FINNEY);
  });
});

/** All fees that somebody paid for the steps of a scene. Units: wei. */
async function feesOf(who: string, steps: readonly { readonly txId: string }[]): Promise<bigint> {
  let fees = 0n;
  for (const { txId } of steps) {
    const { from } = await findTx(stage.node, txId);
    if (from === who) fees += await feeOf(stage.node, txId);
  }
  return fees;
}
