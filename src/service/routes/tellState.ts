import type { WorkState } from '../../app/service/work.js';

/** Where a screening stands, as the API tells it. */
export function tellState(state: WorkState) {
  const { screeningId } = state;
  const common = { screeningId, href: hrefOf(screeningId), state: state.kind };
  switch (state.kind) {
    case 'queued':
      return { ...common, ahead: state.ahead };
    case 'running':
      return { ...common, progress: state.progress };
    case 'done':
      return { ...common, isReused: state.isReused };
    case 'failed':
      return { ...common, failure: state.failure };
  }
}

/** Whether nothing will change any more. */
export function isSettled({ kind }: WorkState): boolean {
  return kind === 'done' || kind === 'failed';
}

/** Where a screening is read. */
export function hrefOf(screeningId: string): string {
  return `/v1/screenings/${encodeURIComponent(screeningId)}`;
}
