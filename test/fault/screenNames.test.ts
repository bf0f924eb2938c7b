import { getAddress } from 'ethers/address';
import { describe, expect, it } from 'vitest';
import { CapabilityError, InputError, SourceError } from '../../src/core/errors.js';
import { formatScreeningText } from '../../src/report/text.js';
import { ensCalls } from '../support/ensNames.js';
import { type FaultScript, refusal } from '../support/faultServer.js';
import { EMPLOYER, HONEST, honestTransfers } from '../support/honestWallet.js';
import { chainsOf, closeAfterwards, explorerAt, TEST_KEY } from '../support/liveSources.js';
import { startLoopbackExplorer } from '../support/loopbackExplorer.js';
import { useWork } from '../support/openTestWork.js';

const opened = closeAfterwards();
const works = useWork();

/** A chain with the honest wallet and ENS on it. */
async function startChain(script?: FaultScript) {
  const names = new Map([
    ['honest.eth', HONEST],
    ['unset.eth', `0x${'0'.repeat(40)}`],
  ]);
  const server = await opened.server(
    startLoopbackExplorer({
      facts: honestTransfers(),
      apiKey: TEST_KEY,
      calls: ensCalls(names),
      ...(script === undefined ? {} : { script }),
    }),
  );
  const config = {
    chains: chainsOf({ ethereum: [explorerAt(server)] }),
    labels: { builtIn: true, feeds: [] },
  };
  return { names, server, config };
}

async function openApp(script?: FaultScript) {
  const chain = await startChain(script);
  return { ...chain, ...opened.app(chain.config) };
}

const allRecords = { fromIso: '2000-01-01T00:00:00Z', toIso: '2100-01-01T00:00:00Z' };

describe('a name that is screened', () => {
  it('is told beside the address that it stands for, and verified without asking anybody', async () => {
    const { app, screen, server } = await openApp();
    const document = await screen('Honest.ETH');
    expect(document.subjects).toMatchObject([
      { ensName: 'honest.eth', address: getAddress(HONEST), chain: 'ethereum' },
    ]);
    expect(document.input).toBe('Honest.ETH');
    expect(document.upstream.requests).toBe(server.requests.length);
    const text = formatScreeningText(document, {
      zone: 'UTC',
      paint: (_, words) => words,
      width: 200,
    });
    expect(text).toContain(`${getAddress(HONEST)} on ethereum, the address of honest.eth`);
    const asked = server.requests.length;
    const { screeningId } = document;
    expect(app.verify({ kind: 'recorded', screeningId })).toMatchObject({ outcome: 'verified' });
    expect(server.requests.length).toBe(asked);
    const [record] = app.listScreenings(allRecords);
    expect(record?.document.subjects[0]?.ensName).toBe('honest.eth');
  });

  it('comes to the same verdict as its address but for the name', async () => {
    const { screen } = await openApp();
    const named = await screen('honest.eth');
    const plain = await screen(HONEST);
    expect(plain.subjects[0]?.ensName).toBeNull();
    expect({ ...named, subjects: [] }).toMatchObject({
      decision: plain.decision,
      findings: plain.findings,
      exposures: plain.exposures,
      factsDigest: plain.factsDigest,
    });
    expect(named.verdictDigest).not.toBe(plain.verdictDigest);
  });

  it('is resolved anew each time', async () => {
    const { screen, names } = await openApp();
    await screen('honest.eth');
    names.set('honest.eth', EMPLOYER);
    const later = await screen('honest.eth');
    expect(later.subjects[0]?.address).toBe(getAddress(EMPLOYER));
  });

  it.each([
    ['nobody.eth', {}, /not registered/],
    ['unset.eth', {}, /no address/],
    ['vit\u0430lik.eth', {}, /Latin and Cyrillic/],
    ['hon\u200Dest.eth', {}, /hidden character U\+200D/],
    ['honest.eth', { offline: true }, /--offline asks nobody/],
    ['honest.eth', { asOf: '2024-01-01' }, /stands for now/],
  ])('is refused where %j %j', async (text, parts, words) => {
    const { app, screen } = await openApp();
    const asked = screen(text, parts);
    await expect(asked).rejects.toBeInstanceOf(InputError);
    await expect(asked).rejects.toThrow(words);
    await expect(asked).rejects.not.toThrow(text);
    expect(app.listScreenings(allRecords)).toEqual([]);
  });

  it('has no verdict where nobody could resolve it', async () => {
    const { app, screen } = await openApp(({ url }) =>
      url.searchParams.get('action') === 'eth_call'
        ? refusal('Daily rate limit reached: 100000 per day')
        : null,
    );
    await expect(screen('honest.eth')).rejects.toBeInstanceOf(SourceError);
    expect(app.listScreenings(allRecords)).toEqual([]);
  });

  it('is refused over recorded wallets, which tell nothing of names', async () => {
    const { screen } = opened.app({}, { profile: 'recorded' });
    await expect(screen('honest.eth')).rejects.toBeInstanceOf(CapabilityError);
    await expect(screen('honest.eth')).rejects.toThrow(/chains\.ethereum\.sources/);
  });
});

describe('a name that is submitted', () => {
  it('is never answered by an earlier verdict, nor is its address by one that was given by a name', async () => {
    const { config } = await startChain();
    const work = works.open(config);
    const again = async (text: string) => {
      const state = work.submitOne(text, { reuse: 'valid-verdict' });
      const [ended] = await work.end([state]);
      if (ended?.kind !== 'done') throw new Error('The wallet was not screened.');
      return { screeningId: ended.screeningId, isReused: state.kind === 'done' && state.isReused };
    };
    const first = await again('honest.eth');
    expect(work.work.readDocument(first.screeningId)?.subjects).toMatchObject([
      { ensName: 'honest.eth' },
    ]);
    expect((await again('honest.eth')).isReused).toBe(false);
    const plain = await again(HONEST);
    expect(plain.isReused).toBe(false);
    expect(work.work.readDocument(plain.screeningId)?.subjects[0]?.ensName).toBeNull();
    expect(await again(HONEST)).toEqual({ isReused: true, screeningId: plain.screeningId });
  });

  it("is refused at once where it imitates another, and fails in words without it where it is nobody's", async () => {
    const { config } = await startChain();
    const work = works.open(config);
    expect(() => work.submitOne('vit\u0430lik.eth')).toThrow(/imitates/);
    expect(() => work.submitOne('honest.eth', { asOf: '2024-01-01' })).toThrow(/stands for now/);
    const [state] = await work.end([work.submitOne('nobody.eth')]);
    expect(state).toMatchObject({
      kind: 'failed',
      failure: { code: 'input', sentence: expect.stringMatching(/^This name is not registered/) },
    });
  });
});
