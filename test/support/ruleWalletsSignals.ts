import { canonicalLabelAddress } from '../../src/chains/labelAddress.js';
import type { Account } from '../../src/core/account.js';
import type { LedgerFact } from '../../src/core/ledger.js';
import {
  btc,
  btcPay,
  EXCHANGE,
  eth,
  exchangeLabel,
  type LabelRow,
  MARKED,
  marked,
  markedOther,
  oneLess,
  PAYEE,
  type RuleWallet,
  rest,
  TODAY,
  usdc,
} from './ruleWallets.js';
import { directIn, directOut, UNMARKED } from './ruleWalletsDirect.js';
import type { FiringWallet, LeafWallets, ShownExposure } from './ruleWalletsLeaves.js';

/** The rule fires because of a signal, which points at no exposure. */
function signalled(wallet: RuleWallet): FiringWallet {
  return { ...wallet, shows: null };
}

/** The marked account paid the first coins for fees, too few to be more than dust. */
function funded(label: LabelRow, order: 'first' | 'second' = 'first'): FiringWallet {
  const facts = [
    eth(MARKED, PAYEE, '0.001', { day: order === 'first' ? 2 : 6 }),
    eth(EXCHANGE, PAYEE, '1', { day: 4 }),
  ];
  return signalled({ facts, labels: [label] });
}

/** Dust came through a middleman: none of it straight. */
function dustThrough(part: string): FiringWallet {
  const middle = canonicalLabelAddress('ethereum', `0x${'5a'.repeat(20)}`);
  if (!middle.ok) throw new Error(middle.problem);
  const facts = [
    usdc(MARKED, middle.account, part, 1),
    usdc(EXCHANGE, middle.account, rest('2000', part), 2),
    usdc(middle.account, PAYEE, '2000', 20),
  ];
  const shows: ShownExposure = { kind: 'indirect', direction: 'incoming', hops: 2 };
  return { facts, labels: [marked()], shows };
}

/** A Bitcoin address that paid an exchange together with others, of whom one is marked. */
function paidTogether(others: readonly string[], label: Partial<LabelRow> = {}): RuleWallet {
  const [payee, shop] = [btc('joint payee'), btc('shop')];
  const owners = [payee, ...others.map((word) => btc(word))];
  const exchange = btc('payout');
  return {
    subject: payee,
    labels: [marked(label, btc('partner')), exchangeLabel(exchange), exchangeLabel(shop)],
    facts: [
      ...owners.flatMap((owner, at) => [
        btcPay(`mined ${at}`, 1, { from: [], to: [[exchange, '1']] }),
        btcPay(`wage ${at}`, 2, { from: [[exchange, `mined ${at}`, 0, '1']], to: [[owner, '1']] }),
      ]),
      btcPay('together', 9, {
        from: owners.map((owner, at) => [owner, `wage ${at}`, 0, '1'] as const),
        to: owners.map(() => [shop, '1'] as const),
      }),
    ],
  };
}

/**
 * A Bitcoin address that paid together with two others of whom one is marked: each got 0.6 coins at
 * a fresh address, and change.
 */
function joined(equal: readonly string[] = ['0.6', '0.6', '0.6']): RuleWallet {
  const wallet = paidTogether(['partner', 'friend']);
  const owners = ['joint payee', 'partner', 'friend'].map((word) => btc(word));
  const amounts = [...equal, '0.4', '0.39', '0.38'];
  const together = btcPay('together', 9, {
    from: owners.map((owner, at) => [owner, `wage ${at}`, 0, '1'] as const),
    to: amounts.map((amount, at) => [btc(`fresh ${at}`), amount] as const),
  });
  return {
    ...wallet,
    labels: [...wallet.labels, ...amounts.map((_, at) => exchangeLabel(btc(`fresh ${at}`)))],
    facts: [...wallet.facts.filter(isEarlier(together)), together],
  };
}

function isEarlier(than: LedgerFact): (fact: LedgerFact) => boolean {
  return (fact) => fact.timeSeconds < than.timeSeconds;
}

/** The same, but an address is screened that got an equal part and paid nothing; nobody is marked. */
function paidOut(): RuleWallet {
  return { ...joined(), labels: [], subject: btc('fresh 0') };
}

const dust = oneLess('10');
const withdrawn = { delisted_on: TODAY };

/** The word of a token's issuer that it has frozen an account. */
function frozen(account: Account): LabelRow {
  const entity = 'Frozen by Tether (USDT)';
  return marked({ entity, category: 'frozen', actor: '', confidence: 'vendor' }, account);
}

/** Wallets for the rules about signals and dust. */
export const SIGNAL_WALLETS: Readonly<Record<string, LeafWallets>> = {
  'first-gas-funder-listed/1': {
    fires: { 'a listed account paid the first fees': funded(marked()) },
    misses: {
      'an exchange had paid fees before': funded(marked(), 'second'),
      'the list withdrew the account today': funded(marked(withdrawn)),
      'researchers name the account': funded(marked({ confidence: 'researcher' })),
      'nobody of the DPRK paid them': funded(markedOther()),
    },
  },
  'first-gas-funder/1': {
    fires: {
      'an account that researchers name paid the first fees': funded(
        marked({ confidence: 'researcher' }),
      ),
      'a withdrawn account paid the first fees': funded(marked(withdrawn)),
    },
    misses: {
      'an exchange had paid fees before': funded(marked({ confidence: 'researcher' }), 'second'),
      'nobody of the DPRK paid them': funded(markedOther()),
    },
  },
  'dust-contact/1': {
    fires: {
      'dust came from anybody who is marked': signalled(directIn(dust, markedOther())),
      'an empty message went to somebody who is marked': signalled(directOut('0', markedOther())),
    },
    misses: {
      'a millionth of a dollar more came': directIn('10', markedOther()),
      'the dust came from an exchange': UNMARKED,
    },
  },
  'dust-contact/2': {
    fires: {
      'dust came from the DPRK': directIn(dust, marked()),
      'dust of the DPRK came through one middleman': dustThrough(dust),
    },
    misses: {
      'a millionth of a dollar more came': directIn('10', marked()),
      'a millionth of a dollar more came through one middleman': dustThrough('10'),
      'the dust came from another listed party': directIn(dust, markedOther()),
    },
  },
  'dust-to-sanctioned/1': {
    fires: {
      'dust went to a listed account': directOut(dust, markedOther()),
      'an empty message went to a listed account': directOut('0', marked()),
    },
    misses: {
      'a millionth of a dollar more went': directOut('10', markedOther()),
      'the list withdrew the account today': directOut(dust, markedOther(withdrawn)),
      'researchers name the account': directOut(dust, markedOther({ confidence: 'researcher' })),
      'the dust came instead of going': directIn(dust, markedOther()),
    },
  },
  'possible-victim/1': {
    fires: {
      'money went to a theft account': signalled(
        directOut('10', marked({ category: 'stolen-funds' })),
      ),
      'money went to a ransom account of others': signalled(
        directOut('10', markedOther({ category: 'ransom', confidence: 'researcher' })),
      ),
    },
    misses: {
      'a millionth of a dollar less went': directOut(dust, marked({ category: 'stolen-funds' })),
      'it went to a launderer': directOut('10', marked({ category: 'laundering' })),
      'it came from a theft account': directIn('10', marked({ category: 'stolen-funds' })),
    },
  },
  'co-spend/1': {
    fires: { 'a listed account paid with it': signalled(paidTogether(['partner'])) },
    misses: {
      'nobody with a claim paid with it': paidTogether(['friend']),
      'many people joined their payments': joined(),
      'the partner belongs to a service': paidTogether(['partner'], {
        category: 'exchange',
        actor: '',
        confidence: 'researcher',
      }),
    },
  },
  'coinjoin/1': {
    fires: {
      'the wallet paid in one': signalled(joined()),
      'the wallet was paid out of one': signalled(paidOut()),
    },
    misses: {
      'one of the equal outputs is a satoshi more': joined(['0.6', '0.6', '0.60000001']),
      'all went to one shop': paidTogether(['partner', 'friend']),
    },
  },
  'shared-coinjoin/1': {
    fires: {
      'a listed account paid a third into its CoinJoin': signalled(joined()),
      'it was paid out of a CoinJoin into which a listed account paid a third': signalled({
        ...paidOut(),
        labels: [marked({}, btc('partner'))],
      }),
    },
    misses: {
      'one of the equal outputs is a satoshi more': joined(['0.6', '0.6', '0.60000001']),
      'nobody with a claim paid in': paidOut(),
    },
  },
  'no-history/1': {
    fires: { 'the wallet has no payments': signalled({ facts: [], labels: [] }) },
    misses: {
      'it has one': UNMARKED,
      'nobody could look': { facts: [], labels: [], uncovered: [PAYEE] },
    },
  },
  'custodial/1': {
    fires: {
      'the address is an exchange’s': signalled({ ...UNMARKED, labels: [exchangeLabel(PAYEE)] }),
      'nobody has the key of the address': signalled({
        ...UNMARKED,
        labels: [{ ...exchangeLabel(PAYEE), category: 'burn' }],
      }),
    },
    misses: { 'only its payer is an exchange’s': UNMARKED },
  },
  'deposit-box/1': {
    fires: {
      'it paid into an exchange’s address that a thief used': signalled({
        facts: [usdc(EXCHANGE, PAYEE, '2000', 5), usdc(PAYEE, MARKED, '2000', 20)],
        labels: [{ ...exchangeLabel(MARKED), event: 'Example Theft 2022-03-23' }],
      }),
    },
    misses: {
      'nobody is said to have used the address': {
        facts: [usdc(EXCHANGE, PAYEE, '2000', 5), usdc(PAYEE, MARKED, '2000', 20)],
        labels: [exchangeLabel(MARKED)],
      },
    },
  },
  'frozen-by-issuer/1': {
    fires: {
      'an issuer has frozen it': signalled({ ...UNMARKED, labels: [frozen(PAYEE)] }),
    },
    misses: {
      'the issuer released it': {
        ...UNMARKED,
        labels: [{ ...frozen(PAYEE), delisted_on: '2024-01-01' }],
      },
    },
  },
  'frozen-contact/1': {
    fires: {
      'a frozen account paid it': signalled({
        facts: [usdc(EXCHANGE, PAYEE, '2000', 5), usdc(MARKED, PAYEE, '10', 20)],
        labels: [frozen(MARKED)],
      }),
    },
    misses: {
      'a frozen account sent it dust': {
        facts: [usdc(EXCHANGE, PAYEE, '2000', 5), usdc(MARKED, PAYEE, '9', 20)],
        labels: [frozen(MARKED)],
      },
      'the issuer had released the account': {
        facts: [usdc(EXCHANGE, PAYEE, '2000', 5), usdc(MARKED, PAYEE, '10', 20)],
        labels: [{ ...frozen(MARKED), delisted_on: '2024-01-01' }],
      },
    },
  },
  'label-note/1': {
    fires: {
      'a source guessed by timing': signalled({
        ...UNMARKED,
        labels: [marked({ entity: 'Withdrawer (PROBABILISTIC)' }, PAYEE)],
      }),
    },
    misses: {
      'the source claims it': {
        ...UNMARKED,
        labels: [marked({ entity: 'Withdrawer', confidence: 'researcher' }, PAYEE)],
      },
      'the guess is about its payer': {
        facts: [usdc(MARKED, PAYEE, '2000', 5), usdc(EXCHANGE, MARKED, '2000', 1)],
        labels: [marked({ entity: 'Withdrawer (PROBABILISTIC)' })],
      },
    },
  },
};
