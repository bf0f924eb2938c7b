import { afterEach, expect, it } from 'vitest';
import { openTestApp } from '../support/openTestApp.js';

const EXPLOITER = '0x098b716b8aaf21512996dc57eb0615e2383e2f96';

/** Nothing but the one address that was public on 2022-04-14, as the FBI and OFAC gave it. */
const KNOWN_THEN = [
  'chain,address,entity,category,actor,event,source,source_date,confidence,listed_on',
  `ethereum,${EXPLOITER},Lazarus Group,stolen-funds,lazarus,Ronin Bridge 2022-03-23,https://sanctionssearch.ofac.treas.gov/Details.aspx?id=27307 (OFAC),2022-04-14,list,2022-04-14`,
].join('\n');

/**
 * The addresses that OFAC listed later for the same theft, with the day.
 *
 * Source: https://ofac.treasury.gov/recent-actions/20220422, https://home.treasury.gov/news/press-releases/jy0768
 */
const LISTED_LATER = [
  ['0xa0e1c89ef1a489c9c7de96311ed5ce5d32c20e4b', '2022-04-22'],
  ['0x3cffd56b47b7b41c56258d9c7731abadc360e073', '2022-04-22'],
  ['0x53b6936513e738f44fb50d2b9476730c0ab3bfc1', '2022-04-22'],
  ['0x35fb6f6db4fb05e6a4ce86f2c93691425626d4b1', '2022-05-06'],
  ['0xf7b31119c2682c88d88d455dbb9d5932c65cf1be', '2022-05-06'],
  ['0x3e37627deaa754090fbfbb8bd226c1ce66d255e9', '2022-05-06'],
  ['0x08723392ed15743cc38513c4925f5e6be5c17243', '2022-05-06'],
] as const;

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

it.each(LISTED_LATER)(
  'knowing only the exploiter, %s is held on the day before it was listed on %s',
  async (address, listedOn) => {
    const app = openTestApp({ labels: { builtIn: false } }, { profile: 'recorded' });
    closing.push(() => app.close());
    await app.app.importLabels({ file: app.write('then.csv', KNOWN_THEN), set: 'then' });
    const dayBefore = new Date(Date.parse(listedOn) - 86_400_000).toISOString().slice(0, 10);
    const { decision, exposures } = await app.screen(address, { asOf: dayBefore });
    const [path] = exposures.flatMap(({ paths }) => paths);
    const summary = {
      decision,
      found: exposures.map(({ direction, actor, label }) => [direction, actor, label.account]),
      first: path?.hops[0]?.from,
      last: path?.hops.at(-1)?.to,
      inTime: path?.hops.every(({ time }) => time < `${listedOn}T00:00:00Z`),
    };
    expect(summary).toEqual({
      decision: 'hold',
      found: [['incoming', 'lazarus', `eip155:1:${EXPLOITER}`]],
      first: `eip155:1:${EXPLOITER}`,
      last: `eip155:1:${address}`,
      inTime: true,
    });
  },
);
