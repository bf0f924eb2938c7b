import type { Attribution } from '../../core/attribution.js';

/** A row of a publisher's file that is no claim here, and why. */
export interface LeftOut {
  /** Where it stands in the file, in the publisher's own terms: a line, an id, a path. */
  readonly where: string;
  /** One sentence. */
  readonly problem: string;
}

/** What a publisher's file of labels says, as the claims of one set. */
export interface PublishedLabels {
  /** Each names the set. Order: the file's. */
  readonly rows: readonly Attribution[];
  /** Day on which the publisher issued the file, as the file itself says; null where it does not. */
  readonly asOf: string | null;
  /** Order: the file's. */
  readonly leftOut: readonly LeftOut[];
}
