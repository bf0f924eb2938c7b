import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { openForTest } from './temporaryDatabase.js';

const PAGE = fileURLToPath(new URL('../../../db/README.md', import.meta.url));

/** `table.column` of every column that the page describes. */
function describedColumns(page: string): string[] {
  return page
    .split(/^### /m)
    .slice(1)
    .flatMap((section) => {
      const table = /^`(\w+)`/.exec(section)?.[1];
      return [...section.matchAll(/^\| `(\w+)` \|/gm)].map((row) => `${table}.${row[1]}`);
    })
    .sort();
}

function liveColumns(): string[] {
  return openForTest()
    .prepare<[], string>(
      `SELECT t.name || '.' || c.name FROM sqlite_schema AS t JOIN pragma_table_info(t.name) AS c
       WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite~_%' ESCAPE '~'`,
    )
    .pluck()
    .all()
    .sort();
}

describe('the page about the database', () => {
  it('describes every column of the schema, and no other', () => {
    expect(describedColumns(readFileSync(PAGE, 'utf8'))).toEqual(liveColumns());
  });

  it('would be caught leaving one out', () => {
    const page = readFileSync(PAGE, 'utf8').replace(/^\| `tip_hash` \|.*\n/m, '');
    expect(describedColumns(page)).not.toEqual(liveColumns());
  });

  it('describes strict tables only', () => {
    const loose = openForTest()
      .prepare("SELECT name FROM pragma_table_list WHERE type = 'table' AND strict = 0")
      .pluck()
      .all();
    expect(loose.filter((name) => !String(name).startsWith('sqlite_'))).toEqual([]);
  });
});
