import { describe, expect, it } from 'vitest';
import { contractMethodOn } from '../../../../src/core/payee.js';
import { NOBODY_NAMED } from '../../../../src/core/role.js';
import { holdsBeside, type PayeeHold } from '../../../../src/desk/payments/heldSignals.js';
import type {
  KnownAddress,
  KnownFrom,
  Relied,
} from '../../../../src/desk/payments/paymentFacts.js';
import { tellPayment } from '../../../../src/desk/payments/paymentSignals.js';
import { chainNamed } from '../../../support/world.js';
import {
  ADDRESS,
  ALIKE,
  factsOf,
  OTHER,
  paidBefore,
  proofOf,
  screenedWith,
  toldOf,
  walletOf,
} from './paymentWorld.js';

describe('a payment to a wallet that was confirmed, proven and paid before', () => {
  it('has nothing to tell', () => {
    expect(toldOf(factsOf())).toEqual([]);
  });
});

describe('a payee who is held by another look than that of the payment', () => {
  const verdict = { kind: 'verdict', address: OTHER, screeningId: 's-1', isListed: false } as const;
  const check: PayeeHold = {
    ...{ address: OTHER, checkId: 'check-1', sequence: 4, asset: 'a' },
    ...{ chain: 'polygon', chainTitle: 'Polygon', symbol: 'USDC' },
    kind: 'check',
  };

  it.each([
    ['another wallet', verdict, [`Another wallet of this payee (${OTHER})`, 'screened again']],
    ['the same wallet', { ...verdict, address: ADDRESS }, [`This wallet (${ADDRESS})`]],
    ['a listed wallet', { ...verdict, isListed: true }, ['sanctions list', 'nobody can']],
    ['a check', check, ['a payment of USDC on Polygon', 'checked again']],
  ])('by %s is held, and told what ends it', (_, hold, parts) => {
    const facts = factsOf({ holds: [hold] });
    expect(toldOf(facts)).toEqual(['payee-held: hold']);
    for (const part of parts) expect(tellPayment(facts)[0]?.sentence).toContain(part);
  });

  it('has nothing told of what the payment looked at itself', () => {
    const own = { screeningId: 's-1', sequence: 5, address: OTHER, chain: 'polygon', asset: 'a' };
    expect(holdsBeside(own, [verdict, check])).toEqual([]);
    for (const other of [
      { screeningId: 's-2', sequence: 3 },
      { screeningId: 's-2', address: ADDRESS },
      { screeningId: 's-2', chain: 'ethereum' },
      { screeningId: 's-2', asset: 'b' },
    ]) {
      expect(holdsBeside({ ...own, ...other }, [verdict, check])).toEqual([verdict, check]);
    }
  });
});

describe('the wallet as it was registered', () => {
  it.each([
    [{ confirmedAt: null, confirmedBy: null }, ['unconfirmed-wallet: incomplete']],
    [{ endedAt: '2026-11-01T00:00:00Z' }, ['wallet-not-valid: incomplete']],
    [{ validFrom: '2026-11-23' }, ['wallet-not-valid: incomplete']],
    [{ validFrom: '2026-11-22' }, []],
    [{ validUntil: '2026-11-21' }, ['wallet-not-valid: incomplete']],
    [{ validUntil: '2026-11-22' }, []],
    [{ proofs: [] }, ['unproven-wallet: info']],
  ])('%j tells %j', (parts, told) => {
    expect(toldOf(factsOf({ wallet: walletOf(parts) }))).toEqual(told);
  });

  it('is not paid while its payee is deactivated', () => {
    const payee = { deactivatedAt: '2026-11-20T00:00:00Z' };
    expect(toldOf(factsOf({ payee }))).toEqual(['payee-deactivated: incomplete']);
  });
});

describe('another wallet than the one last paid', () => {
  const paid = [paidBefore({ address: OTHER })];

  it('is told with its dates once a second person confirmed it', () => {
    const [changed, first] = tellPayment(factsOf({ paid }));
    expect(changed).toMatchObject({ kind: 'changed-since-last-paid', severity: 'info' });
    for (const day of ['2026-10-25', '2026-10-01', '2026-10-02']) {
      expect(changed?.sentence).toContain(day);
    }
    expect(first).toMatchObject({ kind: 'first-payment', severity: 'info' });
  });

  it('cannot be paid before', () => {
    const wallet = walletOf({ confirmedAt: null, confirmedBy: null });
    expect(toldOf(factsOf({ paid, wallet }))).toEqual([
      'unconfirmed-wallet: incomplete',
      'changed-since-last-paid: incomplete',
      'first-payment: info',
    ]);
  });

  it('is not the first payment where it was paid earlier', () => {
    const again = [...paid, paidBefore({ approvedAt: '2026-09-25T09:00:00Z' })];
    const told = tellPayment(factsOf({ paid: again }));
    expect(told.map(({ kind }) => kind)).toEqual(['changed-since-last-paid']);
    expect(told[0]?.sentence).toContain('last paid on 2026-09-25');
  });

  it('is told from the newest payment alone', () => {
    const back = [paidBefore(), ...paid];
    expect(toldOf(factsOf({ paid: back }))).toEqual([]);
  });
});

describe('a payee who was never paid', () => {
  it('is told, and nothing has changed', () => {
    expect(toldOf(factsOf({ paid: [] }))).toEqual(['first-payment: info']);
  });
});

describe('an invoice that was approved before', () => {
  it.each([
    ['this payee', {}, 'review'],
    ['this payee at another address', { address: OTHER }, 'review'],
    ['the same address of another payee', { payeeId: 'payee-2' }, 'review'],
    ['another payee', { payeeId: 'payee-2', address: OTHER }, 'info'],
  ])('for %s is %j: %s', (_, parts, severity) => {
    const facts = factsOf({ sameInvoice: [paidBefore(parts)] });
    expect(toldOf(facts)).toEqual([`invoice-paid-before: ${severity}`]);
  });

  it('is told for the nearest of several', () => {
    const others = paidBefore({ payeeId: 'payee-2', address: OTHER, checkId: 'check-9' });
    const [signal] = tellPayment(factsOf({ sameInvoice: [others, paidBefore()] }));
    expect(signal?.severity).toBe('review');
    expect(signal?.sentence).toContain('check-0');
  });
});

describe('an address that begins and ends like', () => {
  const known = (
    address: string,
    from: KnownFrom = 'roster',
    relied: Relied | null = { isInUse: true, from: null },
  ): readonly KnownAddress[] => [{ address, from, family: 'evm', relied }];

  it.each(['payee', 'roster', 'paid', 'label'] as const)('one of the %s is a review', (from) => {
    const [signal] = tellPayment(factsOf({ known: known(ALIKE, from) }));
    expect(signal).toMatchObject({ kind: 'lookalike', severity: 'review' });
    expect(signal?.sentence).toContain(ALIKE);
  });

  it.each([
    ['itself, in whatever case', ADDRESS.toLowerCase()],
    ['one with another first character', ALIKE.replace('0x5290', '0x6290')],
    ['one with another fourth character', ALIKE.replace('0x5290', '0x5291')],
    ['one with another last character', ALIKE.replace('9EE7', '9EE8')],
    ['one with another fourth last character', ALIKE.replace('9EE7', '8EE7')],
  ])('not: %s', (_, address) => {
    expect(toldOf(factsOf({ known: known(address) }))).toEqual([]);
  });

  it('is told once for an address that is known in two ways', () => {
    const twice = [...known(ALIKE, 'payee'), ...known(ALIKE, 'paid')];
    const told = tellPayment(factsOf({ known: twice }));
    expect(told).toHaveLength(1);
    expect(told[0]?.sentence).toContain('another wallet of this payee');
  });

  it('is one address in whatever case it is known, and weighs as the gravest', () => {
    const ended: Relied = { isInUse: false, from: null };
    const shouted = `0x${ALIKE.slice(2).toUpperCase()}`;
    const once = known(ALIKE.toLowerCase(), 'payee', ended);
    expect(toldOf(factsOf({ known: once }))).toEqual(['lookalike: info']);
    const twice = [...once, ...known(shouted)];
    expect(toldOf(factsOf({ known: twice }))).toEqual(['lookalike: review']);
    expect(toldOf(factsOf({ known: twice.toReversed() }))).toEqual(['lookalike: review']);
  });

  it('and is out of use is looked at until a second person has confirmed the wallet', () => {
    const ended = known(ALIKE, 'payee', { isInUse: false, from: null });
    expect(toldOf(factsOf({ known: ended, reliedOnFrom: null }))).toEqual(['lookalike: review']);
  });

  it('is looked for among Bitcoin addresses by their own spelling', () => {
    const bitcoin = chainNamed('bitcoin');
    const address = '1BoatSLRHtKNngkdXEeobR76b53LETtpyT';
    const wallet = walletOf({ address, family: 'utxo', chains: ['bitcoin'] });
    const told = (other: string) => {
      const known = [{ address: other, from: 'own', family: 'utxo', relied: null }] as const;
      const parts = { wallet, known, chain: bitcoin, paid: [paidBefore({ address })] };
      return toldOf(factsOf(parts)).filter((one) => one.startsWith('lookalike'));
    };
    const alike = '1BoatAAAAAAAAAAAAAAAAAAAAAAAAAtpyT';
    expect(told(alike)).toEqual(['lookalike: review']);
    expect(told(alike.toLowerCase())).toEqual([]);
  });
});

describe('the chain on which is to be paid', () => {
  it('is wrong where the wallet is not registered for it', () => {
    const wallet = walletOf({ chains: ['base'] });
    expect(toldOf(factsOf({ wallet }))).toEqual(['wrong-chain: incomplete']);
    const both = walletOf({ chains: ['base', 'ethereum'] });
    expect(toldOf(factsOf({ wallet: both }))).toEqual([]);
  });

  it.each([
    [{ code: 'key', codeElsewhere: { on: ['Base'], unanswered: [] } }, ['wrong-chain: incomplete']],
    [{ code: 'key', codeElsewhere: { on: [], unanswered: ['Base'] } }, ['wrong-chain: incomplete']],
    [{ code: 'delegated-key', codeElsewhere: { on: ['Base'], unanswered: [] } }, []],
    [
      { code: 'contract', codeElsewhere: { on: ['Base'], unanswered: [] } },
      ['contract-address: review'],
    ],
    [{ code: 'unanswered' }, ['contract-address: incomplete']],
    [{ code: null }, []],
  ] as const)('with the code %j tells %j', (answers, told) => {
    expect(toldOf(factsOf({ answers }))).toEqual(told);
  });

  it('lets a contract be paid that signed our text there, and not elsewhere or where it has no code', () => {
    const signedOn = (chain: string) =>
      walletOf({ proofs: [proofOf('signature', contractMethodOn(chain))] });
    const on = (code: 'contract' | 'key', chain = 'ethereum') =>
      toldOf(factsOf({ wallet: signedOn(chain), answers: { code } }));
    expect(on('contract')).toEqual(['contract-address: info']);
    expect(on('contract', 'polygon')).toEqual(['contract-address: review']);
    expect(on('key')).toEqual(['wrong-chain: incomplete']);
    expect(on('key', 'polygon')).toEqual(['wrong-chain: incomplete']);
    const key = walletOf({ proofs: [proofOf('signature', 'EIP-191')] });
    expect(toldOf(factsOf({ wallet: key, answers: { code: 'contract' } }))).toEqual([
      'contract-address: review',
    ]);
  });

  it('was not screened where no subject of the screening is on it', () => {
    const screened = { subjects: [], signals: [] };
    expect(toldOf(factsOf({ screened }))).toEqual(['wrong-chain: incomplete']);
  });
});

describe('a freeze by an issuer', () => {
  it.each([
    [{ frozen: 'frozen' }, ['frozen-by-issuer: hold']],
    [{ frozen: 'unanswered' }, ['frozen-by-issuer: incomplete']],
    [{ frozen: 'cannot-tell' }, ['frozen-by-issuer: info']],
    [{ frozen: null }, []],
    [{ frozenOther: { frozen: ['USDT'], unanswered: [] } }, ['frozen-by-issuer: review']],
    [{ frozenOther: { frozen: [], unanswered: ['USDT'] } }, ['frozen-by-issuer: incomplete']],
  ] as const)('answered with %j tells %j', (answers, told) => {
    expect(toldOf(factsOf({ answers }))).toEqual(told);
  });
});

describe('the name under which a wallet was registered', () => {
  it.each([
    ['elsewhere', ['ens-elsewhere: review']],
    ['nothing', ['ens-elsewhere: review']],
    ['unanswered', ['ens-elsewhere: incomplete']],
    ['same', []],
    [null, []],
  ] as const)('that stands for %j tells %j', (name, told) => {
    expect(toldOf(factsOf({ answers: { name } }))).toEqual(told);
  });
});

describe('what the screening saw of the wallet', () => {
  it.each([
    ['no-history', ['no-history: review']],
    ['custodial', ['custodial: review']],
    ['deposit-address', ['custodial: review']],
    ['fresh-wallet', []],
  ] as const)('as %s tells %j on the chain to be paid, and nothing on another', (kind, told) => {
    expect(toldOf(factsOf({ screened: screenedWith([kind]) }))).toEqual(told);
    expect(toldOf(factsOf({ screened: screenedWith([kind], 'base') }))).toEqual([]);
  });

  it.each(['statement', 'test-payment'] as const)('at a custodian is shown by a %s', (kind) => {
    const wallet = walletOf({ custody: 'custodial', proofs: [proofOf(kind)] });
    expect(toldOf(factsOf({ wallet }))).toEqual(['custodial: info']);
  });

  it.each(['statement', 'test-payment'] as const)(
    'at a custodian is not shown by a %s of which only who registered it speaks',
    (kind) => {
      const proof = { ...proofOf(kind), recordedBy: 'person-1' };
      const shownBy = (one: typeof proof) =>
        toldOf(factsOf({ wallet: walletOf({ custody: 'custodial', proofs: [one] }) }));
      expect(shownBy(proof)).toEqual(['custodial: review']);
      // Whoever confirmed the wallet later had it before them.
      expect(shownBy({ ...proof, recordedAt: '2026-10-02T09:00:00Z' })).toEqual([
        'custodial: info',
      ]);
    },
  );

  it.each(['statement', 'test-payment'] as const)(
    'at a custodian is not shown by a %s that nobody recorded by name, unless it was confirmed with it',
    (kind) => {
      const proof = { ...proofOf(kind), recordedBy: NOBODY_NAMED };
      const shownBy = (one: typeof proof) =>
        toldOf(factsOf({ wallet: walletOf({ custody: 'custodial', proofs: [one] }) }));
      expect(shownBy(proof)).toEqual(['custodial: review']);
      expect(shownBy({ ...proof, recordedAt: '2026-10-02T09:00:00Z' })).toEqual([
        'custodial: info',
      ]);
    },
  );

  it('at a custodian is not shown by a signature, and told where it was not registered so', () => {
    const wallet = walletOf({ custody: 'custodial', proofs: [proofOf('signature')] });
    expect(toldOf(factsOf({ wallet }))).toEqual(['custodial: review']);
    const [signal] = tellPayment(factsOf({ screened: screenedWith(['custodial']) }));
    expect(signal?.sentence).toContain('registered as the payee’s own');
  });
});

describe('a link to another payee', () => {
  const link = { id: 'link-1', severity: 'hold', sentence: 'They share an account.' } as const;

  it('weighs what the roster says, until it is explained', () => {
    expect(toldOf(factsOf({ links: [{ ...link, isExplained: false }] }))).toEqual([
      'roster-link: hold',
    ]);
    expect(toldOf(factsOf({ links: [{ ...link, isExplained: true }] }))).toEqual([
      'roster-link: info',
    ]);
  });
});
