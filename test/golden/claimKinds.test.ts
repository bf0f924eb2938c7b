import { describe, expect, it } from 'vitest';
import { type Account, createAccount } from '../../src/core/account.js';
import type { ScreeningDocument } from '../../src/report/document.js';
import {
  btc,
  btcPay,
  EXCHANGE,
  evm,
  PAYEE,
  type RuleWallet,
  screenWallet,
  usdc,
} from '../support/ruleWallets.js';
import { chainNamed } from '../support/world.js';

const ethereum = (address: string) => createAccount(chainNamed('ethereum').id, address);

/** An exchange's address that a court paper lists; explorers tag it "Huobi 12". */
const HUOBI_12 = ethereum('0x46705dfff24256421a05d056c29e81bdc09723b8');
/** A deposit address at the same exchange that the Ronin thief used. */
const RONIN_BOX = ethereum('0x17a96cd2aff8bece22b54a83955fbab5c92a98ca');
/** A pool of 100 ether of Tornado Cash. */
const TORNADO = ethereum('0xa160cdab225685da1d56aa342ad8841c3b53f291');
/** Named by the timing of a mixer's withdrawals alone, after the Ronin theft. */
const GUESSED = ethereum('0x00959cc42f633a13044f915cd2e20e5f57a56d32');
/** Listed for Andreyev; it is a deposit address at HTX. */
const ANDREYEV = createAccount(chainNamed('bitcoin').id, '1HmqvgSXUVES1jn4TQPzk9dxo1NE8wim2T');
/** Listed for the Lazarus Group. */
const LAZARUS = ethereum('0x098b716b8aaf21512996dc57eb0615e2383e2f96');

const MIDDLE = evm('middle');
const builtIn = (wallet: Omit<RuleWallet, 'labels'>) =>
  screenWallet({ ...wallet, labels: [], builtIn: true });
const firedBy = ({ findings }: ScreeningDocument) =>
  findings.map(({ ruleId, severity }) => `${severity} ${ruleId}`);
const boxes = ({ signals }: ScreeningDocument) =>
  signals.filter(({ kind }) => kind === 'deposit-box').map(({ sentence }) => sentence);

/** Paid by an exchange, and partly by an account; or paying it. Days count from 2026-01-01. */
const paidBy = (account: Account, day = 10) => [
  usdc(EXCHANGE, account, '500', day - 1),
  usdc(account, PAYEE, '500', day),
  usdc(EXCHANGE, PAYEE, '1500', day),
];
const paying = (account: Account, day = 10) => [
  usdc(EXCHANGE, PAYEE, '2000', day - 20),
  usdc(PAYEE, account, '500', day),
];
const paidThrough = (account: Account, day = 10) => [
  usdc(account, MIDDLE, '500', day - 2),
  usdc(MIDDLE, PAYEE, '500', day),
];
const payingThrough = (account: Account, day = 10) => [
  usdc(EXCHANGE, PAYEE, '500', day - 20),
  usdc(PAYEE, MIDDLE, '500', day),
  usdc(MIDDLE, account, '500', day + 20),
];

describe.each([
  ['an exchange’s address that a court paper lists', HUOBI_12, 'DOJ forfeiture 2020-08-27'],
  ['a deposit address that a thief used', RONIN_BOX, 'Ronin Bridge 2022-03-23'],
])('%s', (_name, box, event) => {
  it.each([
    ['paid', paidBy(box), 'Value came from'],
    ['was paid', paying(box), 'Value went to'],
  ])(
    'that %s: contact with the exchange, which is told and holds nobody',
    async (_n, facts, said) => {
      const document = await builtIn({ facts });
      expect(document).toMatchObject({ decision: 'proceed', complete: true, exposures: [] });
      expect(firedBy(document)).toEqual(['info deposit-box']);
      const [sentence] = boxes(document);
      expect(sentence).toContain(`${said} an address at HTX (Huobi) that was used by somebody`);
      expect(sentence).toContain(event);
      expect(sentence).toContain('not with who used');
    },
  );

  it('spreads nothing: behind a middleman it is the exchange', async () => {
    for (const facts of [paidThrough(box), payingThrough(box)]) {
      const document = await builtIn({ facts });
      expect(document).toMatchObject({ decision: 'proceed', exposures: [], signals: [] });
    }
  });

  it('is no wallet to pay: it says whose it is, and who used it', async () => {
    const document = await builtIn({ facts: [], subject: box });
    expect(document).toMatchObject({ decision: 'review', exposures: [] });
    expect(document.signals).toMatchObject([{ kind: 'custodial' }]);
    expect(document.summary).toContain('that of a service (HTX (Huobi)), not of a person');
    expect(document.summary).toContain(event);
  });
});

it('the counterpart: the same dealings with a listed account hold', async () => {
  for (const facts of [
    paidBy(LAZARUS),
    paying(LAZARUS),
    paidThrough(LAZARUS),
    payingThrough(LAZARUS),
  ]) {
    const document = await builtIn({ facts });
    expect(document.decision).toBe('hold');
    expect(boxes(document)).toEqual([]);
  }
});

describe('a listed person’s deposit address', () => {
  const [payee, other, store] = [btc('payee'), btc('other'), btc('store')];
  const screen = (facts: RuleWallet['facts'], subject = payee) => builtIn({ facts, subject });
  const funded = [
    btcPay('deposit', 1, { from: [], to: [[ANDREYEV, '1']] }),
    btcPay('stored', 1, { from: [], to: [[store, '9']] }),
  ];

  it('is listed all the same, and said to be a service’s', async () => {
    const document = await screen(funded, ANDREYEV);
    expect(document.decision).toBe('hold');
    expect(document.summary).toContain('OFAC lists this very address under Andreyev');
    expect(document.signals.map(({ kind }) => kind)).toContain('custodial');
  });

  it('holds who pays into it, straight or through others, and says that it is a deposit box', async () => {
    const own = btcPay('mined', 1, { from: [], to: [[payee, '1']] });
    const straight = await screen([
      own,
      btcPay('pay in', 5, { from: [[payee, 'mined', 0, '1']], to: [[ANDREYEV, '1']] }),
    ]);
    expect(straight.decision).toBe('hold');
    expect(boxes(straight)[0]).toContain(
      'Value went to an address at HTX (Huobi) that was used by',
    );
    expect(boxes(straight)[0]).toContain('Andreyev');
    const through = await screen([
      own,
      btcPay('to other', 5, { from: [[payee, 'mined', 0, '1']], to: [[other, '1']] }),
      btcPay('pay in', 25, { from: [[other, 'to other', 0, '1']], to: [[ANDREYEV, '1']] }),
    ]);
    expect(through.decision).toBe('hold');
  });

  it('does not spread to what the exchange pays out, alone or beside other customers’ coins', async () => {
    const through = await screen([
      ...funded,
      btcPay('out', 3, { from: [[ANDREYEV, 'deposit', 0, '1']], to: [[other, '1']] }),
      btcPay('on', 25, { from: [[other, 'out', 0, '1']], to: [[payee, '1']] }),
    ]);
    expect(through).toMatchObject({ decision: 'proceed', exposures: [] });
    expect(boxes(through)[0]).toContain('nothing of it is counted as theirs');
    const beside = await screen([
      ...funded,
      btcPay('out', 3, {
        from: [
          [ANDREYEV, 'deposit', 0, '1'],
          [store, 'stored', 0, '9'],
        ],
        to: [[payee, '10']],
      }),
    ]);
    expect(beside.exposures).toMatchObject([{ kind: 'direct', share: { haircut: '0.100000' } }]);
    expect(beside.decision).toBe('hold');
  });

  it('its counterpart without the word of a source that an exchange keeps it does spread', async () => {
    const [thief] = [btc('marked')];
    const label = {
      account: thief,
      entity: 'A listed person',
      category: 'it-worker',
      actor: 'dprk-it-worker',
      confidence: 'list',
      source_date: '2025-08-27',
      delisted_on: '',
      note: '',
    };
    const facts = [
      btcPay('deposit', 1, { from: [], to: [[thief, '1']] }),
      btcPay('out', 3, { from: [[thief, 'deposit', 0, '1']], to: [[other, '1']] }),
      btcPay('on', 25, { from: [[other, 'out', 0, '1']], to: [[payee, '1']] }),
    ];
    const document = await screenWallet({ facts, subject: payee, labels: [label] });
    expect(document.decision).toBe('hold');
  });
});

describe('an account that somebody withdrew from a mixer to, by a guess of its time', () => {
  it.each([
    ['paid', paidBy(GUESSED)],
    ['was paid', paying(GUESSED)],
    ['paid through another', paidThrough(GUESSED)],
    ['was paid through another', payingThrough(GUESSED)],
  ])('that %s is no exposure', async (_name, facts) => {
    const funded = [usdc(EXCHANGE, GUESSED, '500', 1), ...facts];
    const document = await builtIn({ facts: funded });
    expect(document).toMatchObject({ decision: 'proceed', complete: true, exposures: [] });
  });

  it('that is screened itself is told the guess', async () => {
    const document = await builtIn({ facts: [usdc(EXCHANGE, GUESSED, '5', 1)], subject: GUESSED });
    expect(firedBy(document)).toEqual(['info label-note']);
  });
});

describe('a listing that was withdrawn', () => {
  /** Listed on 2022-08-08, delisted on 2025-03-21: days from 2026-01-01. */
  const [BEFORE, DURING, AFTER] = [-1300, -600, -100];
  const SAID = {
    before: 'The value moved before it was listed.',
    during: 'The value moved while it was listed, when dealings with it were prohibited.',
    after: 'The value moved after it was delisted.',
  };

  it.each([
    ['before', BEFORE],
    ['during', DURING],
    ['after', AFTER],
  ] as const)(
    'holds nobody who dealt with it %s, straight or through others',
    async (when, day) => {
      for (const ways of [paidBy, paying, paidThrough, payingThrough]) {
        const document = await builtIn({ facts: ways(TORNADO, day) });
        expect(document.decision).toBe('review');
        expect(firedBy(document)).toEqual(['review mixer-much']);
        expect(document.summary).toContain('from 2022-08-08 until 2025-03-21');
        expect(document.summary).toContain(
          'It is no longer listed: contact is not prohibited by that listing since 2025-03-21.',
        );
        expect(document.summary).toContain(SAID[when]);
      }
    },
  );

  it('held while it stood', async () => {
    const document = await builtIn({ facts: paidBy(TORNADO, DURING), asOf: '2025-03-20' });
    expect(document.decision).toBe('hold');
    const next = await builtIn({ facts: paidBy(TORNADO, DURING), asOf: '2025-03-21' });
    expect(next.decision).toBe('review');
  });

  it('tells apart what moved before, while and after it stood', async () => {
    const facts = [BEFORE, DURING, AFTER].flatMap((day) => paidBy(TORNADO, day));
    const { exposures, findings } = await builtIn({ facts });
    expect(exposures).toMatchObject([
      {
        entityDesignation: 'both',
        designation: 'unknown',
        byDate: [
          {
            entityListed: { before: '500000000', after: '1000000000', unknown: '0' },
            delisted: { before: '1000000000', after: '500000000', unknown: '0' },
          },
        ],
      },
    ]);
    expect(findings[0]?.sentence).toContain(
      'The value moved before it was listed, while it was listed, when dealings with it were prohibited and after it was delisted.',
    );
  });
});
