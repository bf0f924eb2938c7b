import type { VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { escapeText } from '../../report/format.js';

/**
 * A page as HTML. Whatever text stands on it, from a chain, a label or a person, is escaped by the
 * renderer; characters that would change its order or hide in it are shown as their codes.
 */
export function renderPage(page: VNode): string {
  const html = renderToString(page).replaceAll('\r\n', '\n');
  return `<!doctype html>\n${html.split('\n').map(escapeText).join('\n')}\n`;
}
