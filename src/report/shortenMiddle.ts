/** Characters that stand at least on either side of what is left out. */
const LEAST = 6;

/**
 * Texts shortened in the middle (`0x098b71…3e2f96`), each so long that no two of them look alike.
 *
 * Edge: a text that would gain nothing by it stands whole. Order: as given; equal texts are one.
 *
 * @example
 * shortenMiddle(['0x098b716b8aaf21512996dc57eb0615e2383e2f96']).get('0x098b716b8aaf21512996dc57eb0615e2383e2f96') // '0x098b71…3e2f96'
 */
export function shortenMiddle(texts: readonly string[]): ReadonlyMap<string, string> {
  const whole = [...new Set(texts)];
  const shortened = new Map<string, string>();
  let open = whole;
  for (let kept = LEAST; open.length > 0; kept += 1) {
    const tried = new Map(open.map((text) => [text, shorten(text, kept)]));
    const times = countOf([...tried.values(), ...shortened.values()]);
    const alike: string[] = [];
    for (const [text, short] of tried) {
      if (times.get(short) === 1 || short === text) shortened.set(text, short);
      else alike.push(text);
    }
    open = alike;
  }
  return new Map(whole.map((text) => [text, shortened.get(text) ?? text]));
}

/** `0x` says nothing of an address, so it does not count. */
function shorten(text: string, kept: number): string {
  const head = kept + (text.startsWith('0x') ? 2 : 0);
  return text.length <= head + kept + 1 ? text : `${text.slice(0, head)}…${text.slice(-kept)}`;
}

function countOf(texts: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return counts;
}
