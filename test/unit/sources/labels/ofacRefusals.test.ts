import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { AbortedError, DecodeError } from '../../../../src/core/errors.js';
import { readOfacLabels } from '../../../../src/sources/labels/ofac/readOfacLabels.js';
import { ADVANCED, CLASSIC, change, readLabels, SET } from './ofacFiles.js';

async function refusalOf(file: string | readonly Uint8Array[]): Promise<string> {
  const error = await readLabels(file).then(
    () => null,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(DecodeError);
  return error instanceof DecodeError ? error.message : '';
}

const AFTER_ROOT = '  <DateOfIssue CalendarTypeID="1">';

/** The advanced file with something put in front of its first section. */
function insert(text: string): string {
  return change(ADVANCED, AFTER_ROOT, `${text}${AFTER_ROOT}`);
}

function without(name: string): string {
  return ADVANCED.replace(new RegExp(`<${name}[ >][\\s\\S]*</${name}>`), '');
}

describe('a file that is not a whole list of OFAC', () => {
  it.each([
    ['nothing', '', 'empty'],
    ['blank lines', '\n\n  \n', 'not XML'],
    ['JSON', '{"status":"down"}', 'not XML'],
    ['words', 'Service unavailable', 'not XML'],
    ['a web page', '<!DOCTYPE html><html><body>Not found</body></html>', 'web page'],
    ['a web page without its type', '<html><body>Not found</body></html>', 'web page'],
    ['other XML', '<Error><Code>AccessDenied</Code></Error>', 'neither in the advanced'],
    ['a cut-off start', ADVANCED.slice(0, 30), 'not XML'],
    ['a cut-off middle', ADVANCED.slice(0, ADVANCED.length / 2), 'cut off'],
    ['a cut-off end', ADVANCED.slice(0, ADVANCED.lastIndexOf('</Sanctions>')), 'cut off'],
    ['two documents', `${CLASSIC}${CLASSIC}`, 'well-formed'],
  ])('is refused: %s', async (_what, file, reason) => {
    expect(await refusalOf(file)).toContain(reason);
  });

  it.each([
    ['another namespace', ADVANCED.replace('exports/ADVANCED_XML', 'exports/ENHANCED_XML')],
    ['no namespace', ADVANCED.replace(/ xmlns="[^"]*"/, '')],
    ['the namespace of the classic format', ADVANCED.replace('/ADVANCED_XML', '/XML')],
  ])('is refused: %s', async (_what, file) => {
    expect(await refusalOf(file)).toContain('neither in the advanced');
  });

  it('is refused where elements of another kind are mixed in', async () => {
    expect(await refusalOf(insert('<Feature xmlns="urn:other" />'))).toContain('another kind');
    expect(await refusalOf(insert('<x:Feature xmlns:x="urn:other" />'))).toContain('another kind');
  });

  it.each([
    'DateOfIssue',
    'ReferenceValueSets',
    'DistinctParties',
    'ProfileRelationships',
    'SanctionsEntries',
  ])('is refused without %s', async (name) => {
    expect(await refusalOf(without(name))).toContain(name);
  });

  it('is refused without a kind of addresses', async () => {
    const file = ADVANCED.replaceAll('Digital Currency Address - ', 'Address: ');
    expect(await refusalOf(file)).toContain('knows no addresses');
  });

  it('is refused where the reference values come too late to recognise an address', async () => {
    const values = /<ReferenceValueSets>[\s\S]*<\/ReferenceValueSets>/.exec(ADVANCED)?.[0] ?? '';
    const late = change(without('ReferenceValueSets'), '</Sanctions>', `${values}</Sanctions>`);
    expect(await refusalOf(late)).toContain('ReferenceValueSets');
  });

  it('is refused where it uses a number without saying what it stands for', async () => {
    const kind = change(ADVANCED, 'FeatureTypeID="9"', 'FeatureTypeID="99"');
    expect(await refusalOf(kind)).toContain('FeatureTypeValues');
    const list = change(ADVANCED, 'ListID="31"', 'ListID="99"');
    expect(await refusalOf(list)).toContain('ListValues');
  });

  it('is refused when it is of the other list', async () => {
    const other = ADVANCED.replaceAll('ListID="31"', 'ListID="32"');
    expect(await refusalOf(other)).toContain('no party on the sdn list');
  });

  it.each([
    ['month', '<Month>11</Month>', '<Month>13</Month>'],
    ['day', '<Day>9</Day>', '<Day></Day>'],
    ['year', '<Year>2025</Year>', '<Year>25</Year>'],
  ])('is refused when it was issued in no real %s', async (_what, part, into) => {
    expect(await refusalOf(change(ADVANCED, part, into))).toContain('calendar');
  });

  it('is refused when a party has no number that fits into a link', async () => {
    const file = change(ADVANCED, '<Profile ID="27307"', '<Profile ID="27307&amp;x=1"');
    expect(await refusalOf(file)).toContain('usable number');
  });
});

describe('a file made to do harm', () => {
  it('is refused when it declares entities, before they expand', async () => {
    const bomb = `<!DOCTYPE Sanctions [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>`;
    const file = change(ADVANCED, '<Sanctions ', `${bomb}<Sanctions `);
    expect(await refusalOf(file)).toContain('document type');
    expect(await refusalOf(insert('<Comment>&b;</Comment>'))).toContain('well-formed');
  });

  it('is refused when it nests without end, and read when it nests as lists may', async () => {
    const nest = (depth: number) => `${'<a>'.repeat(depth)}${'</a>'.repeat(depth)}`;
    expect(await refusalOf(insert(nest(64)))).toContain('deeper');
    await expect(readLabels(insert(nest(63)))).resolves.toEqual(await readLabels(ADVANCED));
  });

  const endless = 'x'.repeat(1_200_000);
  it.each([
    ['text', `<Comment>${endless}</Comment>`],
    ['attribute', `<Comment a="${endless}" />`],
    ['comment', `<!-- ${endless} -->`],
    ['instruction', `<?a ${endless}?>`],
    ['name', `<${endless} />`],
    ['document type', null],
  ])('is refused for an endless %s', async (_what, text) => {
    const doctype = change(ADVANCED, '<Sanctions ', `<!DOCTYPE ${endless}><Sanctions `);
    expect(await refusalOf(text === null ? doctype : insert(text))).toMatch(/longer|document type/);
  });

  it('is read with a long text', async () => {
    const long = insert(`<Comment>${'x'.repeat(900_000)}</Comment>`);
    await expect(readLabels(long)).resolves.toEqual(await readLabels(ADVANCED));
  });

  it('is refused when it smuggles in control characters', async () => {
    const smuggled = ADVANCED.replace('version="1.0"', 'version="1.1"').replace(
      'Blender',
      '&#x1b;',
    );
    expect(await refusalOf(smuggled)).toContain('well-formed');
  });

  it('is refused in another encoding than UTF-8', async () => {
    const utf16 = Buffer.from(ADVANCED, 'utf16le');
    expect(await refusalOf([utf16])).toMatch(/UTF-8|not XML/);
    expect(await refusalOf(ADVANCED.replace('"utf-8"', '"windows-1252"'))).toContain('UTF-8');
    const broken = Buffer.from(ADVANCED).fill(0xff, 400, 401);
    expect(await refusalOf([broken])).toContain('UTF-8');
    const gzip = new Uint8Array([0x1f, 0x8b, 0x08, 0x00]);
    expect(await refusalOf([gzip])).toContain('compressed');
  });
});

describe('the reading of a file', () => {
  it('reads past a byte order mark', async () => {
    await expect(readLabels(`\uFEFF${ADVANCED}`)).resolves.toEqual(await readLabels(ADVANCED));
  });

  it('ends when its signal says so', async () => {
    const ending = new AbortController();
    async function* forever() {
      yield Buffer.from(ADVANCED.slice(0, 5_000));
      ending.abort();
      yield Buffer.from(ADVANCED.slice(5_000));
    }
    const reading = { set: SET, list: 'sdn', signal: ending.signal } as const;
    await expect(readOfacLabels(Readable.from(forever()), reading)).rejects.toThrow(AbortedError);
  });

  it('fails with what its stream fails with', async () => {
    async function* failing() {
      yield Buffer.from(ADVANCED.slice(0, 5_000));
      throw new Error('the line is dead');
    }
    const { signal } = new AbortController();
    const reading = { set: SET, list: 'sdn', signal } as const;
    await expect(readOfacLabels(Readable.from(failing()), reading)).rejects.toThrow(
      'the line is dead',
    );
  });
});
