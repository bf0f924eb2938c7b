import type { Attribution } from '../core/attribution.js';

/** How a host tells again that a file is the one it served before; null where it did not say. */
export interface FileValidators {
  readonly etag: string | null;
  /** As the host wrote it. */
  readonly lastModified: string | null;
}

/** The newest state of a label set, as its publisher serves it. */
export interface FetchedLabels {
  readonly kind: 'fetched';
  /** Each names the set. Order: the file's. */
  readonly rows: readonly Attribution[];
  /** Day on which the publisher issued the file; null where it does not say. */
  readonly asOf: string | null;
  /** Rows of the file that are no claim here, counted by what is wrong with them. */
  readonly leftOut: ReadonlyMap<string, number>;
  /** `sha256:` of the file. */
  readonly fileDigest: string;
  readonly validators: FileValidators;
  /** The host that served it. */
  readonly host: string;
}

/** How far a fetch has come. Units: bytes. */
export interface FetchProgress {
  readonly set: string;
  readonly host: string;
  readonly bytes: number;
  /** Null where the host did not announce it. */
  readonly ofBytes: number | null;
}

/** Where the newest state of a label set is fetched from. */
export interface LabelFeed {
  readonly set: string;
  /**
   * The newest state, or that it is still the one of the validators.
   *
   * @throws {SourceError} when no host gives a whole file of the set; nothing is left behind then.
   */
  fetchLabels(
    known: FileValidators | null,
    onProgress: (progress: FetchProgress) => void,
    signal: AbortSignal,
  ): Promise<FetchedLabels | { readonly kind: 'not-modified' }>;
}
