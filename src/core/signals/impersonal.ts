import type { Account } from '../account.js';
import type { Knowledge } from '../boundary.js';
import { boundaryOf } from '../boundary.js';
import { isUsedBox, standingOf, strongestClaim } from '../claims.js';
import { isContractAccount } from '../patterns/contractAccount.js';
import type { Deposit } from '../patterns/depositAddress.js';
import { detectDeposit, exchangesOf } from '../patterns/depositAddress.js';
import type { Signal } from '../signal.js';
import type { Trace } from '../trace/traceState.js';
import type { SubjectHistory } from './subjectHistory.js';

/** Whether the subject is another thing than one person's own wallet, by what it was seen to do. */
export function tellImpersonal(trace: Trace, history: SubjectHistory): Signal[] {
  return [...busy(trace), ...contract(history), ...depositAddress(trace, history)];
}

/**
 * Whether an account belongs to a service, or to nobody, by its label: then it is not one person's,
 * and what moves through it says nothing about the one who named it.
 */
export function tellCustodial(account: Account, knowledge: Knowledge): Signal | null {
  const claims = knowledge.claimsOf(account);
  const { service } = standingOf(claims);
  const attribution = service ?? strongestClaim(claims.filter(({ use }) => use === 'service'));
  if (attribution === null || knowledge.ownAccounts.has(account)) return null;
  const { entity, event } = attribution;
  const sentence =
    attribution.category === 'burn'
      ? `This address is labelled as one that nobody has the key of (${entity}): what is sent to it is lost.`
      : `This address is labelled as that of a service (${entity}), not of a person.`;
  const use = isUsedBox(attribution) ? ` A source says that it was used there (${event}).` : '';
  return { kind: 'custodial', account, sentence: `${sentence}${use}`, attribution };
}

/**
 * Whether nothing of an account is worth tracing: a service's, or nobody's, and no risk by what others
 * say.
 */
export function isNobodysOwn(account: Account, knowledge: Knowledge): boolean {
  const kind = boundaryOf(account, knowledge)?.kind;
  return kind === 'service' || kind === 'burn';
}

function busy(trace: Trace): Signal[] {
  const reason = trace.busy.get(trace.start.subject);
  if (reason === undefined) return [];
  return [
    {
      kind: 'busy',
      account: trace.start.subject,
      sentence: `This is not a personal wallet: ${reason}. Money sent to it may be lost.`,
      attribution: null,
    },
  ];
}

function contract({ subject, transfers }: SubjectHistory): Signal[] {
  if (!isContractAccount(subject, transfers)) return [];
  return [
    {
      kind: 'contract',
      account: subject,
      sentence:
        'This address appears to be a contract: it passed coins on from inside transactions and never signed one. It can be paid only on the chain where its code is.',
      attribution: null,
    },
  ];
}

function depositAddress({ start, busy: hubs }: Trace, history: SubjectHistory): Signal[] {
  const { subject, transfers } = history;
  // Of a hub only the newest page was read: it may have sent the rest anywhere.
  if (hubs.has(subject)) return [];
  const { knowledge, assets, nowSeconds } = start;
  const exchangeOf = exchangesOf(knowledge);
  const deposit = detectDeposit(subject, { transfers, exchangeOf, assets, nowSeconds });
  if (deposit === null) return [];
  const { entity } = deposit.exchange;
  return [
    {
      kind: 'deposit-address',
      account: subject,
      sentence: `This looks like an address at ${entity}: it forwards what it gets there within a day, ${becauseOf(deposit)}. ${entity} knows its customer, the chain does not.`,
      attribution: deposit.exchange,
    },
  ];
}

function becauseOf({ rule, sweeps }: Deposit): string {
  return rule === 'gas-from-exchange'
    ? 'and its first coins for fees came from there'
    : `in ${sweeps} transactions so far`;
}
