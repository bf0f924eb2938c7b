import type { WorkState } from './work.js';

/** Who wants to hear of which screening. */
export interface Watchers {
  readonly add: (screeningId: string, onChange: (state: WorkState) => void) => () => void;
  /** Tells all who watch a screening; after it is over nobody watches it. */
  readonly tell: (state: WorkState) => void;
  readonly watched: () => Iterable<string>;
}

/** Nobody watches anything yet. */
export function createWatchers(): Watchers {
  const byId = new Map<string, Set<(state: WorkState) => void>>();
  return {
    add: (screeningId, onChange) => {
      const listeners = byId.get(screeningId) ?? new Set();
      byId.set(screeningId, listeners);
      // Whoever gives the same function twice is told twice, and stops each by its own.
      const listener = (state: WorkState) => onChange(state);
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0 && byId.get(screeningId) === listeners) byId.delete(screeningId);
      };
    },
    tell: (state) => {
      const listeners = byId.get(state.screeningId);
      if (listeners === undefined) return;
      if (isOver(state)) byId.delete(state.screeningId);
      for (const listener of [...listeners]) listener(state);
    },
    watched: () => [...byId.keys()],
  };
}

/** Whether nothing more becomes of a screening. */
export function isOver({ kind }: WorkState): boolean {
  return kind === 'done' || kind === 'failed';
}
