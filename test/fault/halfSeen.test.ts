import { describe, expect, it } from 'vitest';
import { always, webPage } from '../support/faultServer.js';
import { EMPLOYER, HONEST, honestTransfers, openHonestApp } from '../support/honestWallet.js';
import { chainsOf, closeAfterwards, explorerAt, importLabels } from '../support/liveSources.js';
import { startLoopbackExplorer } from '../support/loopbackExplorer.js';
import { TEST_NOW_MS } from '../support/openTestApp.js';

const opened = closeAfterwards();
const DAY_SECONDS = 86_400;

/** What the explorer of a chain does: it lists nothing, the wages, or is down, or stopped long ago. */
type Chain = 'empty' | 'used' | 'new' | 'down' | 'behind';

/** The first wages alone, a few days ago. */
const newTransfers = (chain: string) =>
  honestTransfers(chain)
    .slice(0, 3)
    .map((fact, at) => ({
      ...fact,
      timeSeconds: Math.floor(TEST_NOW_MS / 1000) - 20 * DAY_SECONDS + at * 3600,
    }));

async function explorerOf(what: Chain, name: 'ethereum' | 'polygon') {
  const facts = what === 'used' ? honestTransfers(name) : what === 'new' ? newTransfers(name) : [];
  const server = await opened.server(
    startLoopbackExplorer({
      ...{ facts, chainId: name === 'ethereum' ? '1' : '137' },
      ...(what === 'down' ? { script: always(webPage(200)) } : {}),
      ...(what === 'behind' ? { tipSeconds: TEST_NOW_MS / 1000 - 3 * DAY_SECONDS } : {}),
    }),
  );
  return explorerAt(server);
}

/** Screens the wallet on both chains over loopback. `isListed`: a list names whoever pays its wages. */
async function screen(ethereum: Chain, polygon: Chain, employer: 'honest' | 'listed' = 'honest') {
  const chains = chainsOf({
    ethereum: [await explorerOf(ethereum, 'ethereum')],
    polygon: [await explorerOf(polygon, 'polygon')],
  });
  const app = await openHonestApp({ chains });
  if (employer === 'listed') {
    const named = { entity: 'Listed', category: 'sanctioned', actor: 'lazarus' } as const;
    await importLabels(app, [{ chain: 'ethereum', address: EMPLOYER, ...named }]);
  }
  const document = await app.screen(HONEST);
  app.close();
  return { ...document, kinds: document.signals.map(({ kind }) => kind) };
}

describe('a wallet that is unused on one chain', () => {
  it.each([
    ['empty', 'down', 'Polygon'],
    ['down', 'empty', 'Ethereum'],
  ] as const)(
    'is not called so while the other was not seen: %s and %s',
    async (one, two, title) => {
      const document = await screen(one, two);
      expect(document).toMatchObject({ decision: 'incomplete', complete: false });
      expect(document.findings.map(({ ruleId }) => ruleId)).not.toContain('no-history');
      expect(document.kinds).not.toContain('no-history');
      const [gap, ...others] = document.gaps.filter(({ matters }) => matters);
      expect(others).toEqual([]);
      expect(gap).toMatchObject({ kind: 'source-failed' });
      expect(gap?.sentence).toContain(`Nothing of ${title} was seen`);
      expect(document.summary).toContain(`Nothing of ${title} was seen`);
      expect(document.nextStep).toMatchObject({ who: 'finance' });
      expect(document.nextStep.text).toContain(gap?.cure);
    },
  );

  it('is not called so while of another chain only what is old was seen', async () => {
    const document = await screen('empty', 'behind');
    expect(document).toMatchObject({ decision: 'incomplete', complete: false });
    expect(document.summary).toContain('Nothing of Polygon after');
  });

  it('is called so once both were seen, and one person looks at it', async () => {
    const document = await screen('empty', 'empty');
    expect(document).toMatchObject({ decision: 'review', complete: true });
    expect(document.findings.map(({ ruleId }) => ruleId)).toContain('no-history');
    expect(document.gaps.filter(({ matters }) => matters)).toEqual([]);
  });

  it('is called fresh where it is new on the other, and not while that alone was seen', async () => {
    expect((await screen('new', 'empty')).kinds).toContain('fresh-wallet');
    const half = await screen('new', 'down');
    expect(half.decision).toBe('incomplete');
    expect(half.kinds).not.toContain('fresh-wallet');
  });
});

describe('what was found on one chain', () => {
  it.each(['down', 'behind', 'empty'] as const)('holds while the other is %s', async (other) => {
    const document = await screen('used', other, 'listed');
    expect(document).toMatchObject({ decision: 'hold', complete: other === 'empty' });
    expect(document.gaps.some(({ matters }) => matters)).toBe(other !== 'empty');
  });

  it('proceeds alone where nothing of the other is missing', async () => {
    expect((await screen('used', 'empty')).decision).toBe('proceed');
    expect((await screen('used', 'down')).decision).toBe('incomplete');
  });
});
