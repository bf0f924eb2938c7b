import { CsrfField, Layout, Problem, type Viewer } from './layout.js';
import { PRACTICE_WALLETS } from './practiceWallets.js';

/** Recorded wallets to rehearse with. */
export function PracticePage({
  viewer,
  problem,
}: {
  readonly viewer: Viewer;
  readonly problem: string | null;
}) {
  return (
    <Layout title="Practice" path="/practice" viewer={viewer}>
      <h1>Practice</h1>
      <p>
        Screen a recorded wallet and read its answer as you would a real one. Nobody is asked, and
        nothing is kept.
      </p>
      <Problem text={problem} />
      <ul class="cards">
        {PRACTICE_WALLETS.map(({ text, asOf, title, story }) => (
          <li key={`${text} ${asOf}`} class="card">
            <h2>{title}</h2>
            <p>{story}</p>
            <p class="code">{text}</p>
            <form method="post" action="/practice">
              <CsrfField viewer={viewer} />
              <input type="hidden" name="text" value={text} />
              {asOf === null ? null : <input type="hidden" name="asOf" value={asOf} />}
              <button type="submit">Screen it{asOf === null ? '' : ` as of ${asOf}`}</button>
            </form>
          </li>
        ))}
      </ul>
    </Layout>
  );
}
