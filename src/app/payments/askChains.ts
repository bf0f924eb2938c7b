import { type Account, addressOfAccount, createAccount } from '../../core/account.js';
import { type Asset, type AssetList, nativeAssetId } from '../../core/asset.js';
import type { Chain } from '../../core/chain.js';
import { InputError, SourceError } from '../../core/errors.js';
import { type ChainAnswers, NOTHING_ASKED } from '../../desk/payments/paymentFacts.js';
import type { FrozenAnswer, PayTimeQuestions } from '../payTime/payTimeQuestions.js';
import type { PaymentMeans, PaymentQuestion } from './paymentPorts.js';

/** What chains are asked through. */
export interface ChainAsking {
  readonly payTime: Pick<PayTimeQuestions, 'readCode' | 'askFrozen' | 'resolveName'>;
  /** Configured chains. */
  readonly chains: readonly Chain[];
  readonly assets: AssetList;
}

/**
 * Asks chains what has to be known before somebody is paid. A chain that does not answer is told as such.
 *
 * Whether there is a contract on other chains is asked once: a wallet that was paid on this chain before is
 * known to get there what is sent.
 */
export function createChainAsking(by: ChainAsking): PaymentMeans['ask'] {
  return async (question, signal) => {
    const { chain, account, asset, wallet } = question;
    // Nothing of these can be asked about a Bitcoin address.
    if (chain.family !== 'evm') return NOTHING_ASKED;
    const { payTime } = by;
    const [code, frozen, frozenOther, name] = await Promise.all([
      answered(() => payTime.readCode(account, signal)),
      asset.id === nativeAssetId(chain) ? null : askFreeze(question.account, asset, { by, signal }),
      askOthers(question, by, signal),
      wallet.ensName === null ? null : askName({ ...wallet, ensName: wallet.ensName }, by, signal),
    ]);
    const codeElsewhere =
      code === 'key' && !question.wasPaidHere
        ? await askElsewhere(account, chain, { by, signal })
        : NOTHING_ASKED.codeElsewhere;
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

/**
 * Whether an asset is frozen at an account. Edge: a contract that has the question and gives no answer to it
 * is not the one that was known, or its source is wrong: it has said nothing, least of all "not frozen".
 */
async function askFreeze(
  account: Account,
  { id, freeze }: Pick<Asset, 'id' | 'freeze'>,
  { by, signal }: { readonly by: ChainAsking; readonly signal: AbortSignal },
): Promise<FrozenAnswer | 'unanswered'> {
  const answer = await answered(() => by.payTime.askFrozen(account, id, signal));
  const hasQuestion = freeze !== undefined && freeze.question !== null;
  return answer === 'cannot-tell' && hasQuestion ? 'unanswered' : answer;
}

/** The other assets of the chain, of which those that nobody can freeze cost no request. */
async function askOthers(
  { chain, account, asset }: PaymentQuestion,
  by: ChainAsking,
  signal: AbortSignal,
): Promise<ChainAnswers['frozenOther']> {
  const others = [...by.assets.values()].filter(
    ({ id, chain: of }) => of === chain.id && id !== asset.id && id !== nativeAssetId(chain),
  );
  const answers = await Promise.all(
    others.map(async (other) => ({
      symbol: other.symbol,
      answer: await askFreeze(account, other, { by, signal }),
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
