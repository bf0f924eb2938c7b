import {
  AbortedError,
  Bug,
  ConfigError,
  InputError,
  ScreenError,
  StoreError,
} from '../../core/errors.js';
import type { WorkFailure } from './work.js';

/**
 * A failure in words for a person. Of an error that nobody foresaw only its kind and place are told, since
 * its message may repeat what was typed.
 */
export function failureOf(error: unknown): WorkFailure {
  if (error instanceof ScreenError) return { code: error.code, sentence: error.message };
  return {
    code: 'bug',
    sentence: `Hopsight made a mistake of its own; please report it${placeOf(error)}.`,
  };
}

function placeOf(error: unknown): string {
  if (!(error instanceof Error)) return '';
  const at = /^\s+at (.+)$/m.exec(error.stack ?? '')?.[1];
  return at === undefined ? ` (${error.name})` : ` (${error.name} at ${at})`;
}

/** An error of the worker, as this thread would have met it. Edge: what it cannot be sure of may be tried again. */
export function errorOfFailure({ code, sentence }: WorkFailure): ScreenError {
  switch (code) {
    case 'config':
      return new ConfigError(sentence);
    case 'store':
      return new StoreError(sentence);
    case 'input':
      return new InputError(sentence);
    case 'bug':
      return new Bug(sentence);
    default:
      return new AbortedError(sentence);
  }
}
