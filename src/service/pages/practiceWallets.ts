/** A recorded wallet to rehearse with. */
export interface PracticeWallet {
  readonly text: string;
  /** The day as of which it is screened, its end included; null for all that was recorded. */
  readonly asOf: string | null;
  /** What its answer is under the default policy. */
  readonly title: string;
  readonly story: string;
}

/**
 * Wallets for every answer. All are recorded cases but the one that proceeds: a recording of a real
 * wallet is never its whole history, and what was not seen is not called fine.
 */
export const PRACTICE_WALLETS: readonly PracticeWallet[] = [
  {
    text: 'bc1qkp3q6ws9daqheaw2lmcsagvr4cyc0q7vsa726g',
    asOf: null,
    title: 'Proceed: a contractor with one employer',
    story:
      'Invented: ten monthly wages from a company that bought newly mined coins. All of it was seen, up to 2026-11-22; for a payment of today it would have to be screened again.',
  },
  {
    text: '0x1bf53ce80ff2ed5711b8a2db8f7ea5b38da118d6',
    asOf: '2022-04-20',
    title: 'Hold: one hop from a theft',
    story:
      'Four weeks after the theft from the Ronin bridge. All that the wallet received came from the account that had been listed six days before.',
  },
  {
    text: '0x098B716B8Aaf21512996dC57EB0615e2383E2f96',
    asOf: null,
    title: 'Hold: the address itself is listed',
    story: 'The account that took 173,600 ETH from the Ronin bridge, as OFAC lists it.',
  },
  {
    text: '1KZn9CPSuk7eULP2u28v71akA77BBHjxWW',
    asOf: null,
    title: 'Review: probably a victim',
    story: 'A wallet that paid a WannaCry ransom. Paying a thief is no sign of being one.',
  },
  {
    text: '0x4976a4a02f38326660d17bf34b431dc6e2eb2327',
    asOf: null,
    title: 'Review: not a person',
    story: 'A wallet of an exchange: money sent there may never reach the contractor.',
  },
  {
    text: '0x514ab089938c7bf03f83420751b0da148220590d',
    asOf: null,
    title: 'Incomplete: not enough was seen',
    story:
      'The recording holds only part of the history of this wallet; read what would cure that.',
  },
];
