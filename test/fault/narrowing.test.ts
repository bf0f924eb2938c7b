import { describe, expect, it } from 'vitest';
import { InputError } from '../../src/core/errors.js';
import type { ScreeningDocument } from '../../src/report/document.js';
import { always, webPage } from '../support/faultServer.js';
import { HONEST, honestTransfers, openHonestApp } from '../support/honestWallet.js';
import { chainsOf, closeAfterwards, explorerAt } from '../support/liveSources.js';
import { startLoopbackExplorer } from '../support/loopbackExplorer.js';
import { failureOf } from '../support/sourceBench.js';

const opened = closeAfterwards();

/** A wallet that is used on Ethereum; the explorer of Polygon is down. */
async function openHalfBlind() {
  const ethereum = await opened.server(startLoopbackExplorer({ facts: honestTransfers() }));
  const polygon = await opened.server(
    startLoopbackExplorer({ facts: [], chainId: '137', script: always(webPage(200)) }),
  );
  const app = await openHonestApp({
    chains: chainsOf({ ethereum: [explorerAt(ethereum)], polygon: [explorerAt(polygon)] }),
  });
  return { app, polygon };
}

const narrowedOf = ({ signals }: ScreeningDocument) =>
  signals.filter(({ kind }) => kind === 'narrowed');

describe('a chain that nobody is paid on', () => {
  it('keeps a verdict incomplete, and the gap names it and both ways out', async () => {
    const { app, polygon } = await openHalfBlind();
    const document = await app.screen(HONEST);
    app.close();
    expect(document.decision).toBe('incomplete');
    const [gap] = document.gaps.filter(({ matters }) => matters);
    expect(gap?.sentence).toMatch(/^Nothing of Polygon was seen: /);
    expect(gap?.sentence).toContain(polygon.host);
    expect(gap?.cure).toContain('chains.polygon.sources');
    expect(gap?.cure).toContain('take chains.polygon out of the configuration');
    expect(gap?.cure).toContain('--chain ethereum.');
    expect(narrowedOf(document)).toEqual([]);
  });

  it('can be left out on request, and the verdict says in three places that it was', async () => {
    const { app, polygon } = await openHalfBlind();
    const document = await app.screen(HONEST, { onlyOn: ['ethereum'] });
    app.close();
    expect(document).toMatchObject({ decision: 'proceed', complete: true, gaps: [] });
    expect(document.subjects.map(({ chain }) => chain)).toEqual(['ethereum']);
    expect(polygon.requests).toEqual([]);
    expect(document.summary).toContain('Only Ethereum was looked at, as asked for');
    expect(document.nextStep.text).toMatch(/Pay on Ethereum alone\.$/);
    expect(narrowedOf(document)).toMatchObject([
      { kind: 'narrowed', sentence: expect.stringContaining('Not looked at: Polygon.') },
    ]);
  });

  it('is not left out where it is the one that was asked for', async () => {
    const { app } = await openHalfBlind();
    const document = await app.screen(HONEST, { onlyOn: ['polygon'] });
    app.close();
    expect(document.decision).toBe('incomplete');
  });

  it('is left out of nothing where all that is configured is asked for', async () => {
    const { app } = await openHalfBlind();
    const document = await app.screen(HONEST, { onlyOn: ['ethereum', 'polygon'] });
    app.close();
    expect(document.decision).toBe('incomplete');
    expect(narrowedOf(document)).toEqual([]);
    expect(document.summary).not.toContain('as asked for');
  });
});

describe('chains that were asked for', () => {
  it('are a gap where nothing is configured for them', async () => {
    const { app } = await openHalfBlind();
    const document = await app.screen(HONEST, { onlyOn: ['base'] });
    app.close();
    expect(document.decision).toBe('incomplete');
    expect(document.summary).toContain('Base has no source in the configuration');
  });

  it('must be such as the address may be on, and hold the one that the text names', async () => {
    const { app } = await openHalfBlind();
    const none = await failureOf(app.screen(HONEST, { onlyOn: ['bitcoin'] }));
    const other = await failureOf(app.screen(`eip155:137:${HONEST}`, { onlyOn: ['ethereum'] }));
    app.close();
    expect(none).toBeInstanceOf(InputError);
    expect(other).toBeInstanceOf(InputError);
    expect(String(other)).toContain('add polygon to it');
  });
});
