import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { InputError } from '../../../../src/core/errors.js';
import {
  detectFormat,
  readLabelFile,
} from '../../../../src/sources/labels/importers/readLabelFile.js';
import { noDeadline } from '../../../support/sourceBench.js';

const folder = mkdtempSync(join(tmpdir(), 'hopsight-labels-'));
afterAll(() => rmSync(folder, { recursive: true }));

function read(name: string, text: string) {
  const file = join(folder, name);
  writeFileSync(file, text);
  return readLabelFile(
    { file, set: 'x', format: null, mapping: null, chainName: 'ethereum' },
    noDeadline(),
  );
}

describe('a label file', () => {
  it.each([
    ['labels.csv', 'chain,address\n', 'csv'],
    ['labels.txt', '\uFEFFchain;address\n', 'csv'],
    ['pack.yaml', 'title: x\n', 'tagpack'],
    ['pack.YML', 'title: x\n', 'tagpack'],
    [
      'entities.ftm.json',
      '{"id":"a","caption":"b","schema":"Person","properties":{}}\n',
      'opensanctions',
    ],
    ['accounts.json', '[{"address":"0x","chainId":1,"label":"x"}]', 'explorer-tags'],
    ['combined.json', '{"0x12": {"name": "x", "labels": []}}', 'explorer-tags'],
    ['sdn.xml', '<?xml version="1.0"?>\n<Sanctions', 'ofac-sdn'],
    ['logs.json', '{"status":"1","result":[{"address":"0x","topics":["0x"]}]}', 'freeze-logs'],
  ])('called %s is told by its name and by how it begins', (file, head, format) => {
    expect(detectFormat(file, head)).toBe(format);
  });

  it('is read in the form it has', async () => {
    const tag = 'address: 12t9YDPgwueZ9NyMgw519p7AA8isjr6SMw\n    label: X\n    category: exchange';
    const pack = `title: T\nsource: https://example.org\ntags:\n  - ${tag}\n`;
    expect((await read('a.yaml', pack)).rows).toMatchObject([{ entity: 'X', set: 'x' }]);
    const wallet = {
      id: 'w',
      schema: 'CryptoWallet',
      properties: { publicKey: ['12t9YDPgwueZ9NyMgw519p7AA8isjr6SMw'], topics: ['sanction'] },
    };
    expect((await read('b.json', `${JSON.stringify(wallet)}\n`)).rows).toMatchObject([
      { set: 'x' },
    ]);
  });

  it('that is a table with a bad line is refused whole, with the line', async () => {
    const header = 'chain,address,entity,category,actor,event,source,source_date,confidence';
    await expect(
      read('c.csv', `${header}\nbitcoin,nonsense,X,exchange,,,https://e.org,,vendor`),
    ).rejects.toThrow(/not imported; correct these lines:\n {2}line 2: /);
  });

  it('that is not there is told by its name', async () => {
    const file = join(folder, 'missing.csv');
    const asked = { file, set: 'x', mapping: null, chainName: 'ethereum' };
    for (const format of [null, 'csv', 'opensanctions'] as const) {
      await expect(readLabelFile({ ...asked, format }, noDeadline())).rejects.toThrow(InputError);
    }
  });

  it.each([
    ['b.json', '{"id":"a","schema":"Person","properties":{}}\n'],
    ['a.xml', '<?xml version="1.0"?>\n<sdnList>'],
  ])('that vanishes before %s is read to its end is told by its name', async (name, text) => {
    const reading = read(name, text);
    rmSync(join(folder, name));
    await expect(reading).rejects.toThrow(InputError);
    await expect(reading).rejects.toThrow(name);
  });
});
