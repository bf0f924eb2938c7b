import { Layout, type Viewer } from './layout.js';

/** What went wrong, and where to go on. */
export function ProblemPage({
  viewer,
  title,
  sentence,
}: {
  readonly viewer: Viewer;
  readonly title: string;
  readonly sentence: string;
}) {
  return (
    <Layout title={title} path="" viewer={viewer}>
      <h1>{title}</h1>
      <p>{sentence}</p>
      <p>
        <a href="/">Go on to the first page</a>
      </p>
    </Layout>
  );
}
