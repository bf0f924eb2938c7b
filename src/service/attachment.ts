/**
 * The header that has a browser keep an answer as a file. Edge: letters that a header cannot hold are
 * written in UTF-8 by those that read the second form, and as `_` by others.
 *
 * Source: https://www.rfc-editor.org/rfc/rfc6266
 *
 * @example
 * attachmentNamed('a.csv') // `attachment; filename="a.csv"; filename*=UTF-8''a.csv`
 */
export function attachmentNamed(name: string): string {
  const plain = name.replaceAll(/[^\w .-]/g, '_');
  const encoded = encodeURIComponent(name.replaceAll(/\p{Cs}/gu, '')).replaceAll(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
