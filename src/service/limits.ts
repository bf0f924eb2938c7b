/** What one request may cost. Units: bytes, characters, counts and milliseconds as named. */
export const LIMITS = {
  bodyBytes: 256 * 1024,
  /** A file of rows; the reading of it has the same limit. */
  fileBytes: 10_000_000,
  headerBytes: 16 * 1024,
  jsonDepth: 8,
  pathPartCharacters: 256,
  /** Wallets in one submission. */
  items: 100,
  /** Characters of a pasted text. */
  textCharacters: 2000,
  /** Characters of a payee reference or an external id. */
  referenceCharacters: 200,
  /** Rows of a page of a list. */
  pageRows: 200,
  /** Seconds that an answer may be waited for. */
  waitSeconds: 60,
  /** Event streams and waits open at once. */
  openWaits: 200,
  /** Of these, those of one person or token, so that nobody takes all. */
  openWaitsOfOne: 100,
} as const;

/** How long the server waits for a client. Units: milliseconds. */
export interface Timeouts {
  /** Until all headers came. */
  readonly headersMs: number;
  /** Until the whole request came. */
  readonly requestMs: number;
  /** How often both are looked at. */
  readonly checkMs: number;
  /** Between two signs of life in an event stream. */
  readonly heartbeatMs: number;
}

/** The waits in force unless told otherwise. */
export const TIMEOUTS: Timeouts = {
  headersMs: 10_000,
  requestMs: 30_000,
  checkMs: 5_000,
  heartbeatMs: 15_000,
};

/** Requests a minute by who asks. */
export const REQUESTS_PER_MINUTE = { token: 30_000, person: 1_200, nobody: 300 } as const;
