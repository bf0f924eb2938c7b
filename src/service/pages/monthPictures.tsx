import type { MonthPicture } from '../../report/month/monthTable.js';
import { PictureSvg } from './pictureSvg.js';
import { ScrollArea } from './scrollArea.js';

type Bars = Extract<MonthPicture, { readonly kind: 'bars' }>;
type Paths = Extract<MonthPicture, { readonly kind: 'paths' }>;

/** The pictures of a part of a month: bars stand open, drawn paths unfold. */
export function MonthPictures({ pictures }: { readonly pictures: readonly MonthPicture[] }) {
  return (
    <>
      {pictures.map((picture, at) =>
        picture.kind === 'bars' ? (
          <BarTable key={picture.title} picture={picture} />
        ) : (
          <PathDrawing key={picture.title} picture={picture} at={at} />
        ),
      )}
    </>
  );
}

function BarTable({ picture: { title, bars } }: { readonly picture: Bars }) {
  return (
    <ScrollArea label={title}>
      <table class="month-bars">
        <caption>{title}</caption>
        <thead class="for-readers">
          <tr>
            <th scope="col">what</th>
            <th scope="col">bar</th>
            <th scope="col">how much</th>
          </tr>
        </thead>
        <tbody>
          {bars.map(({ label, words, permille }) => (
            <tr key={label}>
              <th scope="row">{label}</th>
              <td>
                {permille === null ? (
                  'not known'
                ) : (
                  <svg class="bar month-bar" height="16" aria-hidden="true">
                    <rect class="ground-bar" width="100%" height="16" />
                    <rect width={`${permille / 10}%`} height="16" />
                  </svg>
                )}
              </td>
              <td class="number">{words}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollArea>
  );
}

function PathDrawing({
  picture: { title, picture },
  at,
}: {
  readonly picture: Paths;
  readonly at: number;
}) {
  return (
    <details open={at === 0} class="picture-part">
      <summary>{title}</summary>
      <ScrollArea label={title}>
        <PictureSvg picture={picture} name={`-${at}`} />
      </ScrollArea>
    </details>
  );
}
