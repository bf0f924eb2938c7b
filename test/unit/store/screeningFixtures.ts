import type { RecordedScreening, ScreeningInput } from '../../../src/store/screeningStore.js';
import { SUBJECT } from './ledgerFixtures.js';

/** A screening to record, named by its id. */
export function screeningOf(screeningId: string): RecordedScreening & ScreeningInput {
  return {
    screeningId,
    screenedAt: '2022-05-16T10:00:00Z',
    decision: 'proceed',
    complete: true,
    validUntil: '2022-05-17T10:00:00Z',
    verdictDigest: `sha256:${'a'.repeat(64)}`,
    factsDigest: `sha256:${'b'.repeat(64)}`,
    ruleSetDigest: `sha256:${'c'.repeat(64)}`,
    policyJson: '{"depth":4}',
    engineVersion: 1,
    anchorsJson: '{}',
    labelSnapshots: [
      { set: 'hopsight-dprk', id: 'hopsight-dprk@1', rows: 3, digest: 'sha256:d', asOf: null },
    ],
    subjects: [SUBJECT],
    verdictJson: '{"decision":"proceed"}',
    input: 'the wallet of Jane Roe',
    payeeReference: 'payee 17',
  };
}
