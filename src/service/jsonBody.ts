import { LIMITS } from './limits.js';
import { Refusal } from './problem.js';
import type { Server } from './serverType.js';

/** Has a server read JSON bodies, none that is nested deeply or names a prototype. */
export function readJsonBodies(server: Server): void {
  const parse = server.getDefaultJsonParser('error', 'error');
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (typeof body === 'string' && depthOfJson(body) > LIMITS.jsonDepth) {
      done(new Refusal('malformed', `The JSON is nested more than ${LIMITS.jsonDepth} deep.`));
      return;
    }
    parse(request, typeof body === 'string' ? body : body.toString('utf8'), done);
  });
}

/**
 * How deep objects and lists of a JSON text lie in each other, without parsing it.
 *
 * Edge: of a text that is no JSON any number.
 */
export function depthOfJson(text: string): number {
  let [depth, deepest, isInText] = [0, 0, false];
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (isInText) {
      if (character === '\\') at += 1;
      else if (character === '"') isInText = false;
    } else if (character === '"') isInText = true;
    else if (character === '{' || character === '[') {
      depth += 1;
      deepest = Math.max(deepest, depth);
    } else if (character === '}' || character === ']') depth -= 1;
  }
  return deepest;
}
