import { describe, expect, it } from 'vitest';
import { evmTwin } from '../../../src/chains/labelAddress.js';
import type { Attribution } from '../../../src/core/attribution.js';
import { readRules } from '../../../src/packageFiles.js';
import { judgeLabels } from '../../../src/screening/judgeLabels.js';

const ACCOUNT = evmTwin('TAqg8TXo8tmpaz7TwHS669Tgt8MPSWgoxB');
if (ACCOUNT === null) throw new Error('The address has no twin.');

const FREEZE: Attribution = {
  account: ACCOUNT,
  entity: 'Frozen by Tether (USDT)',
  category: 'frozen',
  actor: null,
  event: null,
  authority: 'vendor',
  confidence: 1,
  use: 'note',
  set: 'freezes',
  source: 'https://example.org',
  sourceDate: '2025-01-01',
  entityListedOn: null,
  listedOn: '2025-01-01',
  delistedOn: null,
  note: null,
};

describe('an address judged by its labels alone', () => {
  it('is held where an issuer froze it, as a screening holds it', () => {
    const judged = judgeLabels(FREEZE.account, [FREEZE], readRules(null));
    expect(judged.decision).toBe('hold');
    expect(judged.findings[0]?.ruleId).toBe('frozen-by-issuer');
  });

  it('is not held any more once the issuer released it', () => {
    const released = { ...FREEZE, delistedOn: '2025-06-01' };
    const judged = judgeLabels(FREEZE.account, [released], readRules(null));
    expect(judged).toMatchObject({ decision: null, findings: [] });
  });

  it('tells the claims that a vouch lowered', () => {
    const vouch = { vouchId: '01J', authorId: 1, until: '2027-01-01' };
    const lowered = { ...FREEZE, category: 'laundering', authority: 'researcher', vouch } as const;
    const judged = judgeLabels(FREEZE.account, [lowered], readRules(null));
    expect(judged.findings.map(({ ruleId }) => ruleId)).toEqual(['vouched']);
  });
});
