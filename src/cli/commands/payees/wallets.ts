import type { Command } from 'commander';
import type { ProofGiven, WalletDetails } from '../../../app/payees/payees.js';
import { InputError } from '../../../core/errors.js';
import { line } from '../../../report/lines.js';
import type { Session } from '../../session.js';
import { describeWallet } from './describePayee.js';
import { type ChangeFlags, changingCommand, findPayee, writeChange } from './payeeCommand.js';
import { todayOf } from './people.js';

interface WalletFlags extends ChangeFlags {
  readonly chains?: string;
  readonly custody?: string;
  readonly from?: string;
  readonly until?: string;
}

const SECOND_PERSON = `
A wallet may be paid once a second person confirmed it: somebody with a name, who neither registered it
nor, since it was last confirmed, changed its chains, its custody, its days, or its payee's reference or
name.`;

/** What stands for no first or no last day, and for all chains. */
const OPEN = 'open';

/** Adds `wallet add`, `wallet edit`, `wallet confirm` and `wallet end`. */
export function addWalletCommands(payees: Command, session: Session): void {
  const wallets = payees
    .command('wallet')
    .description('register, change, confirm and end the wallets of a payee')
    .addHelpText('after', `${SECOND_PERSON}\n\nExample:\n  $ hopsight payees wallet add AC-17 0x…`);
  addTerms(
    changingCommand(wallets, 'add', {
      description: 'register a wallet of a payee',
      about: SECOND_PERSON,
      example: 'hopsight payees wallet add AC-17 0x… --chains ethereum,base',
    })
      .argument('<payee>', 'their reference or id')
      .argument('<wallet>', 'an address in any form that people paste, or an ENS name'),
  ).action(async (payee: string, text: string, flags: WalletFlags) => {
    const { chains = null, custody = 'own', validFrom = null, validUntil = null } = termsOf(flags);
    await writeChange(session, flags, {
      act: (all, by) => {
        const details = { text, chains, custody, validFrom, validUntil };
        return all.registerWallet(findPayee(all, payee).id, details, by);
      },
      describe: (wallet) => [
        ...describeWallet(wallet, todayOf(session)),
        line(
          0,
          `A second person confirms it: hopsight payees wallet confirm ${wallet.id} --as NAME`,
        ),
      ],
    });
  });
  addTerms(
    changingCommand(wallets, 'edit', {
      description: 'change on which chains and days a wallet may be paid',
      about: `
What is left out stays. Other chains, another custody and more days are confirmed again; "open" takes
a day away, and gives all chains that fit and are configured.`,
      example: 'hopsight payees wallet edit 01J… --until 2026-12-31',
    }).argument('<wallet>', 'the id that "hopsight payees show" prints'),
  ).action(async (walletId: string, flags: WalletFlags) => {
    const terms = termsOf(flags);
    await writeChange(session, flags, {
      act: (all, by) => all.editWallet(walletId, terms, by),
      describe: (wallet) => describeWallet(wallet, todayOf(session)),
    });
  });
  changingCommand(wallets, 'confirm', {
    description: 'confirm a wallet that somebody else registered',
    about: SECOND_PERSON,
    example: 'hopsight payees wallet confirm 01J… --as "B. Example"',
  })
    .argument('<wallet>', 'the id that "hopsight payees show" prints')
    .action(async (walletId: string, flags: ChangeFlags) => {
      await writeChange(session, flags, {
        act: (all, by) => all.confirmWallet(walletId, by),
        describe: (wallet) => describeWallet(wallet, todayOf(session)),
      });
    });
  changingCommand(wallets, 'end', {
    description: 'take a wallet out of use; its history stays',
    example: 'hopsight payees wallet end 01J…',
  })
    .argument('<wallet>', 'the id that "hopsight payees show" prints')
    .action(async (walletId: string, flags: ChangeFlags) => {
      await writeChange(session, flags, {
        act: (all, by) => all.endWallet(walletId, by),
        describe: (wallet) => describeWallet(wallet, todayOf(session)),
      });
    });
}

interface ProofFlags extends ChangeFlags {
  readonly signature?: string;
  readonly statement?: string;
  readonly testPayment?: string;
}

/** Adds `proof ask` and `proof record`. */
export function addProofCommands(payees: Command, session: Session): void {
  const proofs = payees
    .command('proof')
    .description('ask for a proof that a payee controls a wallet, and keep it')
    .addHelpText('after', '\nExample:\n  $ hopsight payees proof ask 01J…');
  changingCommand(proofs, 'ask', {
    description: 'print a text for the payee to sign with the key of the wallet',
    about: 'It counts once, for seven days, and only the newest of a wallet does.',
    example: 'hopsight payees proof ask 01J…',
  })
    .argument('<wallet>', 'the id that "hopsight payees show" prints')
    .action(async (walletId: string, flags: ChangeFlags) => {
      await writeChange(session, flags, {
        act: (all, by) => all.askProof(walletId, by),
        describe: ({ message, expiresAt }) => [
          line(0, `To be signed to the letter, before ${expiresAt}:`),
          line(2, message),
        ],
      });
    });
  changingCommand(proofs, 'record', {
    description: 'verify a signature, or keep what else shows control of a wallet',
    about: `
A signature is verified by EIP-191, EIP-1271 or BIP-322. Of an address at an exchange, say what its
statement of account or a test payment showed.`,
    example: 'hopsight payees proof record 01J… --signature 0x…',
  })
    .argument('<wallet>', 'the id that "hopsight payees show" prints')
    .option('--signature <text>', 'the signature over the text that was asked for')
    .option(
      '--statement <note>',
      'a statement of account that names the address: whose and of when',
    )
    .option('--test-payment <note>', 'a small payment whose exact amount the payee named')
    .action(async (walletId: string, flags: ProofFlags) => {
      const proof = parseProof(flags);
      await writeChange(session, flags, {
        act: (all, by) => all.recordProof(walletId, proof, by),
        describe: ({ kind, method }) => [
          line(0, { style: 'good', text: `Control is shown by ${method ?? kind}.` }),
        ],
      });
    });
}

function addTerms(command: Command): Command {
  return command
    .option('--chains <list>', 'short names of the chains on which it may be paid')
    .option('--custody <kind>', 'own, or custodial for an address at an exchange')
    .option('--from <day>', 'the first day on which it may be paid, in UTC')
    .option('--until <day>', 'the last day on which it may be paid, in UTC');
}

function termsOf({
  chains,
  custody,
  from,
  until,
}: WalletFlags): Omit<Partial<WalletDetails>, 'text'> {
  return {
    ...(chains === undefined ? {} : { chains: parseChains(chains) }),
    ...(custody === undefined ? {} : { custody: parseCustody(custody) }),
    ...(from === undefined ? {} : { validFrom: from === OPEN ? null : from }),
    ...(until === undefined ? {} : { validUntil: until === OPEN ? null : until }),
  };
}

function parseChains(text: string): readonly string[] | null {
  return text === OPEN ? null : text.split(',').map((name) => name.trim());
}

function parseCustody(text: string): 'own' | 'custodial' {
  if (text === 'own' || text === 'custodial') return text;
  throw new InputError('The option --custody takes own or custodial.');
}

function parseProof({ signature, statement, testPayment }: ProofFlags): ProofGiven {
  const given: readonly ProofGiven[] = [
    ...(signature === undefined ? [] : [{ kind: 'signature' as const, signature }]),
    ...(statement === undefined ? [] : [{ kind: 'statement' as const, note: statement }]),
    ...(testPayment === undefined ? [] : [{ kind: 'test-payment' as const, note: testPayment }]),
  ];
  const [proof] = given;
  if (proof !== undefined && given.length === 1) return proof;
  throw new InputError('Give one of --signature, --statement and --test-payment.');
}
