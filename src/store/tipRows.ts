import { Bug } from '../core/errors.js';
import type { Tip } from '../screening/ports.js';
import type { DatabaseHandle } from './open.js';

interface StoredTip {
  readonly height: number | null;
  readonly hash: string | null;
  readonly timeSeconds: number | null;
  readonly finalHeight: number | null;
}

/** The newest block that each source named. Writing only inside a writing transaction. */
export function createTipRows(db: DatabaseHandle) {
  const select = db.prepare<[number], StoredTip>(
    `SELECT tip_height AS height, tip_hash AS hash, tip_time_seconds AS timeSeconds,
       final_height AS finalHeight
     FROM source WHERE source_id = ?`,
  );
  const update = db.prepare<[number, string, number, number, number]>(
    `UPDATE source SET tip_height = ?, tip_hash = ?, tip_time_seconds = ?, final_height = ?
     WHERE source_id = ?`,
  );
  const updateFinal = db.prepare<[number, number]>(
    'UPDATE source SET final_height = ? WHERE source_id = ?',
  );
  return {
    read(sourceId: number): StoredTip {
      const row = select.get(sourceId);
      if (row === undefined) throw new Bug('A source without a row was met.', { sourceId });
      return row;
    },
    write(sourceId: number, tip: Tip, finalHeight: number) {
      update.run(tip.height, tip.hash, tip.timeSeconds, finalHeight, sourceId);
    },
    writeFinalHeight(sourceId: number, finalHeight: number) {
      updateFinal.run(finalHeight, sourceId);
    },
  };
}
