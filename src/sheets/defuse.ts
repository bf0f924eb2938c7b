/**
 * Signs that make a spreadsheet run a cell as a formula, with the wide forms that some of them take too.
 *
 * Source: https://owasp.org/www-community/attacks/CSV_Injection
 */
const STARTS_FORMULA = /^\s*[=+\-@＝＋－＠]/;
/** Digits and signs alone, as of a negative amount or a telephone number: nothing there can be called. */
const IS_HARMLESS = /^\s*[+-][\d\s+\-().,'’/%\p{Sc}]*$/u;
const IN_OUR_CELL = /(^|[,;"])(\s*)(?=[=+\-@＝＋－＠])/gu;

/** Whether a spreadsheet would run a text of somebody else's as a formula when it opens a CSV file. */
export function isFormula(text: string): boolean {
  return STARTS_FORMULA.test(text) && !IS_HARMLESS.test(text);
}

/**
 * A text of ours for a cell: one line, and nothing in it runs, whatever separator the file is opened
 * with. An apostrophe before a sign is shown by some programs and hidden by others.
 *
 * @example
 * defuseText('=1+1') // "'=1+1"
 */
export function defuseText(text: string): string {
  const line = text.replace(/[\s\p{Cc}]+/gu, ' ').trim();
  return line.replace(IN_OUR_CELL, "$1$2'");
}
