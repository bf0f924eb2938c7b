import { afterEach, describe, expect, it } from 'vitest';
import type { ScreeningDocument } from '../../src/report/document.js';
import { formatJson } from '../../src/report/json.js';
import { paintNothing } from '../../src/report/lines.js';
import { formatScreeningText } from '../../src/report/text.js';
import { openTestApp, type TestApp } from '../support/openTestApp.js';

const EXPLOITER = '0x098b716b8aaf21512996dc57eb0615e2383e2f96';
const ONE_HOP = '0x1bf53ce80ff2ed5711b8a2db8f7ea5b38da118d6';
const TWO_HOPS = '0x9e1e41985048c07a68a67f632f82799baaf903b1';
const RANSOM = '115p7UMMngoj1pMvkpHijcRdfJNXj6LrLn';

const EXPLOITER_ALONE = [
  'chain,address,entity,category,actor,event,source,source_date,confidence',
  `ethereum,${EXPLOITER},Lazarus Group,sanctioned,Lazarus Group,Ronin Bridge 2022-03-23,https://sanctionssearch.ofac.treas.gov/Details.aspx?id=27307 (OFAC),2022-04-14,list`,
].join('\n');

const opened: TestApp[] = [];
const open = (...args: Parameters<typeof openTestApp>): TestApp => {
  const app = openTestApp(...args);
  opened.push(app);
  return app;
};
afterEach(() => {
  for (const app of opened.splice(0)) app.close();
});

const withBuiltIn = () => open({}, { profile: 'recorded' });
const withExploiterAlone = async () => {
  const app = open({ labels: { builtIn: false } }, { profile: 'recorded' });
  await app.app.importLabels({ file: app.write('one.csv', EXPLOITER_ALONE), set: 'one' });
  return app;
};

/** The composition's rows against the totals, per account and asset, in atomic units. */
function unaccounted(document: ScreeningDocument): readonly string[] {
  const { totals, composition } = document;
  const rest = new Map<string, bigint>();
  const add = (
    side: string,
    row: { account: string; asset: string; amount: string },
    sign: bigint,
  ) => {
    if (row.asset === 'usd') return;
    const key = `${side} ${row.account} ${row.asset}`;
    rest.set(key, (rest.get(key) ?? 0n) + sign * BigInt(row.amount));
  };
  for (const row of totals.incoming.received) add('in', row, 1n);
  for (const row of totals.incoming.returned) add('in', row, 1n);
  for (const row of composition.incoming) add('in', row, -1n);
  for (const row of totals.outgoing.sent) add('out', row, 1n);
  for (const row of totals.outgoing.returned) add('out', row, 1n);
  for (const row of composition.outgoing) add('out', row, -1n);
  return [...rest].filter(([, amount]) => amount !== 0n).map(([key]) => key);
}

describe('the recorded cases', () => {
  it('hold a wallet one hop from the exploiter by a traced path, before it had a label of its own', async () => {
    const document = await withBuiltIn().screen(ONE_HOP, { asOf: '2022-04-20' });
    expect(document.decision).toBe('hold');
    expect(document.exposures.map(({ kind, minHops }) => [kind, minHops])).toEqual([['direct', 1]]);
    await expect(formatJson(document)).toMatchFileSnapshot(
      'verdicts/ronin-one-hop-2022-04-20.json',
    );
  });

  it('hold the same wallet by its own label once researchers had published it', async () => {
    const document = await withBuiltIn().screen(ONE_HOP);
    expect(document.decision).toBe('hold');
    expect(document.exposures.map(({ kind }) => kind)).toEqual(['ownership', 'direct']);
  });

  it('link a wallet at two hops when only the exploiter itself is labelled', async () => {
    const document = await (await withExploiterAlone()).screen(TWO_HOPS);
    expect(document.decision).toBe('hold');
    expect(document.exposures).toMatchObject([
      { kind: 'indirect', minHops: 2, direction: 'incoming', entity: 'Lazarus Group' },
    ]);
    const [path] = document.exposures[0]?.paths ?? [];
    expect(path?.hops.map(({ from }) => from)).toEqual([
      `eip155:1:${EXPLOITER}`,
      'eip155:1:0xa0e1c89ef1a489c9c7de96311ed5ce5d32c20e4b',
    ]);
    await expect(formatJson(document)).toMatchFileSnapshot('verdicts/ronin-two-hops.json');
  });

  it('link the swap wallets both ways', async () => {
    for (const swap of [
      '0xe708f17240732bbfa1baa8513f66b665fbc7ce10',
      '0x665660f65e94454a64b96693a67a41d440155617',
    ]) {
      const { exposures } = await (await withExploiterAlone()).screen(swap);
      expect(exposures.map(({ kind, direction }) => `${direction} ${kind}`).sort()).toEqual([
        'incoming direct',
        'outgoing direct',
      ]);
    }
  });

  it('do not hold a stranger who only sent dust to an exploiter address', async () => {
    const stranger = '0x63757fe32201b37d005b97812593fc6d228a5ed0';
    const document = await withBuiltIn().screen(stranger);
    expect(document.decision).not.toBe('hold');
    expect(document.signals.map(({ kind }) => kind)).toContain('dust-contact');
  });

  it('treat the exchange wallet that paid the exploiter’s first fees as a service', async () => {
    const document = await withBuiltIn().screen('0x4976a4a02f38326660d17bf34b431dc6e2eb2327');
    expect(document.decision).toBe('review');
    expect(document.signals.map(({ kind }) => kind)).toContain('custodial');
    const layout = { zone: 'UTC', paint: paintNothing, width: 100 };
    expect(formatScreeningText(document, layout)).toMatch(/^Not traced: /m);
  });

  it('hold a WannaCry ransom address by its label, and say which origins were not seen', async () => {
    const document = await withBuiltIn().screen(RANSOM);
    expect(document.decision).toBe('hold');
    expect(document.exposures[0]).toMatchObject({ kind: 'ownership', actor: 'lazarus' });
    await expect(formatJson(document)).toMatchFileSnapshot('verdicts/wannacry-ransom.json');
  });

  it('account for every unit, on every recorded wallet', async () => {
    const { screen } = withBuiltIn();
    const listed = [
      EXPLOITER,
      '0xa0e1c89ef1a489c9c7de96311ed5ce5d32c20e4b',
      '0x3cffd56b47b7b41c56258d9c7731abadc360e073',
      '0x53b6936513e738f44fb50d2b9476730c0ab3bfc1',
      '0x35fb6f6db4fb05e6a4ce86f2c93691425626d4b1',
      '0xf7b31119c2682c88d88d455dbb9d5932c65cf1be',
      '0x3e37627deaa754090fbfbb8bd226c1ce66d255e9',
      '0x08723392ed15743cc38513c4925f5e6be5c17243',
    ];
    for (const wallet of [...listed, ONE_HOP, TWO_HOPS, RANSOM]) {
      const document = await screen(wallet);
      expect(document.totals.incoming.received.length).toBeGreaterThan(0);
      expect(unaccounted(document), wallet).toEqual([]);
    }
  });

  it('hold every address that OFAC lists for the theft, by ownership', async () => {
    const { screen } = withBuiltIn();
    const document = await screen(EXPLOITER);
    expect(document.exposures[0]).toMatchObject({ kind: 'ownership', entity: 'Lazarus Group' });
    const theft = document.totals.incoming.received.find(({ asset }) =>
      asset.endsWith('slip44:60'),
    );
    // The theft itself is an internal transfer; without it 95 % of the income would be missing.
    expect(BigInt(theft?.amount ?? 0) > 173_600n * 10n ** 18n).toBe(true);
  });
});
