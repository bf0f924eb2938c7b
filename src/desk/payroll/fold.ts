/**
 * The words of a text in lower case without accents, for comparing what people write.
 *
 * @example
 * foldWords('Währung (Coin)') // ['wahrung', 'coin']
 */
export function foldWords(text: string): readonly string[] {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
}

/** The same as one text without blanks: `C-Chain`, `C Chain` and `cchain` are one. */
export function fold(text: string): string {
  return foldWords(text).join('');
}
