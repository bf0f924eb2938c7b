import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { answerTo, createMonthAnswers } from '../../../../src/app/service/monthAsks.js';
import { migrationsFolder } from '../../../../src/packageFiles.js';
import { openDatabase } from '../../../../src/store/open.js';
import { createMonthRows } from '../../../support/monthRows.js';
import { openTestApp, type TestApp } from '../../../support/openTestApp.js';
import { ANN } from '../../../support/paymentWorld.js';
import { ETH, evmAccount } from '../../../support/world.js';

const PROGRESS = { onProgress: () => undefined, signal: new AbortController().signal };
const WALLET = '0x52908400098527886E0F7030069857D2E4169EE7';

const opened: TestApp[] = [];
afterEach(() => {
  for (const { close } of opened.splice(0)) close();
});

/** A page of November 2026 that is looked at by a clock; it tells the moment at which it was summed up. */
function openPage(config = {}) {
  let nowMs = Date.parse('2026-11-22T10:00:00Z');
  const world = openTestApp(config, { nowMs: () => nowMs });
  opened.push(world);
  const answer = createMonthAnswers(world.app);
  const look = async (month = '2026-11', asOf: string | null = null) => {
    const ask = { kind: 'view', month, edition: { kind: 'now' }, asOf } as const;
    return answerTo('view', await answer(ask, PROGRESS)).view.asOf;
  };
  const goTo = (iso: string) => {
    nowMs = Date.parse(iso);
  };
  const write = (work: (rows: ReturnType<typeof createMonthRows>) => void) => {
    const file = join(world.folder, 'test.sqlite');
    const db = openDatabase({ file, migrationsFolder, now: () => nowMs });
    work(createMonthRows(db));
    db.close();
  };
  const tell = () => {
    const text = `Date,Wallet,Network,Coin,Amount,Invoice\n2026-11-05,${WALLET},ethereum,USDC,5,I-1`;
    world.app.paid.importFile({ name: 'november.csv', bytes: Buffer.from(text) }, ANN);
  };
  return { ...world, look, goTo, write, tell };
}

describe('the page of a month', () => {
  it('is summed up once while nothing is written, and told as of then', async () => {
    const { look, goTo, app } = openPage();
    const first = await look();
    expect(first).toBe('2026-11-22T10:00:00Z');
    goTo('2026-11-22T18:00:00Z');
    app.audit.append({ actor: null, action: 'signed-in', subjectId: null });
    expect([await look(), await look('2026-11', first)]).toEqual([first, first]);
  });

  it('is summed up again once a payment was told, whatever moment was looked at first', async () => {
    const { look, goTo, tell } = openPage();
    const first = await look();
    goTo('2026-11-22T11:00:00Z');
    tell();
    // Links and downloads of what is looked at stay the same.
    expect(await look('2026-11', first)).toBe(first);
    expect(await look()).toBe('2026-11-22T11:00:00Z');
  });

  it('is summed up again for a screening that no row of the log tells, and for one that ended', async () => {
    const { look, goTo, write } = openPage();
    const first = await look();
    write(({ screened }) =>
      screened({
        ...{ id: 's1', account: evmAccount(1), screenedAt: '2026-11-22T10:00:00Z' },
        ...{ validUntil: '2026-11-22T12:00:00Z', decision: 'proceed', verdict: {} },
      }),
    );
    goTo('2026-11-22T11:00:00Z');
    const second = await look();
    expect(second).not.toBe(first);
    goTo('2026-11-22T11:59:59Z');
    expect(await look()).toBe(second);
    goTo('2026-11-22T12:00:00Z');
    expect(await look()).toBe('2026-11-22T12:00:00Z');
  });

  it.each([
    ['a day of UTC', { timeZone: 'UTC' }, '2026-11-22T23:59:59Z', '2026-11-23T00:00:00Z'],
    [
      'a day of the zone',
      { timeZone: 'Asia/Tokyo' },
      '2026-11-22T14:59:59Z',
      '2026-11-22T15:00:00Z',
    ],
  ])('is summed up again on %s', async (_, config, last, next) => {
    const { look, goTo } = openPage(config);
    const first = await look();
    goTo(last);
    expect(await look()).toBe(first);
    goTo(next);
    expect(await look()).toBe(next);
  });

  it('is summed up again while a price is not known, which somebody may tell by now', async () => {
    const { look, goTo, write } = openPage();
    const told = { account: evmAccount(1), asset: ETH, amount: 10n ** 18n };
    write(({ found }) => found({ ...told, id: 'p1', at: '2026-11-05T10:00:00Z', rail: 'direct' }));
    const first = await look();
    goTo('2026-11-22T10:00:01Z');
    expect(await look()).not.toBe(first);
  });
});
