import type { PaymentSignal } from '../../core/payment.js';
import { tellChain } from './chainSignals.js';
import { tellHeld } from './heldSignals.js';
import { tellLookAlikes } from './lookAlikeSignals.js';
import type { LocalFacts, PayeeLink, PaymentFacts } from './paymentFacts.js';
import { tellScreened } from './screenedSignals.js';
import { tellInvoice, tellWallet } from './walletSignals.js';

/**
 * All that is to be known before a payment leaves, judged for the chain and the asset to be paid.
 *
 * Order: what is registered and was paid, the invoice, look-alikes, links, what holds the
 * payee, the chain, what was screened.
 */
export function tellPayment(facts: PaymentFacts): readonly PaymentSignal[] {
  return [...tellLocal(facts), ...tellChain(facts), ...tellScreened(facts)];
}

/** The part that nobody has to be asked for. Order: as in the whole. */
function tellLocal(facts: LocalFacts): readonly PaymentSignal[] {
  return [
    ...tellWallet(facts),
    ...tellInvoice(facts),
    ...tellLookAlikes(facts),
    ...facts.links.map(tellLink),
    ...tellHeld(facts),
  ];
}

/** A link weighs what the roster says it does, unless somebody has explained it. */
function tellLink({ severity, sentence, isExplained }: PayeeLink): PaymentSignal {
  return isExplained
    ? { kind: 'roster-link', severity: 'info', sentence: `${sentence} Somebody has explained it.` }
    : { kind: 'roster-link', severity, sentence };
}
