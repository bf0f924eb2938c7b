import type { AssetList } from '../../core/asset.js';
import { findChainByName } from '../../core/chain.js';
import type { Payee } from '../../core/payee.js';
import { NOT_OF_ITS_OWN, type PayeeHold } from '../../desk/payments/heldSignals.js';
import type { ScreeningDocument } from '../../report/document.js';
import type { FindHoldingChecks } from '../../store/holdingChecks.js';
import type { WalletVerdicts } from '../../store/walletVerdicts.js';
import { parseRecordJson } from '../records.js';

/** What holds of payees are found with. */
export interface HoldMeans {
  readonly verdicts: Pick<WalletVerdicts, 'findHold'>;
  readonly holdingChecks: FindHoldingChecks;
  readonly assets: AssetList;
}

/**
 * Whether a payee is held, and by what: nothing where they are not. Asked are their wallets in use and
 * the ended ones, those of duplicates that were merged into them among them.
 *
 * Order: verdicts in the order of their wallets, then checks as asked for.
 * Blind spot: a label that came since a wallet was last screened; the look back tells of that.
 */
export function createPayeeHolds({
  verdicts,
  holdingChecks,
  assets,
}: HoldMeans): (payee: Pick<Payee, 'wallets'>) => readonly PayeeHold[] {
  const heldBy = (address: string, canonical: string): readonly PayeeHold[] => {
    const found = verdicts.findHold(canonical);
    if (found === null) return [];
    const { screeningId, verdictJson } = found;
    const isListed = isListedItself(parseRecordJson(verdictJson, null));
    return [{ kind: 'verdict', address, screeningId, isListed }];
  };
  return ({ wallets }) => {
    const addresses = new Map(
      wallets.map(({ address, family }) => [
        family === 'evm' ? address.toLowerCase() : address,
        address,
      ]),
    );
    const checks = holdingChecks(
      wallets.map(({ id }) => id),
      NOT_OF_ITS_OWN,
    );
    // Of several of one wallet, chain and asset the newest speaks for all.
    const newest = new Map(
      checks.map((one) => [`${one.address} ${one.chain} ${one.asset}`, one] as const),
    );
    return [
      ...[...addresses].flatMap(([canonical, address]) => heldBy(address, canonical)),
      ...[...newest.values()].map((one): PayeeHold => {
        const chainTitle = findChainByName(one.chain)?.title ?? one.chain;
        const symbol = assets.get(one.asset)?.symbol ?? one.asset;
        return { kind: 'check', ...one, chainTitle, symbol };
      }),
    ];
  };
}

/** Whether a list that is in force names the wallet of a screening itself. */
export function isListedItself({ exposures }: Pick<ScreeningDocument, 'exposures'>): boolean {
  return exposures.some(
    ({ kind, label }) =>
      kind === 'ownership' && label.authority === 'list' && label.delistedOn === null,
  );
}
