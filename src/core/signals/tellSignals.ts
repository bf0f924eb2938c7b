import type { Exposure } from '../exposure.js';
import type { Signal } from '../signal.js';
import type { Trace } from '../trace/traceState.js';
import { tellAge } from './age.js';
import { tellChainHopping } from './chainHopping.js';
import { tellDepositBoxes } from './depositBox.js';
import { tellDustContacts } from './dustContact.js';
import { tellFirstGasFunder } from './firstGasFunder.js';
import { tellFrozenContacts } from './frozen.js';
import { tellImpersonal } from './impersonal.js';
import { tellIncomeShape } from './incomeShape.js';
import { tellJoinedPayments } from './joinedPayments.js';
import { tellLabelNotes } from './labelNotes.js';
import { tellLookAlikes } from './lookAlikes.js';
import { tellNoise } from './noise.js';
import { tellPassingOn } from './passingOn.js';
import { tellPossibleVictims } from './possibleVictim.js';
import { readSubjectHistory } from './subjectHistory.js';
import { tellVouched } from './vouched.js';

/**
 * What the subject's own history says beside flows of value. Context, worded so that it accuses
 * nobody.
 *
 * Order: what the address is, where its first fees came from, contact, then behaviour, then counts.
 */
export function tellSignals(trace: Trace, exposures: readonly Exposure[]): Signal[] {
  const history = readSubjectHistory(trace);
  const impersonal = tellImpersonal(trace, history);
  // A deposit address passes everything on by its nature; to say so twice would add nothing.
  const isDeposit = impersonal.some(({ kind }) => kind === 'deposit-address');
  return [
    ...tellAge(trace, history),
    ...impersonal,
    ...tellFirstGasFunder(trace, history),
    ...tellDustContacts(exposures, history),
    ...tellDepositBoxes(trace, history),
    ...tellFrozenContacts(trace, history),
    ...tellPossibleVictims(trace, exposures, history),
    ...tellJoinedPayments(trace),
    ...tellLookAlikes(trace, history),
    ...(isDeposit ? [] : tellPassingOn(trace, history)),
    ...tellChainHopping(trace, history),
    ...tellIncomeShape(trace, history),
    ...tellLabelNotes(trace),
    ...tellVouched(trace, history),
    ...tellNoise(trace, history),
  ];
}
