import { describe, expect, it } from 'vitest';
import { tracedTwin } from '../../../src/chains/labelAddress.js';
import { createLabelStore } from '../../../src/store/labelStore.js';
import { createMonthChecks } from '../../../src/store/monthChecks.js';
import { createConfirmedSets } from '../../../src/store/monthLabels.js';
import { createMonthScreenings } from '../../../src/store/monthScreenings.js';
import { createMonthRows } from '../../support/monthRows.js';
import { ETH, evmAccount } from '../../support/world.js';
import { openForTest } from './temporaryDatabase.js';

const ACCOUNT = evmAccount(7);
const AT = '2026-10-05T10:00:00Z';
const OCTOBER = { from: '2026-10-01T00:00:00Z', to: '2026-11-01T00:00:00Z' };

const exposure = (parts: object) => ({
  ...{ entity: 'Lazarus', category: 'stolen-funds', direction: 'incoming', kind: 'indirect' },
  ...{ designation: 'both', label: { account: evmAccount(9), source: 'https://example.org' } },
  ...{ paths: [{ hops: [], carried: '5' }], minHops: 2 },
  ...parts,
});
const share = { haircut: '0.100000', fifo: '0.200000', lower: null, upper: '0.300000' };

describe('recorded screenings of a month', () => {
  const open = () => {
    const db = openForTest();
    return { rows: createMonthRows(db), store: createMonthScreenings(db) };
  };
  const plain = {
    ...{ account: ACCOUNT, screenedAt: AT, validUntil: '2026-10-06T10:00:00Z' },
    decision: 'hold' as const,
  };

  it('are told without their verdicts, those of the present apart from those of the past', () => {
    const { rows, store } = open();
    rows.screened({ ...plain, id: 'now', payeeReference: 'C-1' });
    rows.screened({ ...plain, id: 'past', complete: false, verdict: { asOf: AT } });
    rows.screened({ ...plain, id: 'later', screenedAt: OCTOBER.to });
    const told = { screenedAt: AT, validUntil: plain.validUntil, decision: 'hold' };
    const of = { ruleSetDigest: 'sha256:rules', subjects: [ACCOUNT] };
    expect(store.listMarks(OCTOBER.to)).toEqual([
      { ...told, ...of, screeningId: 'now', complete: true, isPresent: true, isOfPayee: true },
      { ...told, ...of, screeningId: 'past', complete: false, isPresent: false, isOfPayee: false },
    ]);
  });

  it('are read with the rules that fired and whom they met', () => {
    const { rows, store } = open();
    const finding = { ruleId: 'r', severity: 'hold', sentence: 'Why.', exposures: [0], source: '' };
    const seen = { firstSeen: '2026-03-01T00:00:00Z', lastSeen: '2026-03-02T00:00:00Z' };
    const verdict = {
      findings: [finding],
      exposures: [
        exposure({ share: { ...share, asset: ETH }, ...seen }),
        exposure({ kind: 'ownership', share: null }),
      ],
    };
    rows.screened({ ...plain, id: 'a', verdict });
    rows.screened({ ...plain, id: 'b' });
    rows.screened({ ...plain, id: 'c', verdict });
    const met = {
      ...{ entity: 'Lazarus', category: 'stolen-funds', direction: 'incoming' },
      ...{ designation: 'both', account: evmAccount(9) },
    };
    expect(store.readFindings(['a', 'b'])).toEqual([
      {
        screeningId: 'a',
        findings: [{ ruleId: 'r', severity: 'hold', exposures: [0] }],
        exposures: [
          { ...met, kind: 'indirect', share, ...seen },
          { ...met, kind: 'ownership', share: null, firstSeen: null, lastSeen: null },
        ],
      },
      { screeningId: 'b', findings: [], exposures: [] },
    ]);
  });

  it('are refused where they are of another form', () => {
    const { rows, store } = open();
    rows.screened({ ...plain, id: 'a', verdict: { exposures: [exposure({ category: 'x' })] } });
    expect(() => store.readFindings(['a'])).toThrow('unknown form');
  });
});

describe('checks of a month', () => {
  const open = () => {
    const db = openForTest();
    return { rows: createMonthRows(db), store: createMonthChecks(db) };
  };
  const plain = {
    ...{ account: ACCOUNT, asset: ETH, amount: 10n ** 30n, screeningId: 's', invoice: 'INV-1' },
    decidedAt: AT,
  };

  it('are told with what became of them', () => {
    const { rows, store } = open();
    rows.checked({ ...plain, id: 'c1', decision: 'review' });
    rows.released('c1', AT);
    rows.checked({ ...plain, id: 'c2', decision: 'hold' });
    const override = { askedAt: AT, agreedAt: '2026-10-06T10:00:00Z', until: '2026-10-20' };
    rows.overridden('c2', { id: 'o', ...override });
    expect(store.listChecks()).toMatchObject([
      {
        ...{ checkId: 'c1', sequence: 1, chain: 'ethereum', asset: ETH, amount: 10n ** 30n },
        ...{ invoice: 'INV-1', invoiceKey: 'inv-1', decidedAt: AT, decision: 'review' },
        ...{ approvedFrom: null, approvedUntil: null, withdrawnAt: null, family: 'evm' },
        release: { at: AT, by: 'cleo', reason: 'Asked.' },
      },
      { checkId: 'c2', decision: 'hold', release: null },
    ]);
    expect(store.listAgreed()).toEqual([
      {
        ...{ overrideId: 'o', checkId: 'c2', askedBy: 'ann', agreedBy: 'cleo' },
        ...{ agreedAt: override.agreedAt, until: override.until, withdrawnAt: null },
        reason: 'The court said so.',
      },
    ]);
  });

  it('are told with the signals that weigh, of those that were decided in a span', () => {
    const { rows, store } = open();
    const signal = (
      kind: 'lookalike' | 'first-payment' | 'frozen-by-issuer',
      severity: 'info' | 'hold' | 'review',
    ) => ({
      ...{ kind, severity, sentence: 'Why.' },
    });
    const signals = [
      signal('lookalike', 'review'),
      signal('first-payment', 'info'),
      signal('frozen-by-issuer', 'hold'),
    ];
    rows.checked({ ...plain, id: 'c1', decision: 'hold', signals });
    rows.checked({ ...plain, id: 'c2', decision: 'hold', signals, decidedAt: OCTOBER.to });
    expect(store.listSignals(OCTOBER)).toEqual([
      { checkId: 'c1', kind: 'lookalike' },
      { checkId: 'c1', kind: 'frozen-by-issuer' },
    ]);
  });
});

describe('confirmations of label sets', () => {
  it('are the checks that were answered, with the state that they are about', () => {
    const db = openForTest();
    const labels = createLabelStore(db, { tracedTwin });
    const { digest } = labels.importSet({
      ...{ set: 'x', rows: [], asOf: null, fileDigest: 'sha256:0', importedAt: AT },
    });
    const served = { etag: null, lastModified: null, feedDigest: null };
    labels.recordCheck({ set: 'x', checkedAt: AT, outcome: { kind: 'imported', ...served } });
    labels.recordCheck({
      ...{ set: 'x', checkedAt: OCTOBER.to, outcome: { kind: 'failed', problem: 'No answer.' } },
    });
    expect(createConfirmedSets(db)()).toEqual([{ set: 'x', checkedAt: AT, digest }]);
  });
});
