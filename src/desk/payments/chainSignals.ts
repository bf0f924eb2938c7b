import { contractMethodOn, isContractMethod } from '../../core/payee.js';
import type { PaymentSignal } from '../../core/payment.js';
import type { PaymentFacts } from './paymentFacts.js';

/**
 * What is to be known of the wallet on the chain on which it is to be paid, and in the asset.
 *
 * What nobody answered is `incomplete` and never reads as fine.
 */
export function tellChain(facts: PaymentFacts): readonly PaymentSignal[] {
  return [
    ...wrongChain(facts),
    ...contract(facts),
    ...frozen(facts),
    ...frozenOther(facts),
    ...nameElsewhere(facts),
  ];
}

/**
 * Whether money sent on this chain may reach nobody. `incomplete`, since neither can be paid as it
 * stands, both can be cured (pay on another chain; have this one confirmed; have the payee deploy the
 * contract here), and no single person should be able to send money to where nobody may have a key.
 */
function wrongChain({ wallet, chain, answers }: PaymentFacts): readonly PaymentSignal[] {
  const kind = 'wrong-chain';
  const signals: PaymentSignal[] = [];
  if (!wallet.chains.includes(chain.name)) {
    const why =
      wallet.custody === 'custodial'
        ? 'a custodian credits what comes by the chains that it names, and may lose the rest'
        : 'so nobody has confirmed it for that chain';
    const sentence = `Do not send on ${chain.title}: this wallet is not registered for it, ${why}.`;
    signals.push({ kind, severity: 'incomplete', sentence });
  }
  const { on, unanswered } = answers.codeElsewhere;
  if (answers.code !== 'key') return signals;
  const isProvenContract = wallet.proofs.some(({ method }) => isContractMethod(method));
  if (on.length > 0 || isProvenContract) {
    const where = on.length > 0 ? `on ${on.join(' and ')}` : 'on the chain where it signed';
    const sentence = `Do not send on ${chain.title}: this address is a contract ${where} and has no code here, so that whoever holds it there may hold nothing here.`;
    signals.push({ kind, severity: 'incomplete', sentence });
  } else if (unanswered.length > 0) {
    const sentence = `Whether this address is a contract on ${unanswered.join(' and ')} could not be found out; then money sent here might reach nobody.`;
    signals.push({ kind, severity: 'incomplete', sentence });
  }
  return signals;
}

/**
 * Whether a contract is to be paid: a token, a pool or an exchange's contract keeps what it gets. A
 * contract wallet such as a Safe that signed our text on this chain is one that its holder moves: `info`.
 *
 * Edge: a key that delegates to code (EIP-7702) is a key still.
 */
function contract({ wallet, chain, answers }: PaymentFacts): readonly PaymentSignal[] {
  const kind = 'contract-address';
  if (answers.code === 'unanswered') {
    const sentence = `Whether this address is a contract on ${chain.title} could not be found out.`;
    return [{ kind, severity: 'incomplete', sentence }];
  }
  if (answers.code !== 'contract') return [];
  if (wallet.proofs.some(({ method }) => method === contractMethodOn(chain.name))) {
    const sentence = `This address is a contract on ${chain.title}, and it has signed our text: its holder can move what it gets.`;
    return [{ kind, severity: 'info', sentence }];
  }
  const sentence = `This address is a contract on ${chain.title}: money sent to one that is no wallet may be lost. A text signed by it would show that its holder can move what it gets.`;
  return [{ kind, severity: 'review', sentence }];
}

/**
 * Whether the issuer has frozen the account in the asset to be paid: the money could never be moved, and
 * an issuer freezes on the word of the police or a court. `hold`, as for any wallet of a payee that is
 * itself frozen.
 */
function frozen({ chain, asset, answers }: PaymentFacts): readonly PaymentSignal[] {
  const kind = 'frozen-by-issuer';
  const { symbol } = asset;
  switch (answers.frozen) {
    case 'frozen':
      return [
        {
          kind,
          severity: 'hold',
          sentence: `The issuer of ${symbol} has frozen this wallet on ${chain.title}: what is paid to it in ${symbol} is lost.`,
        },
      ];
    case 'unanswered':
      return [
        {
          kind,
          severity: 'incomplete',
          sentence: `Whether the issuer of ${symbol} has frozen this wallet on ${chain.title} could not be found out.`,
        },
      ];
    case 'cannot-tell':
      return [
        {
          kind,
          severity: 'info',
          sentence: `How ${symbol} on ${chain.title} tells which accounts are frozen, if it can freeze any, is not known here.`,
        },
      ];
    case 'not-frozen':
    case null:
      return [];
  }
}

/** Frozen in another asset: this one could be moved, and somebody had a reason, mostly fraud or theft. */
function frozenOther({ chain, answers }: PaymentFacts): readonly PaymentSignal[] {
  const kind = 'frozen-by-issuer';
  const { frozen: symbols, unanswered } = answers.frozenOther;
  const signals: PaymentSignal[] = [];
  if (symbols.length > 0) {
    const sentence = `This wallet is frozen on ${chain.title} by the issuer of ${symbols.join(' and ')}, in which it is not to be paid. Issuers freeze mostly for fraud and theft; ask what happened.`;
    signals.push({ kind, severity: 'review', sentence });
  }
  if (unanswered.length > 0) {
    const sentence = `Whether the issuer of ${unanswered.join(' and ')} has frozen this wallet on ${chain.title} could not be found out.`;
    signals.push({ kind, severity: 'incomplete', sentence });
  }
  return signals;
}

/**
 * Whether the name under which the wallet was registered stands for another address now. The address is
 * paid, never the name; but a holder who moved, or lost the name, may have lost the wallet too.
 */
function nameElsewhere({ answers }: PaymentFacts): readonly PaymentSignal[] {
  const kind = 'ens-elsewhere';
  switch (answers.name) {
    case 'elsewhere':
      return [
        {
          kind,
          severity: 'review',
          sentence:
            'The name under which this wallet was registered stands for another address now; ask the payee, by a way that you know, which of the two is theirs.',
        },
      ];
    case 'nothing':
      return [
        {
          kind,
          severity: 'review',
          sentence:
            'The name under which this wallet was registered stands for no address any more; ask the payee, by a way that you know, whether this one is still theirs.',
        },
      ];
    case 'unanswered':
      return [
        {
          kind,
          severity: 'incomplete',
          sentence:
            'What the name under which this wallet was registered stands for now could not be found out.',
        },
      ];
    case 'same':
    case null:
      return [];
  }
}
