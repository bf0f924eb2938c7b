import { Layout, type Viewer } from './layout.js';

/** How often the page is loaded anew. Units: seconds. */
const REFRESH = { seconds: 3, when: 'always' } as const;

/** A month that is summed up still. */
export function MonthWaitPage({
  viewer,
  month,
  done,
  of,
}: {
  readonly viewer: Viewer;
  readonly month: string;
  readonly done: number;
  /** 0 where it is not known yet. */
  readonly of: number;
}) {
  return (
    <Layout title={`Month ${month}`} path="/months" viewer={viewer} refresh={REFRESH}>
      <h1>Month {month}</h1>
      <p role="status">The month is summed up. This page loads itself anew until it is done.</p>
      {of === 0 ? null : (
        <progress class="progress-bar" max={of} value={done} aria-label="Summed up" />
      )}
      <p>
        <a href="/months">All months</a>
      </p>
    </Layout>
  );
}
