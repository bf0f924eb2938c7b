import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { readDocumentFonts } from '../../../src/app/documents/documentFonts.js';
import { makeMonthFile } from '../../../src/app/summary/monthFiles.js';
import { ConfigError } from '../../../src/core/errors.js';
import { fontOfFile } from '../../../src/documentsConfig.js';
import { createMonthReport } from '../../../src/report/month/monthReport.js';
import { fullMonth } from '../../support/monthModel.js';

const { resolve } = createRequire(import.meta.url);
const CHINESE = resolve('@expo-google-fonts/zcool-xiaowei/400Regular/ZCOOLXiaoWei_400Regular.ttf');
const KOREAN = resolve('@expo-google-fonts/do-hyeon/400Regular/DoHyeon_400Regular.ttf');

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function write(name: string, text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'hopsight-fonts-'));
  folders.push(folder);
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

const print = (fonts: readonly string[]) =>
  makeMonthFile(
    { text: '', report: createMonthReport(fullMonth(), { earlier: [], documents: [] }) },
    { format: 'pdf', documents: { paper: 'A4', fonts: fonts.map(fontOfFile) } },
  );

describe('fonts of documents', () => {
  it('print what the bundled ones cannot; until then the file says what to set', async () => {
    const [warning = ''] = (await print([])).warnings;
    expect(warning).toMatch(/documents\.fonts.*Noto Sans SC has Chinese.*Noto Sans KR has Korean/);
    const [rest = ''] = (await print([CHINESE])).warnings;
    expect(rest).toMatch(/Korean/);
    expect(rest).not.toMatch(/Chinese/);
    expect((await print([CHINESE, KOREAN])).warnings).toEqual([]);
  });

  it('are refused by name where they are none', () => {
    const read = (file: string) => () => readDocumentFonts([fontOfFile(file)]);
    expect(read('/nowhere/font.ttf')).toThrow(ConfigError);
    expect(read('/nowhere/font.ttf')).toThrow(/documents\.fonts/);
    expect(read(write('a.ttf', 'this is no font'))).toThrow(
      /a\.ttf of documents\.fonts is no font/,
    );
    expect(read(write('b.ttc', 'ttcf and more'))).toThrow(/which of its fonts/);
  });
});
