import { describe, expect, it } from 'vitest';
import { CLASSIC, change, readLabels, rowsOf } from './ofacFiles.js';

describe("OFAC's classic file", () => {
  it('becomes claims of the same shape as the advanced one', async () => {
    const labels = await readLabels(CLASSIC);
    expect(labels.asOf).toBe('2025-11-09');
    expect(rowsOf(labels, '27307')).toEqual([
      {
        account: 'eip155:1:0x098b716b8aaf21512996dc57eb0615e2383e2f96',
        entity: 'LAZARUS GROUP',
        category: 'sanctioned',
        actor: 'lazarus',
        event: 'OFAC DPRK3',
        authority: 'list',
        confidence: 1,
        use: 'exposure',
        set: 'ofac-sdn',
        source:
          'https://sanctionssearch.ofac.treas.gov/Details.aspx?id=27307 (OFAC: list entry 27307)',
        sourceDate: null,
        entityListedOn: null,
        listedOn: null,
        delistedOn: null,
        note: 'Listed under ETH.',
      },
    ]);
  });

  it('accounts for every address, and takes none from other identifiers', async () => {
    const { rows, leftOut } = await readLabels(CLASSIC);
    expect(rows.map(({ entity }) => entity)).toEqual([
      'LAZARUS GROUP',
      'BLENDER.IO',
      'AGENT First',
      'HELPER',
      'NOTED',
      'UNRELATED',
    ]);
    expect(leftOut).toEqual([
      {
        where: 'party 37070, XBT 3F6bbvS1krsc1qR8FsbTDfYQyvkMm3QvmR',
        problem: 'An earlier row of the same party says the same.',
      },
    ]);
  });

  it('takes no address from an identifier without a kind', async () => {
    const kind = '<idType>Secondary sanctions risk:</idType>';
    const labels = await readLabels(change(CLASSIC, kind, ''));
    expect(labels.leftOut).toHaveLength(1);
    const first = '<idType>Digital Currency Address - XBT</idType>';
    const second = CLASSIC.lastIndexOf(first);
    const kindless = `${CLASSIC.slice(0, second)}${CLASSIC.slice(second + first.length)}`;
    expect((await readLabels(kindless)).leftOut).toEqual([]);
  });

  it('follows relations by the names in the remarks', async () => {
    const labels = await readLabels(CLASSIC);
    const actors = labels.rows.map(({ actor }) => actor);
    expect(actors).toEqual([
      'lazarus',
      'dprk-facilitator',
      'dprk-facilitator',
      'dprk-facilitator',
      'dprk-other',
      null,
    ]);
  });

  it('reads the regulations on North Korea from the remarks too', async () => {
    const remark = 'Secondary sanctions risk: North Korea Sanctions Regulations, section 510.201';
    const noted = change(CLASSIC, '(Linked To: SOMEBODY ELSE)', remark);
    expect(rowsOf(await readLabels(noted), '900005')[0]?.actor).toBe('dprk-other');
  });

  it('does not take an alias for the name, nor the number of an identifier for the party', async () => {
    const labels = await readLabels(CLASSIC);
    expect(rowsOf(labels, '27307')[0]?.entity).toBe('LAZARUS GROUP');
    expect(labels.rows.every(({ source }) => /\?id=\d{5,6} /.test(source))).toBe(true);
  });

  it('reads the consolidated list, which may hold no address', async () => {
    const [head = '', ...entries] = CLASSIC.split('<sdnEntry>');
    const last = `${head.replace('>7<', '>1<')}<sdnEntry>${entries.at(-1)}`;
    const labels = await readLabels(last, { list: 'consolidated' });
    expect(labels).toEqual({ rows: [], asOf: '2025-11-09', leftOut: [] });
    await expect(readLabels(last)).rejects.toThrow('holds no addresses of digital currencies');
  });

  it('refuses fewer parties than it announces, and takes more', async () => {
    const announce = (count: string) =>
      change(CLASSIC, '>7</Record_Count>', `>${count}</Record_Count>`);
    await expect(readLabels(announce('8'))).rejects.toThrow('fewer parties than it says');
    await expect(readLabels(announce('6'))).resolves.toEqual(await readLabels(CLASSIC));
    await expect(readLabels(announce('many'))).rejects.toThrow('Record_Count');
  });

  it('refuses a file without its day, or with a day that is none', async () => {
    const day = '<Publish_Date>11/09/2025</Publish_Date>';
    await expect(readLabels(change(CLASSIC, day, ''))).rejects.toThrow('Publish_Date');
    await expect(readLabels(change(CLASSIC, '11/09/2025', '13/09/2025'))).rejects.toThrow(
      'not in the calendar',
    );
  });

  it('reads the namespaces that OFAC used until 2024', async () => {
    const now = 'https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/XML';
    for (const former of ['https://tempuri.org/sdnList.xsd', 'http://tempuri.org/sdnList.xsd']) {
      expect(await readLabels(change(CLASSIC, now, former))).toEqual(await readLabels(CLASSIC));
    }
  });
});
