import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { tronTwin } from '../../src/chains/labelAddress.js';
import { type Account, addressOfAccount, createAccount } from '../../src/core/account.js';
import type { LedgerFact } from '../../src/core/ledger.js';
import type { ScreeningDocument } from '../../src/report/document.js';
import {
  EXCHANGE,
  eth,
  evm,
  exchangeLabel,
  MARKED,
  marked,
  markedOther,
  oneLess,
  PAYEE,
  type RuleWallet,
  rest,
  screenWallet,
  usdc,
} from '../support/ruleWallets.js';
import { chainNamed } from '../support/world.js';

const PAYERS = ['first', 'second', 'third', 'fourth'].map((word) => evm(`${word} payer`));
const LANDLORD = evm('deposit address of the landlord');
const MONTHS = [...Array(10).keys()];

/** A contractor: four clients, fees from an exchange, rent to a deposit address; all of it recorded. */
function payroll(more: readonly LedgerFact[] = []): RuleWallet {
  const [first, second, third, fourth] = PAYERS;
  if (!first || !second || !third || !fourth) throw new Error('four payers were expected');
  const facts = [eth(EXCHANGE, PAYEE, '0.05', { day: 1 })];
  for (const client of [first, second, third]) {
    facts.push(usdc(EXCHANGE, client, '60000', 2), usdc(EXCHANGE, client, '15000.5', 150));
  }
  facts.push(eth(EXCHANGE, fourth, '20', { day: 3 }));
  for (const month of MONTHS) {
    const day = 20 + month * 30;
    facts.push(
      usdc(first, PAYEE, '4200', day),
      usdc(second, PAYEE, '1850.75', day + 1),
      usdc(third, PAYEE, '999.999999', day + 2),
      eth(fourth, PAYEE, '0.7', { day: day + 3 }),
      usdc(PAYEE, LANDLORD, '1500', day + 5),
      usdc(LANDLORD, EXCHANGE, '1500', day + 5.5),
      { ...eth(PAYEE, PAYEE, '0.0004', { day: day + 5 }), channel: 'fee', to: null },
    );
  }
  return { facts: [...facts, ...more], labels: [] };
}

/** A wallet of which one payer that nobody recorded paid a part in dollars. */
function partlyUnseen(part: string): RuleWallet {
  const stranger = evm('stranger');
  const facts = [usdc(stranger, PAYEE, part, 10), usdc(EXCHANGE, PAYEE, rest('1000', part), 5)];
  return { facts, labels: [], uncovered: [stranger] };
}

const STRICT = fileURLToPath(new URL('../../rules/strict.json', import.meta.url));

const firedBy = (document: ScreeningDocument) => document.findings.map(({ ruleId }) => ruleId);
const mattering = (document: ScreeningDocument) => document.gaps.filter((gap) => gap.matters);

function unseenRows(document: ScreeningDocument): readonly unknown[] {
  const { incoming, outgoing } = document.composition;
  return [
    ...incoming.filter(({ origin }) => origin === 'unseen'),
    ...outgoing.filter(({ end }) => end === 'unseen'),
  ];
}

describe('an honest contractor', () => {
  it('may be paid when four clients, fees and rent are all seen: complete, and nothing unseen', async () => {
    const document = await screenWallet(payroll());
    expect(document).toMatchObject({ decision: 'proceed', complete: true, findings: [] });
    expect(document.exposures).toEqual([]);
    expect(mattering(document)).toEqual([]);
    expect(unseenRows(document)).toEqual([]);
    const origins = new Set(document.composition.incoming.map(({ origin }) => origin));
    const ends = new Set(document.composition.outgoing.map(({ end }) => end));
    expect([...origins]).toEqual(['service']);
    expect([...ends].sort()).toEqual(['fee', 'service']);
  });

  it.each(PAYERS.map((payer, at) => ({ payer, client: at + 1 })))(
    'is incomplete while the history of client $client is not seen',
    async ({ payer }) => {
      const { facts, labels } = payroll();
      const known = facts.filter((fact) => fact.kind !== 'transfer' || fact.to !== payer);
      const document = await screenWallet({ facts: known, labels, uncovered: [payer] });
      expect(document).toMatchObject({ decision: 'incomplete', complete: false, findings: [] });
      expect(mattering(document).map(({ account, kind }) => ({ account, kind }))).toEqual([
        { account: payer, kind: 'capability' },
      ]);
      expect(unseenRows(document).length).toBeGreaterThan(0);
    },
  );

  it('is incomplete while only a part of a client’s history is seen, however clean that part is', async () => {
    const document = await screenWallet({ ...payroll(), uncovered: PAYERS.slice(0, 1) });
    expect(document).toMatchObject({ decision: 'incomplete', complete: false, findings: [] });
    expect(mattering(document).map(({ account }) => account)).toEqual(PAYERS.slice(0, 1));
  });

  it('may be paid while exactly a tenth of the income is unseen, and not beyond', async () => {
    const tenth = await screenWallet(partlyUnseen('100'));
    expect(tenth).toMatchObject({ decision: 'proceed', complete: true });
    expect(tenth.gaps).toMatchObject([{ share: '0.100000', matters: false }]);
    const more = await screenWallet(partlyUnseen('100.000001'));
    expect(more).toMatchObject({ decision: 'incomplete', complete: false });
    expect(mattering(more)).toHaveLength(1);
  });

  it('is incomplete when their own history is not recorded, whatever is known of the clients', async () => {
    const document = await screenWallet({ ...payroll(), uncovered: [PAYEE] });
    expect(document).toMatchObject({ decision: 'incomplete', complete: false });
    expect(mattering(document).map(({ account }) => account)).toContain(PAYEE);
  });

  it('may be paid though an own account of the company, which nobody recorded, paid all', async () => {
    const company = evm('company');
    const document = await screenWallet({
      facts: [usdc(company, PAYEE, '5000', 10)],
      labels: [],
      uncovered: [company],
      config: { ownAccounts: [addressOfAccount(company)] },
    });
    expect(document).toMatchObject({ decision: 'proceed', complete: true, gaps: [] });
  });

  it('is incomplete when more value left the wallet than was seen to arrive', async () => {
    const facts = [usdc(EXCHANGE, PAYEE, '100', 5), usdc(PAYEE, EXCHANGE, '100.000001', 9)];
    const document = await screenWallet({ facts, labels: [] });
    expect(document).toMatchObject({ decision: 'incomplete', complete: false });
    expect(mattering(document).map(({ kind }) => kind)).toEqual(['ledger-mismatch']);
  });
});

describe('a wallet without a story', () => {
  it('is reviewed when it has no payments', async () => {
    const document = await screenWallet({ facts: [], labels: [] });
    expect(document).toMatchObject({ decision: 'review', complete: true });
    expect(firedBy(document)).toEqual(['no-history']);
  });

  it('is reviewed as without payments on a day before its first payment', async () => {
    const document = await screenWallet({ ...payroll(), asOf: '2025-12-31' });
    expect(firedBy(document)).toEqual(['no-history']);
  });

  it('is reviewed as custodial when it belongs to an exchange', async () => {
    const document = await screenWallet({ ...payroll(), subject: EXCHANGE });
    expect(document.decision).toBe('review');
    expect(firedBy(document)).toContain('custodial');
    expect(document.nextStep.text).toContain('deposit address');
  });
});

describe('an address that nobody has the key of', () => {
  it('is never one to pay: the answer says that what is sent there is lost', async () => {
    const burn = { ...exchangeLabel(PAYEE), category: 'burn' };
    const document = await screenWallet({ ...payroll(), labels: [burn] });
    expect(document.decision).toBe('review');
    expect(document.summary).toMatch(/what is sent to it is lost/);
    expect(document.nextStep.text).toMatch(/^Do not pay yet/);
  });
});

describe('dust', () => {
  it('from a marked account stops no payment: anybody can send it', async () => {
    const document = await screenWallet({
      ...payroll([
        usdc(MARKED, PAYEE, oneLess('10'), 60),
        eth(MARKED, PAYEE, '0.002', { day: 61 }),
      ]),
      labels: [marked()],
    });
    expect(document).toMatchObject({ decision: 'proceed', complete: true });
    expect(firedBy(document)).toEqual(['dust-contact']);
  });

  it('in many payments is dust no longer once they add up', async () => {
    const many = MONTHS.map((month) => usdc(MARKED, PAYEE, '1', 60 + month));
    const held = await screenWallet({ ...payroll(many), labels: [marked()] });
    expect(held.decision).toBe('hold');
    const fewer = await screenWallet({ ...payroll(many.slice(1)), labels: [marked()] });
    expect(fewer.decision).toBe('proceed');
  });

  it('in many payments from several accounts of one actor adds up too', async () => {
    const accounts = MONTHS.map((month) => evm(`marked ${month}`));
    const many = accounts.map((account, at) => usdc(account, PAYEE, '1', 60 + at));
    const labels = accounts.map((account) => marked({}, account));
    const document = await screenWallet({ ...payroll(many), labels });
    expect(document.decision).toBe('hold');
  });

  it('is none when it is more than a hundredth of what a small wallet received', async () => {
    const small = (clean: string): RuleWallet => ({
      facts: [usdc(EXCHANGE, PAYEE, clean, 5), usdc(MARKED, PAYEE, '5', 9)],
      labels: [marked()],
    });
    expect((await screenWallet(small('495'))).decision).toBe('hold');
    expect((await screenWallet(small('495.000001'))).decision).toBe('proceed');
  });

  it('that the wallet sent to a listed account is told, and asked about under the strict rules', async () => {
    const wallet = { ...payroll([usdc(PAYEE, MARKED, '1', 60)]), labels: [markedOther()] };
    const document = await screenWallet(wallet);
    expect(document.decision).toBe('proceed');
    expect(firedBy(document)).toEqual(['dust-contact', 'dust-to-sanctioned']);
    expect((await screenWallet(wallet, STRICT)).decision).toBe('review');
  });
});

describe('the strict rules', () => {
  it('hold a wallet that the default policy only reviews', async () => {
    const middle = evm('middle');
    const wallet: RuleWallet = {
      facts: [
        usdc(MARKED, middle, '50', 1),
        usdc(EXCHANGE, middle, '950', 2),
        usdc(middle, PAYEE, '1000', 20),
      ],
      labels: [marked()],
    };
    expect(await screenWallet(wallet)).toMatchObject({ decision: 'review', complete: true });
    const strict = await screenWallet(wallet, STRICT);
    expect(strict).toMatchObject({ decision: 'hold', complete: true });
    expect(strict.ruleSet.id).toBe('strict');
    expect(firedBy(strict)).toContain('dprk-incoming-two-hops');
  });
});

describe('the same key on another chain', () => {
  const twin = tronTwin(addressOfAccount(PAYEE));

  it('holds an Ethereum address that a list names on TRON', async () => {
    const document = await screenWallet({ ...payroll(), labels: [marked({}, twin)] });
    expect(document).toMatchObject({ decision: 'hold', complete: true });
    expect(document.exposures[0]).toMatchObject({ kind: 'ownership', label: { account: twin } });
  });

  it('holds an Ethereum address that a list names on Polygon', async () => {
    const polygon = createAccount(chainNamed('polygon').id, addressOfAccount(PAYEE));
    const document = await screenWallet({ ...payroll(), labels: [marked({}, polygon)] });
    expect(document).toMatchObject({ decision: 'hold', complete: true });
  });

  it('holds a TRON address that a list names, and says that TRON was not traced', async () => {
    const document = await screenWallet({ facts: [], subject: twin, labels: [marked({}, twin)] });
    expect(document).toMatchObject({ decision: 'hold', complete: false });
    expect(mattering(document).map(({ kind }) => kind)).toEqual(['unsupported-chain']);
  });

  it('holds a TRON address whose Ethereum twin a list names', async () => {
    const document = await screenWallet({ facts: [], subject: twin, labels: [marked({}, PAYEE)] });
    expect(document).toMatchObject({ decision: 'hold', complete: false });
  });

  it('never lets a TRON address that nobody names proceed', async () => {
    const document = await screenWallet({ facts: [], subject: twin, labels: [] });
    expect(document).toMatchObject({ decision: 'incomplete', complete: false, findings: [] });
    expect(mattering(document).map(({ kind }) => kind)).toEqual(['unsupported-chain']);
  });
});

describe('a guess by timing or amount', () => {
  const noted = readNotedAccounts();

  it('about the wallet itself is told and stops nothing', async () => {
    const [subject] = noted;
    if (subject === undefined) throw new Error('the built-in labels hold no guess');
    const facts = [usdc(EXCHANGE, subject, '100', 5)];
    const document = await screenWallet({ facts, subject, labels: [], builtIn: true });
    expect(document).toMatchObject({ decision: 'proceed', complete: true });
    expect(firedBy(document)).toEqual(['label-note']);
  });

  it('about any payer of the wallet stops nothing either', async () => {
    const facts = noted.flatMap((payer, at) => [
      usdc(EXCHANGE, payer, '100', 1 + at / 10),
      usdc(payer, PAYEE, '100', 60 + at / 10),
    ]);
    const document = await screenWallet({ facts, labels: [], builtIn: true });
    expect(document).toMatchObject({ decision: 'proceed', complete: true, exposures: [] });
  });
});

describe('a screening as of an earlier day', () => {
  const labels = [marked({ source_date: '2026-03-01' }, PAYEE)];

  it('does not hold by a claim that was published the day after', async () => {
    const document = await screenWallet({ ...payroll(), labels, asOf: '2026-02-28' });
    expect(document).toMatchObject({ decision: 'proceed', complete: true });
  });

  it('holds by a claim that was published on that day', async () => {
    const document = await screenWallet({ ...payroll(), labels, asOf: '2026-03-01' });
    expect(document.decision).toBe('hold');
  });

  it('holds by a claim that was withdrawn only after that day', async () => {
    const withdrawn = [marked({ delisted_on: '2026-03-02' }, PAYEE)];
    const before = await screenWallet({ ...payroll(), labels: withdrawn, asOf: '2026-03-01' });
    expect(before.decision).toBe('hold');
    const after = await screenWallet({ ...payroll(), labels: withdrawn, asOf: '2026-03-02' });
    expect(after.decision).toBe('review');
  });

  it('does not see what a marked account paid later', async () => {
    const paid = { ...payroll([usdc(MARKED, PAYEE, '100', 60)]), labels: [marked()] };
    expect((await screenWallet({ ...paid, asOf: '2026-03-01' })).decision).toBe('proceed');
    expect((await screenWallet({ ...paid, asOf: '2026-03-02' })).decision).toBe('hold');
  });
});

/** Ethereum accounts that the built-in labels know by a guess alone; no other row names them. */
function readNotedAccounts(): readonly Account[] {
  const rows = ['dprk', 'sanctions', 'services', 'curated'].flatMap((set) => {
    const text = readFileSync(new URL(`../../db/labels/${set}.csv`, import.meta.url), 'utf8');
    return z.array(rowSchema).parse(parse(text, { columns: true }));
  });
  const times = new Map<string, number>();
  for (const { address } of rows) times.set(address, (times.get(address) ?? 0) + 1);
  return rows
    .filter((row) => row.use === 'note' && row.chain === 'ethereum' && times.get(row.address) === 1)
    .map(({ address }) => createAccount(chainNamed('ethereum').id, address));
}

const rowSchema = z.object({ chain: z.string(), address: z.string(), use: z.string() });
