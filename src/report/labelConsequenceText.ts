import type { Attribution } from '../core/attribution.js';
import type { LabelConsequence, ShownClaim, ShownLabels } from './labelDocument.js';
import { type Line, line, wrap } from './lines.js';

/**
 * What follows for a payment to an address by its labels alone, and for a wallet that dealt with it.
 *
 * Edge: that nothing follows is never told as a leave to pay.
 */
export function describeConsequence(shown: ShownLabels, width: number): Line[] {
  const { consequence, claims } = shown;
  const told = (text: string) => wrap(text, { indent: 2, width, hang: 2 });
  return [
    line(0, { style: 'strong', text: 'What follows for a payment' }),
    ...told(paidSentence(consequence)),
    ...consequence.findings.flatMap(({ severity, sentence }) =>
      wrap(`${severity.toUpperCase()}: ${sentence}`, { indent: 4, width, hang: 2 }),
    ),
    ...(consequence.nextStep === null
      ? []
      : told(`Next step (${consequence.nextStep.who}): ${consequence.nextStep.text}`)),
    ...told(`Where it is met in another wallet's history: ${metSentence(claims)}`),
    ...told(
      `A label is the claim of its source, not a proof. Only a screening sees the history: hopsight screen ${shown.address}`,
    ),
  ];
}

function paidSentence({ decision, ruleSet }: LabelConsequence): string {
  const rules = `the rule set "${ruleSet}"`;
  return decision === null
    ? `Paid as somebody's wallet: its labels alone decide nothing under ${rules}; that is no leave to pay.`
    : `Paid as somebody's wallet: its labels alone make ${rules} decide ${decision.toUpperCase()}.`;
}

function metSentence(claims: readonly ShownClaim[]): string {
  const speaking = claims.filter(({ use }) => use !== 'note');
  const risk = speaking.filter(({ use }) => use === 'exposure');
  const [first] = speaking;
  if (first === undefined && claims.some(isFrozen)) {
    return 'nothing is counted by this claim, and dealings with it above dust call for a look.';
  }
  if (first === undefined) {
    return claims.length === 0
      ? 'nothing ends there and nothing is counted by this address.'
      : 'the claim is shown and nothing is counted.';
  }
  const [inForce] = risk.filter(({ delistedOn }) => delistedOn === null);
  if (inForce !== undefined) {
    return `what came from it or went to it counts as exposure to ${inForce.entity}, by share, amount and hops.`;
  }
  const [delisted] = risk;
  if (delisted !== undefined) {
    return `what came from it or went to it is told as ${categoryOf(delisted)} (${delisted.entity}) and not as listed.`;
  }
  return `the trail ends there as ${categoryOf(first)} (${first.entity}); what its other customers did does not spread to the wallet.`;
}

function isFrozen({ category, delistedOn }: Attribution): boolean {
  return category === 'frozen' && delistedOn === null;
}

function categoryOf({ category }: Attribution): string {
  return /^[aeiou]/.test(category) ? `an ${category}` : `a ${category}`;
}
