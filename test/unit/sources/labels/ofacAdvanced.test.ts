import { describe, expect, it } from 'vitest';
import { ADVANCED, change, readLabels, rowsOf } from './ofacFiles.js';

describe("OFAC's advanced file", () => {
  it('becomes claims of the named set, each with the page of its party', async () => {
    const labels = await readLabels(ADVANCED);
    expect(labels.asOf).toBe('2025-11-09');
    expect(rowsOf(labels, '27307')).toEqual([
      {
        account: 'eip155:1:0x098b716b8aaf21512996dc57eb0615e2383e2f96',
        entity: 'Lazarus Group',
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
        entityListedOn: '2019-09-13',
        listedOn: null,
        delistedOn: null,
        note: 'Listed under ETH.',
      },
    ]);
  });

  it('accounts for every address of the file, as a row or with a reason', async () => {
    const { rows, leftOut } = await readLabels(ADVANCED);
    const features = ADVANCED.match(/FeatureTypeID="60\d"/g) ?? [];
    expect(rows.length + leftOut.length).toBe(features.length);
    expect(leftOut.map(({ where }) => where)).toEqual([
      'party 27307, ETH 0xa11ce00000000000000000000000000000000001',
      'party 37070, XBT 3F6bbvS1krsc1qR8FsbTDfYQyvkMm3QvmR',
      'party 900007, XMR 5be5543ff73456ab9f2d207887e2af87322c651ea1a873c5b25b7ffae456c320',
      'party 900007, XNEW xnew-unheard-of-format',
      'party 900008, ETH 0xb0b0000000000000000000000000000000000008',
      'party 900009, ETH 0xb0b0000000000000000000000000000000000009',
    ]);
  });

  it('takes the primary Latin name, its parts in the order of the file', async () => {
    const labels = await readLabels(ADVANCED);
    expect(rowsOf(labels, '55065')[0]?.entity).toBe('Andreyev Vitaliy Sergeyevich');
    expect(rowsOf(labels, '900001')[0]?.entity).toBe('Agent of a Bank & Sons');
  });

  it('takes the name of another script where there is no Latin one', async () => {
    const latin = '<DocumentedName ID="6" FixedRef="55065" DocNameStatusID="1">';
    const labels = await readLabels(change(ADVANCED, latin, latin.replace('="1">', '="2">')));
    expect(rowsOf(labels, '55065')[0]?.entity).toBe('Андреев');
  });

  it('names a party without a name by its number', async () => {
    const named = '<Identity ID="11" FixedRef="900001" Primary="true"';
    const labels = await readLabels(change(ADVANCED, named, named.replace('true', 'false')));
    expect(rowsOf(labels, '900001')[0]?.entity).toBe('Party 900001 of OFAC’s list');
  });

  it('does not take the name of an identity that OFAC calls false', async () => {
    const identity = '<Identity ID="11" FixedRef="900001" Primary="true" False="false">';
    const labels = await readLabels(
      change(ADVANCED, identity, identity.replace('False="false"', 'False="true"')),
    );
    expect(rowsOf(labels, '900001')[0]?.entity).toBe('Party 900001 of OFAC’s list');
  });

  it('dates the entity by its first entry, and never the address', async () => {
    const labels = await readLabels(ADVANCED);
    expect(rowsOf(labels, '900001')[0]?.entityListedOn).toBe('2021-12-01');
    expect(rowsOf(labels, '900002')[0]?.entityListedOn).toBeNull();
    expect(labels.rows.every((row) => row.listedOn === null && row.sourceDate === null)).toBe(true);
  });

  it('names the programmes alone among the measures', async () => {
    const labels = await readLabels(ADVANCED);
    expect(rowsOf(labels, '900001')[0]?.event).toBe('OFAC NPWMD, CYBER2');
    expect(rowsOf(labels, '27307')[0]?.event).toBe('OFAC DPRK3');
  });

  it('joins several entries of one party on the list', async () => {
    const entry = '<SanctionsEntry ID="900002" ProfileID="900002" ListID="31">';
    const second = `<SanctionsEntry ID="7" ProfileID="900002" ListID="31">
      <EntryEvent ID="7" EntryEventTypeID="1"><Date><Year>2018</Year><Month>2</Month><Day>3</Day></Date></EntryEvent>
      <SanctionsMeasure ID="70" SanctionsTypeID="52"><Comment>SDGT</Comment></SanctionsMeasure>
    </SanctionsEntry>`;
    const labels = await readLabels(change(ADVANCED, entry, `${second}${entry}`));
    expect(rowsOf(labels, '900002')[0]).toMatchObject({
      event: 'OFAC SDGT, NPWMD',
      entityListedOn: '2018-02-03',
    });
  });

  it('leaves out an address that OFAC calls false', async () => {
    const { rows, leftOut } = await readLabels(ADVANCED);
    expect(rows.some(({ account }) => account.includes('a11ce'))).toBe(false);
    expect(leftOut[0]?.problem).toBe('OFAC itself calls the address false.');
  });

  it('keeps an address that OFAC calls confirmed or unknown', async () => {
    const doubted = '<FeatureVersion ID="102" ReliabilityID="42">';
    const labels = await readLabels(change(ADVANCED, doubted, doubted.replace('42', '43')));
    expect(rowsOf(labels, '27307')).toHaveLength(2);
  });

  it('leaves out parties of another list, and those taken off this one', async () => {
    const labels = await readLabels(ADVANCED);
    expect(rowsOf(labels, '900008')).toEqual([]);
    expect(rowsOf(labels, '900009')).toEqual([]);
    const inForce = change(
      ADVANCED,
      'ID="9000091" EntryEventTypeID="2"',
      'ID="9" EntryEventTypeID="1"',
    );
    expect(rowsOf(await readLabels(inForce), '900009')).toHaveLength(1);
  });

  it.each([
    ['listed again later', '2024-01-02', 1],
    ['listed again on that day', '2024-01-01', 1],
    ['listed before', '2023-12-31', 0],
  ])('goes by the last event of a party that was taken off: %s', async (_, day, rows) => {
    const [Year, Month, Day] = day.split('-');
    const measure = '<SanctionsMeasure ID="15"';
    const event = `<EntryEvent ID="99" EntryEventTypeID="1"><Date><Year>${Year}</Year><Month>${Month}</Month><Day>${Day}</Day></Date></EntryEvent>`;
    const labels = await readLabels(change(ADVANCED, measure, `${event}${measure}`));
    expect(rowsOf(labels, '900009')).toHaveLength(rows);
  });

  it('reads the consolidated list by the same means', async () => {
    const labels = await readLabels(ADVANCED, { list: 'consolidated' });
    expect(labels.rows.map(({ entity }) => entity)).toEqual(['On Another List']);
    expect(labels.rows[0]?.note).toContain('forbids less');
    expect(labels.rows[0]?.event).toBe('OFAC CMIC-EO13959');
  });

  it('finds new currencies by the words of the file, whatever their numbers', async () => {
    const renumbered = ADVANCED.replaceAll('"602"', '"31415"');
    expect(await readLabels(renumbered)).toEqual(await readLabels(ADVANCED));
    const labels = await readLabels(ADVANCED);
    expect(labels.rows.find(({ note }) => note === 'Listed under XNEW.')?.account).toBe(
      'eip155:1:0xb0b0000000000000000000000000000000000007',
    );
  });

  it('reads the namespace that OFAC used until 2024', async () => {
    const former = ADVANCED.replace(
      'https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/ADVANCED_XML',
      'http://www.un.org/sanctions/1.0',
    );
    expect(await readLabels(former)).toEqual(await readLabels(ADVANCED));
  });
});
