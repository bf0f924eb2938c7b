import type { Direction } from '../../core/exposure.js';
import { type ToldAccount, type ToldAsset, tellDirection } from '../../report/directionWords.js';
import type { ScreeningDocument } from '../../report/document.js';
import { ScrollArea } from './scrollArea.js';

/** All value of a direction by origin or end: a bar for each asset, and the same as a table. */
export function ShareBars({
  document,
  direction,
}: {
  readonly document: ScreeningDocument;
  readonly direction: Direction;
}) {
  const { title, joint, accounts } = tellDirection(document, direction);
  return (
    <section class="shares">
      <h3>{title}</h3>
      {joint === null ? null : <p>{joint}</p>}
      {accounts.length === 0 ? <p>Nothing was seen.</p> : null}
      {accounts.map((account) => (
        <AccountShares key={account.account} account={account} title={title} />
      ))}
    </section>
  );
}

function AccountShares({
  account: { name, totals, assets },
  title,
}: {
  readonly account: ToldAccount;
  readonly title: string;
}) {
  return (
    <>
      {name === null ? null : <h4 class="code">{name}</h4>}
      {totals.map((total) => (
        <p key={total} class="total">
          {total}
        </p>
      ))}
      {assets.map((asset) => (
        <AssetShares key={asset.title} asset={asset} title={asset.title ?? title} />
      ))}
    </>
  );
}

function AssetShares({ asset, title }: { readonly asset: ToldAsset; readonly title: string }) {
  return (
    <>
      {asset.title === null ? null : <p class="total">{asset.title}:</p>}
      <Bar asset={asset} />
      <ScrollArea label={title}>
        <table class="bar-table">
          <caption class="for-readers">{title}</caption>
          <thead class="for-readers">
            <tr>
              <th scope="col">number in the bar</th>
              <th scope="col">share</th>
              <th scope="col">amount</th>
              <th scope="col">where</th>
            </tr>
          </thead>
          <tbody>
            {asset.portions.map(({ words, percent, amount, place }, at) => (
              <tr key={at}>
                <td>
                  <span class={`key place-${place}`}>{at + 1}</span>
                </td>
                <td class="number">{percent}</td>
                <td class="number">{amount}</td>
                <td>{words}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollArea>
    </>
  );
}

const HEIGHT = 28;
/** Below this part of the bar a number does not fit. Units: per cent. */
const LEAST_NUMBERED = 4;

/** Units: per cent of the bar's width, so that it fits any page and its numbers keep their form. */
function Bar({ asset: { portions } }: { readonly asset: ToldAsset }) {
  const starts: number[] = [];
  let sum = 0;
  for (const { share } of portions) {
    starts.push(sum);
    sum += Number(share) * 100;
  }
  return (
    <svg class="bar" width="100%" height={HEIGHT} aria-hidden="true">
      {portions.map(({ place, share }, at) => {
        const [x, width] = [starts[at] ?? 0, Number(share) * 100];
        return (
          <g key={at} class={`place-${place}`}>
            <rect x={percent(x)} y="0" width={percent(width)} height={HEIGHT} />
            {width < LEAST_NUMBERED ? null : (
              <text x={percent(x + width / 2)} y="19" text-anchor="middle">
                {at + 1}
              </text>
            )}
          </g>
        );
      })}
    </svg>
  );
}

function percent(value: number): string {
  return `${Math.round(value * 1000) / 1000}%`;
}
