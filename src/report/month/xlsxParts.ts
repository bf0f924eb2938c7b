import { escapeXml } from '../../sheets/xml.js';
import type { XlsxSheet } from './xlsxSheet.js';

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';

/**
 * The files that make sheets a workbook, by their path.
 *
 * Source: ECMA-376 part 1, 12.2, https://ecma-international.org/publications-and-standards/standards/ecma-376/
 */
export function workbookParts(
  sheets: readonly XlsxSheet[],
  { title, asOf }: { readonly title: string; readonly asOf: string },
): ReadonlyMap<string, string> {
  return new Map([
    ['[Content_Types].xml', contentTypes(sheets)],
    [
      '_rels/.rels',
      relations([
        ['officeDocument', 'xl/workbook.xml', OFFICE],
        ['metadata/core-properties', 'docProps/core.xml', `${PACKAGE}/relationships`],
      ]),
    ],
    ['docProps/core.xml', coreProperties(title, asOf)],
    ['xl/workbook.xml', workbook(sheets)],
    [
      'xl/_rels/workbook.xml.rels',
      relations([
        ...sheets.map((_, at) => ['worksheet', `worksheets/sheet${at + 1}.xml`, OFFICE] as const),
        ['styles', 'styles.xml', OFFICE],
      ]),
    ],
    ['xl/styles.xml', styles()],
    ...sheets.map(({ xml }, at) => [`xl/worksheets/sheet${at + 1}.xml`, xml] as const),
  ]);
}

function contentTypes(sheets: readonly XlsxSheet[]): string {
  const spreadsheet = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
  const parts = [
    ['/xl/workbook.xml', `${spreadsheet}.sheet.main+xml`],
    ...sheets.map((_, at) => [`/xl/worksheets/sheet${at + 1}.xml`, `${spreadsheet}.worksheet+xml`]),
    ['/xl/styles.xml', `${spreadsheet}.styles+xml`],
    ['/docProps/core.xml', 'application/vnd.openxmlformats-package.core-properties+xml'],
  ];
  const overrides = parts.map(
    ([name, type]) => `<Override PartName="${name}" ContentType="${type}"/>`,
  );
  return `${HEAD}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>${overrides.join('')}</Types>`;
}

function relations(
  targets: readonly (readonly [kind: string, target: string, base: string])[],
): string {
  const each = targets.map(
    ([kind, target, base], at) =>
      `<Relationship Id="rId${at + 1}" Type="${base}/${kind}" Target="${target}"/>`,
  );
  return `${HEAD}<Relationships xmlns="${PACKAGE}/relationships">${each.join('')}</Relationships>`;
}

function coreProperties(title: string, asOf: string): string {
  const date = (name: string): string =>
    `<dcterms:${name} xsi:type="dcterms:W3CDTF">${escapeXml(asOf)}</dcterms:${name}>`;
  return `${HEAD}<cp:coreProperties xmlns:cp="${PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>${escapeXml(title)}</dc:title><dc:creator>Hopsight</dc:creator>${date('created')}${date('modified')}</cp:coreProperties>`;
}

function workbook(sheets: readonly XlsxSheet[]): string {
  const each = sheets.map(
    ({ name }, at) => `<sheet name="${escapeXml(name)}" sheetId="${at + 1}" r:id="rId${at + 1}"/>`,
  );
  return `${HEAD}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets>${each.join('')}</sheets></workbook>`;
}

/** Looks in the order of `CELL_STYLES`. */
function styles(): string {
  const format = (id: number, code: string): string =>
    `<numFmt numFmtId="${id}" formatCode="${code}"/>`;
  const wrap = '<alignment vertical="top" wrapText="1"/>';
  const top = '<alignment vertical="top"/>';
  const look = (format: number, font: number, fill: number, rest: string, more = ''): string =>
    `<xf numFmtId="${format}" fontId="${font}" fillId="${fill}" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1" applyFill="1" applyAlignment="1"${more}>${rest}</xf>`;
  return [
    `${HEAD}<styleSheet xmlns="${MAIN}">`,
    `<numFmts count="4">${format(164, '#,##0.00################')}${format(165, 'yyyy\\-mm\\-dd\\ hh:mm')}${format(166, 'yyyy\\-mm\\-dd')}${format(167, '0.0000%')}</numFmts>`,
    '<fonts count="4"><font><sz val="10"/><name val="Arial"/></font><font><b/><sz val="10"/><name val="Arial"/></font><font><b/><sz val="14"/><name val="Arial"/></font><font><u/><sz val="10"/><color rgb="FF0563C1"/><name val="Arial"/></font></fonts>',
    '<fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid"><fgColor rgb="FFE7ECF3"/><bgColor indexed="64"/></patternFill></fill></fills>',
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>',
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>',
    '<cellXfs count="12">',
    ...[look(0, 0, 0, top), look(0, 1, 2, wrap), look(0, 2, 0, top), look(0, 0, 0, wrap)],
    ...[look(49, 0, 0, wrap, ' quotePrefix="1"'), look(3, 0, 0, top), look(164, 0, 0, top)],
    ...[look(165, 0, 0, top), look(166, 0, 0, top), look(167, 0, 0, top), look(0, 3, 0, wrap)],
    look(49, 0, 0, '<alignment horizontal="right" vertical="top"/>'),
    '</cellXfs></styleSheet>',
  ].join('');
}
