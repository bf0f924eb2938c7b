import { describe, expect, it } from 'vitest';
import { compareScreenings } from '../../../src/report/compareScreenings.js';
import { tellChanges } from '../../../src/report/compareWords.js';
import type { ScreeningDocument } from '../../../src/report/document.js';
import { sampleDocument, sampleVerdict } from './sampleDocument.js';

const held = () => sampleDocument(sampleVerdict('hold'));
const proceeded = () => sampleDocument(sampleVerdict('proceed'));

const tell = (before: ScreeningDocument, after: ScreeningDocument) =>
  tellChanges(compareScreenings(before, after), { after });

describe('two screenings of one wallet', () => {
  it('that say the same differ in nothing, whenever they were made', () => {
    const later = {
      ...held(),
      screeningId: '01M83ENV1HC58FWK3A60WX0X40',
      screenedAt: '2022-05-03',
    };
    expect(compareScreenings(held(), later)).toEqual({
      wallet: 'same',
      decision: null,
      complete: null,
      findings: [],
      exposures: { added: [], gone: [], changed: [] },
      gaps: { added: [], gone: [] },
      labels: [],
      ruleSet: null,
      engineVersion: null,
      facts: 'same',
    });
    expect(tell(held(), later)).toEqual([
      'The decision is the same: hold.',
      'Both judged the same facts.',
    ]);
  });

  it('tell a new decision first, then the rule and the exposure behind it', () => {
    const changes = compareScreenings(proceeded(), held());
    expect(changes.decision).toEqual({ before: 'proceed', after: 'hold' });
    expect(changes.findings).toMatchObject([
      { ruleId: 'dprk-incoming', before: null, after: 'hold' },
    ]);
    expect(changes.exposures.added).toMatchObject([{ entity: 'Lazarus Group', kind: 'indirect' }]);
    expect(changes.gaps.gone).toHaveLength(1);
    const [first, second] = tell(proceeded(), held());
    expect(first).toBe('The decision changed from proceed to hold.');
    expect(second).toMatch(/^The rule dprk-incoming fires now \(hold\): An estimated 22\.5 %/);
  });

  it('tell what went as well as what came', () => {
    const texts = tell(held(), proceeded());
    expect(texts).toContain('The rule dprk-incoming (hold) does not fire any more.');
    expect(texts).toContain(
      'No longer an exposure: Lazarus Group (stolen-funds), incoming, indirect.',
    );
  });

  it('tell which share grew and which shrank, and not more of shares of another measure', () => {
    const before = held();
    const grown = (change: object): ScreeningDocument => ({
      ...before,
      exposures: before.exposures.map((exposure) => ({
        ...exposure,
        share: exposure.share === null ? null : { ...exposure.share, ...change },
      })),
    });
    expect(tell(before, grown({ haircut: '0.300000', upper: '0.400000' }))).toContain(
      'Lazarus Group (stolen-funds), incoming, indirect: pro rata 30 %, 22.5 % before (more); at most 40 %, not told before.',
    );
    expect(tell(before, grown({ haircut: '0.100000' }))).toContain(
      'Lazarus Group (stolen-funds), incoming, indirect: pro rata 10 %, 22.5 % before (less).',
    );
    const [change] = compareScreenings(before, grown({ asset: 'usd', haircut: '0.300000' }))
      .exposures.changed;
    expect(change?.figures).toMatchObject([{ figure: 'haircut', trend: 'unknown' }]);
  });

  it('tell other rules, labels and engines by what they are called, and facts that are others', () => {
    const after = sampleDocument(sampleVerdict('hold'), {
      ruleSet: { id: 'strict', digest: 'sha256:ee' },
      tool: { name: 'hopsight', version: '0.2.0', engineVersion: 2 },
      labelSnapshots: [
        { set: 'ofac-sdn', id: 'ofac-sdn@2', rows: 873, digest: 'sha256:dd', asOf: '2022-05-01' },
        { set: 'own', id: 'own@1', rows: 1, digest: 'sha256:ff', asOf: null },
      ],
      factsDigest: 'sha256:00',
    });
    expect(tell(held(), after).slice(1)).toEqual([
      'The label set ofac-sdn is in another state: as of 2022-05-01, 873 rows, as of 2022-04-30, 872 rows before.',
      'The label set own answers now (day not known, 1 row).',
      'The rules are others: default before, strict now, of another digest.',
      'The engine is another: version 1 before, 2 now.',
      'The facts are others: the wallet or its surroundings moved money since, or more of it was seen.',
    ]);
  });

  it('of different wallets say so before anything else', () => {
    const other = held();
    const subjects = other.exposures.map(({ label }) => ({
      account: label.account,
      address: '0x098B716B8Aaf21512996dC57EB0615e2383E2f96',
      chain: 'ethereum',
      ensName: null,
      accountKind: 'key' as const,
    }));
    expect(tell(held(), { ...other, subjects })[0]).toBe(
      'The two screenings are of different wallets.',
    );
  });
});
