/** The day on which worlds begin. Units: Unix seconds. */
const FIRST_DAY_SECONDS = Date.UTC(2025, 11, 15) / 1000;

const DAY_SECONDS = 86_400;

/** What happens in a world, written down in any order and done in the order of time. */
export class Timetable {
  readonly #entries: { readonly seconds: number; readonly act: (seconds: number) => void }[] = [];

  /** Plans something. Units: days since the world began. */
  at(day: number, act: (seconds: number) => void): void {
    this.#entries.push({ seconds: FIRST_DAY_SECONDS + Math.round(day * DAY_SECONDS), act });
  }

  /** Does everything. Order: time; what is planned for one moment keeps its order. */
  run(): void {
    this.#entries.sort((a, b) => a.seconds - b.seconds);
    for (const { seconds, act } of this.#entries) act(seconds);
  }
}
