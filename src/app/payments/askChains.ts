import { type Account, addressOfAccount, createAccount } from '../../core/account.js';
import { type AssetList, nativeAssetId } from '../../core/asset.js';
import type { Chain } from '../../core/chain.js';
import { InputError, SourceError } from '../../core/errors.js';
import type { ChainAnswers } from '../../desk/payments/paymentFacts.js';
import type { PayTimeQuestions } from '../payTime/payTimeQuestions.js';
import type { PaymentMeans, PaymentQuestion } from './paymentPorts.js';

/** What chains are asked through. */
export interface ChainAsking {
  readonly payTime: Pick<PayTimeQuestions, 'readCode' | 'askFrozen' | 'resolveName'>;
  /** Configured chains. */
  readonly chains: readonly Chain[];
  readonly assets: AssetList;
}

/** Nothing of these can be asked about a Bitcoin address. */
const NO_QUESTIONS: ChainAnswers = {
  ...{ code: null, frozen: null, name: null },
  codeElsewhere: { on: [], unanswered: [] },
  frozenOther: { frozen: [], unanswered: [] },
};

/**
 * Asks chains what has to be known before somebody is paid. A chain that does not answer is told as such.
 *
 * Whether there is a contract on other chains is asked once: a wallet that was paid on this chain before is
 * known to get there what is sent.
 */
export function createChainAsking(by: ChainAsking): PaymentMeans['ask'] {
  return async (question, signal) => {
    const { chain, account, asset, wallet } = question;
    if (chain.family !== 'evm') return NO_QUESTIONS;
    const { payTime } = by;
    const [code, frozen, frozenOther, name] = await Promise.all([
      answered(() => payTime.readCode(account, signal)),
      asset.id === nativeAssetId(chain)
        ? null
        : answered(() => payTime.askFrozen(account, asset.id, signal)),
      askOthers(question, by, signal),
      wallet.ensName === null ? null : askName({ ...wallet, ensName: wallet.ensName }, by, signal),
    ]);
    const codeElsewhere =
      code === 'key' && !question.wasPaidHere
        ? await askElsewhere(account, chain, { by, signal })
        : NO_QUESTIONS.codeElsewhere;
    return { code, codeElsewhere, frozen, frozenOther, name };
  };
}

/** What somebody answered, or that nobody did. */
async function answered<Answer>(ask: () => Promise<Answer>): Promise<Answer | 'unanswered'> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof SourceError) return 'unanswered';
    throw error;
  }
}

/** The other assets of the chain, of which those that nobody can freeze cost no request. */
async function askOthers(
  { chain, account, asset }: PaymentQuestion,
  { payTime, assets }: ChainAsking,
  signal: AbortSignal,
): Promise<ChainAnswers['frozenOther']> {
  const others = [...assets.values()].filter(
    ({ id, chain: of }) => of === chain.id && id !== asset.id && id !== nativeAssetId(chain),
  );
  const answers = await Promise.all(
    others.map(async ({ id, symbol }) => ({
      symbol,
      answer: await answered(() => payTime.askFrozen(account, id, signal)),
    })),
  );
  const symbolsOf = (wanted: 'frozen' | 'unanswered') =>
    answers.filter(({ answer }) => answer === wanted).map(({ symbol }) => symbol);
  return { frozen: symbolsOf('frozen'), unanswered: symbolsOf('unanswered') };
}

async function askElsewhere(
  account: Account,
  here: Chain,
  { by, signal }: { readonly by: ChainAsking; readonly signal: AbortSignal },
): Promise<ChainAnswers['codeElsewhere']> {
  const others = by.chains.filter(({ family, id }) => family === 'evm' && id !== here.id);
  const answers = await Promise.all(
    others.map(async ({ id, title }) => {
      const there = createAccount(id, addressOfAccount(account));
      return { title, answer: await answered(() => by.payTime.readCode(there, signal)) };
    }),
  );
  const titlesOf = (wanted: 'contract' | 'unanswered') =>
    answers.filter(({ answer }) => answer === wanted).map(({ title }) => title);
  return { on: titlesOf('contract'), unanswered: titlesOf('unanswered') };
}

async function askName(
  { address, ensName }: { readonly address: string; readonly ensName: string },
  { payTime }: ChainAsking,
  signal: AbortSignal,
): Promise<ChainAnswers['name']> {
  try {
    const now = await payTime.resolveName(ensName, signal);
    return now.address.toLowerCase() === address.toLowerCase() ? 'same' : 'elsewhere';
  } catch (error) {
    if (error instanceof InputError) return 'nothing';
    if (error instanceof SourceError) return 'unanswered';
    throw error;
  }
}
