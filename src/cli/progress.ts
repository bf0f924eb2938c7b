import type { ScreenProgress } from '../app.js';
import { escapeText, formatPercent } from '../report/format.js';
import type { Terminal } from './terminal.js';

/** Shows how far a piece of work has come. */
export interface ProgressLine<Progress> {
  readonly show: (progress: Progress) => void;
  /** Takes the line away, so that what is printed next stands alone. */
  readonly clear: () => void;
}

/** Between two lines where no line can be replaced, such as a log. Units: milliseconds. */
const LOG_INTERVAL_MS = 5_000;

/** Between two updates of a line on a terminal. Units: milliseconds. */
const TTY_INTERVAL_MS = 100;

/** To the start of the line, and delete it. Source: ECMA-48, CSI EL. */
const CLEAR_LINE = '\r\u001b[2K';

/**
 * A line of progress: updated in place on a terminal, else at most one line in five seconds, the
 * first after five.
 */
export function createProgressLine<Progress>(
  { err: outlet, nowMs }: Pick<Terminal, 'err' | 'nowMs'>,
  describe: (progress: Progress) => string,
): ProgressLine<Progress> {
  let lastMs = outlet.isTty ? Number.NEGATIVE_INFINITY : nowMs();
  let isShown = false;
  return {
    show: (progress) => {
      const now = nowMs();
      if (now - lastMs < (outlet.isTty ? TTY_INTERVAL_MS : LOG_INTERVAL_MS)) return;
      lastMs = now;
      const text = escapeText(`hopsight: ${describe(progress)}`);
      if (!outlet.isTty) {
        outlet.write(`${text}\n`);
        return;
      }
      outlet.write(`${CLEAR_LINE}${text.slice(0, Math.max(0, outlet.columns - 1))}`);
      isShown = true;
    },
    clear: () => {
      if (isShown) outlet.write(CLEAR_LINE);
      isShown = false;
    },
  };
}

/** How far a screening has come, in words. */
export function describeScreening(progress: ScreenProgress): string {
  const parts = [
    // First, since a line is cut at the width of its terminal.
    ...progress.leftAlone.map(
      ({ host, msLeft }) =>
        `${host} is not answering, left alone for ${Math.ceil(msLeft / 1000)} s`,
    ),
    `${progress.requests} requests`,
    `${progress.accountsSeen} accounts`,
    `${formatPercent(progress.shareExplained, 'as the share says')} explained`,
    `${Math.ceil(progress.msLeft / 1000)} s left`,
    progress.activity,
  ];
  return parts.join(', ');
}
