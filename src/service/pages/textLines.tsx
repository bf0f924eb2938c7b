import type { Line } from '../../report/lines.js';
import { SourceText } from './links.js';

/** A width at which no sentence is broken: the browser does that. */
export const NO_WIDTH = Number.POSITIVE_INFINITY;

/** Lines of a report as paragraphs, set in as the report has them. */
export function TextLines({
  lines,
  form = 'sentences',
}: {
  readonly lines: readonly Line[];
  /** `columns` where some lines are cells under each other. */
  readonly form?: 'sentences' | 'columns';
}) {
  const least = Math.min(...lines.map(({ indent }) => indent));
  return (
    <div class={`lines ${form}`}>
      {lines.map(({ indent, pieces }, at) => (
        <p key={at} class={`in-${Math.min(4, Math.floor((indent - least) / 2))}`}>
          {pieces.map(({ style, text }, n) =>
            style === 'plain' ? (
              <PlainText key={n} text={text} />
            ) : (
              <span key={n} class={`text-${style}`}>
                {text}
              </span>
            ),
          )}
        </p>
      ))}
    </div>
  );
}

/** Where a claim can be read stands at the end of its line, as a link. */
function PlainText({ text }: { readonly text: string }) {
  const at = text.search(/https:\/\/\S/);
  if (at < 0) return <>{text}</>;
  return (
    <>
      {text.slice(0, at)}
      <SourceText source={text.slice(at)} />
    </>
  );
}
