/** How long a session lasts. Units: seconds. */
export interface SessionLife {
  /** Without any request. */
  readonly idleSeconds: number;
  /** In all. */
  readonly mostSeconds: number;
}

/**
 * A working day: signed in once a day, and out when nobody is there.
 *
 * Source: OWASP, https://cheatsheetseries.owasp.org/cheatsheets/Session_Management_Cheat_Sheet.html
 * (a session ends when idle, and in any case).
 */
export const SESSION_LIFE: SessionLife = { idleSeconds: 8 * 3600, mostSeconds: 24 * 3600 };

/** Whether a session has ended by itself. Units: Unix seconds. */
export function isSessionOver(
  session: { readonly openedAtSeconds: number; readonly usedAtSeconds: number },
  nowSeconds: number,
  life: SessionLife,
): boolean {
  return (
    nowSeconds - session.usedAtSeconds >= life.idleSeconds ||
    nowSeconds - session.openedAtSeconds >= life.mostSeconds
  );
}

/** How often the use of a session or a token is written down, so that few requests write. */
const WRITE_EVERY_SECONDS = 60;

/** Whether a use is to be written down. Units: Unix seconds; null for what was never used. */
export function isUseWorthWriting(usedAtSeconds: number | null, nowSeconds: number): boolean {
  return usedAtSeconds === null || nowSeconds - usedAtSeconds >= WRITE_EVERY_SECONDS;
}
