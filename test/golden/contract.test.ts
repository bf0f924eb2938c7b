import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { documentContract } from '../support/documentContract.js';

const FOLDER = fileURLToPath(new URL('verdicts', import.meta.url));

describe('the recorded verdicts', () => {
  const files = readdirSync(FOLDER).filter((file) => file.endsWith('.json'));

  it('are there', () => {
    expect(files.length).toBeGreaterThanOrEqual(3);
  });

  it.each(files)('keep the JSON contract: %s', (file) => {
    const document: unknown = JSON.parse(readFileSync(join(FOLDER, file), 'utf8'));
    expect(documentContract.safeParse(document).error).toBeUndefined();
  });
});
