import type { Standing } from '../desk/standing.js';
import type { ScreeningDocument } from '../report/document.js';
import type { LabelImpact, Rescreened } from '../report/impactDocument.js';
import { type ImpactMeans, type ImpactRequest, tellImpact, tellStanding } from './labelImpact.js';
import { type RescreenRequest, rescreen, type Wallet } from './rescreen.js';

/** What the application does with past screenings when labels change. `Progress` is a screening's. */
export interface LookbackApp<Progress> {
  /**
   * The past screenings that would read differently by the labels of now; asks nobody.
   *
   * @throws {InputError} when there is no such set or snapshot.
   */
  tellImpact(request: ImpactRequest): LabelImpact;
  /** Screens wallets that a look back listed again, as new records. */
  rescreen(request: RescreenRequest<Progress>): Promise<Rescreened>;
  /**
   * Whether a recorded verdict may still be relied on: its day is not over, and no label that speaks
   * about its accounts came, changed or went since.
   *
   * @throws {InputError} when there is no such screening.
   */
  tellStanding(screeningId: string): Standing;
}

/** Looking back over a record. */
export function createLookbackApp<Progress>(parts: {
  readonly means: Omit<ImpactMeans, 'nowSeconds'>;
  readonly nowSeconds: () => number;
  readonly screen: (wallet: Wallet<Progress>) => Promise<ScreeningDocument>;
}): LookbackApp<Progress> {
  const { screen, nowSeconds } = parts;
  const means = () => ({ ...parts.means, nowSeconds: nowSeconds() });
  return {
    tellImpact: (request) => tellImpact(request, means()),
    rescreen: (request) => rescreen(request, { screen, ...parts.means }),
    tellStanding: (screeningId) => tellStanding(screeningId, means()),
  };
}
