import { ScreenError } from '../core/errors.js';
import type { ScreeningDocument } from '../report/document.js';
import type { ImpactItem, Rescreened } from '../report/impactDocument.js';
import type { ScreeningStore } from '../store/screeningStore.js';

/** Wallets to screen again, with live sources; `Progress` is what a screening tells of itself. */
export interface RescreenRequest<Progress> {
  /** As a look back listed them; most serious first. */
  readonly items: readonly ImpactItem[];
  /** How many wallets are screened at most. */
  readonly limit: number;
  readonly onProgress: (
    at: { readonly wallet: number; readonly wallets: number },
    progress: Progress,
  ) => void;
  /** Ends the screening under way early, and begins no other. */
  readonly signal: AbortSignal;
}

/** A wallet to screen as of now. */
export interface Wallet<Progress> {
  readonly text: string;
  readonly asOf: null;
  readonly payeeReference: string | null;
  readonly offline: false;
  readonly onProgress: (progress: Progress) => void;
  readonly signal: AbortSignal;
}

/**
 * Screens the wallets of listed items again, each once, as new records. Whoever was screened by the
 * labels of now already is left out, so that a run that was stopped goes on where it was.
 *
 * Edge: an item that was asked about a past moment paid nobody, and is left out too.
 */
export async function rescreen<Progress>(
  { items, limit, onProgress, signal }: RescreenRequest<Progress>,
  means: {
    readonly screen: (wallet: Wallet<Progress>) => Promise<ScreeningDocument>;
    readonly screenings: Pick<ScreeningStore, 'readScreening'>;
  },
): Promise<Rescreened> {
  const wallets = walletsOf(items);
  const asked = wallets.slice(0, limit);
  const done: Rescreened['done'][number][] = [];
  const failed: Rescreened['failed'][number][] = [];
  for (const [at, item] of asked.entries()) {
    if (signal.aborted) break;
    const { screeningId } = item.record;
    const personal = means.screenings.readScreening(screeningId)?.personal ?? null;
    const address = item.subjects[0]?.address ?? '';
    try {
      const document = await means.screen({
        // A name may stand for another address by now; what was paid is the one that it stood for.
        text: item.subjects[0]?.ensName === null ? (personal?.input ?? address) : address,
        asOf: null,
        payeeReference: personal?.payeeReference ?? null,
        offline: false,
        onProgress: (progress) => onProgress({ wallet: at + 1, wallets: asked.length }, progress),
        signal,
      });
      const { decision, summary } = document;
      done.push({ of: screeningId, screeningId: document.screeningId, address, decision, summary });
    } catch (error) {
      // One wallet that cannot be screened keeps no other from it; it is told and stays listed.
      if (!(error instanceof ScreenError) || error.code === 'bug' || error.code === 'store')
        throw error;
      failed.push({ of: screeningId, address, problem: error.message });
    }
  }
  return { done, failed, left: wallets.length - done.length - failed.length };
}

/** One item for each wallet that is yet to be screened again. Order: as given. */
function walletsOf(items: readonly ImpactItem[]): readonly ImpactItem[] {
  const open = items.filter(
    ({ screenedSince, record }) => screenedSince === null && record.asOf === null,
  );
  const byWallet = new Map<string, ImpactItem>();
  for (const item of open) {
    const wallet = item.subjects.map(({ account }) => account).join(' ');
    if (!byWallet.has(wallet)) byWallet.set(wallet, item);
  }
  return [...byWallet.values()];
}
