import { styleText } from 'node:util';
import { ScreenError } from '../core/errors.js';
import { escapeJson, escapeText } from '../report/format.js';
import { formatJson } from '../report/json.js';
import { type Paint, paintNothing, type TextStyle } from '../report/lines.js';
import type { Outlet, Terminal } from './terminal.js';

type TextFormat = Parameters<typeof styleText>[0];

const FORMATS: Readonly<Record<Exclude<TextStyle, 'plain'>, TextFormat>> = {
  strong: 'bold',
  faint: 'dim',
  good: ['bold', 'green'],
  warning: ['bold', 'yellow'],
  alarm: ['bold', 'red'],
};

/** Colours for a terminal; none where a file or a pipe reads, or `NO_COLOR` is set. */
export function paintFor({ env, out }: Terminal): Paint {
  // Source: https://no-color.org/ (any value that is not empty)
  if (!out.isTty || (env.NO_COLOR ?? '') !== '' || env.TERM === 'dumb') return paintNothing;
  return (style, text) =>
    style === 'plain' || text === '' ? text : styleText(FORMATS[style], text);
}

/** Columns in which a report is laid out: those of the terminal, within what can be read. */
export function widthOf({ columns }: Outlet): number {
  return Math.max(40, Math.min(columns, 110));
}

/** Writes a value as JSON. Hostile characters are escaped, which changes no value. */
export function writeJson(outlet: Outlet, value: object): void {
  outlet.write(`${escapeJson(formatJson(value))}\n`);
}

/** Writes a line of advice that belongs to no result. */
export function writeNote({ err }: Terminal, note: string): void {
  err.write(`hopsight: note: ${escapeText(note)}\n`);
}

/** What `--json` says in place of a document. */
export interface ErrorDocument {
  readonly error: {
    readonly code: string;
    readonly message: string;
    /** Place among the addresses given, from 1; the text itself may be a secret and is not repeated. */
    readonly position: number;
  };
}

/** An error as `--json` shows it. */
export function tellError(error: unknown, position: number): ErrorDocument {
  return {
    error: {
      code: error instanceof ScreenError ? error.code : 'bug',
      message: sentenceOf(error),
      position,
    },
  };
}

/**
 * An error as lines for a person, without a stack unless `HOPSIGHT_DEBUG` is set.
 *
 * Edge: an error that Hopsight does not know is a bug, and the user is asked to report it.
 */
export function formatError(error: unknown, { env }: Terminal, about = ''): string {
  const lines = sentenceOf(error).split('\n').map(escapeText);
  const debug =
    (env.HOPSIGHT_DEBUG ?? '') !== '' && error instanceof Error
      ? (error.stack ?? '').split('\n').map(escapeText)
      : [];
  return [`hopsight: ${about}${lines[0] ?? ''}`, ...lines.slice(1), ...debug, ''].join('\n');
}

const REPORT =
  'Please report it with the command that you ran, without its addresses; with HOPSIGHT_DEBUG=1 it says where it happened.';

function sentenceOf(error: unknown): string {
  if (error instanceof ScreenError) {
    return error.code === 'bug' ? `${error.message} This is a bug. ${REPORT}` : error.message;
  }
  return `Something happened that Hopsight does not know. This is a bug. ${REPORT}`;
}
