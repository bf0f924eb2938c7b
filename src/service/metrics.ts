import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { ServiceApp } from '../app/service/serviceApp.js';

/** What is counted of one server. */
export interface Metrics {
  readonly contentType: string;
  /** The text that Prometheus reads. */
  readonly format: () => Promise<string>;
  /** Units: `seconds` that an answer took. `route` is the pattern, never the address asked for. */
  readonly observe: (answer: {
    readonly method: string;
    readonly route: string;
    readonly status: number;
    readonly seconds: number;
  }) => void;
}

/**
 * The metrics of one server, in a registry of its own. No label of them holds anything that was typed.
 *
 * Source: https://prometheus.io/docs/practices/naming/
 */
export function createMetrics({ work, records, months }: ServiceApp): Metrics {
  const registry = new Registry();
  const registers = [registry];
  const requests = new Histogram({
    name: 'hopsight_http_request_duration_seconds',
    help: 'How long answers took.',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 60],
    registers,
  });
  new Gauge({
    name: 'hopsight_worker_ready',
    help: '1 while the thread that screens is ready.',
    registers,
    collect() {
      this.set(work.health().worker === 'ready' ? 1 : 0);
    },
  });
  new Gauge({
    name: 'hopsight_queue_length',
    help: 'Screenings that wait.',
    labelNames: ['urgency'],
    registers,
    collect() {
      const { queued } = work.health();
      this.set({ urgency: 'single' }, queued.single);
      this.set({ urgency: 'batch' }, queued.batch);
    },
  });
  new Gauge({
    name: 'hopsight_screenings_running',
    help: 'Screenings under way.',
    registers,
    collect() {
      this.set(work.health().running);
    },
  });
  new Counter({
    name: 'hopsight_screenings_finished_total',
    help: 'Screenings that ended, by decision or as failed.',
    labelNames: ['outcome'],
    registers,
    collect() {
      this.reset();
      for (const [outcome, count] of Object.entries(work.health().finished)) {
        this.inc({ outcome }, count);
      }
    },
  });
  new Counter({
    name: 'hopsight_source_requests_total',
    help: 'Requests to a source.',
    labelNames: ['host'],
    registers,
    collect() {
      this.reset();
      for (const [host, count] of Object.entries(work.health().requests)) this.inc({ host }, count);
    },
  });
  new Counter({
    name: 'hopsight_source_failures_total',
    help: 'Requests to a source that failed.',
    labelNames: ['host'],
    registers,
    collect() {
      this.reset();
      for (const [host, count] of Object.entries(work.health().sourceFailures)) {
        this.inc({ host }, count);
      }
    },
  });
  new Gauge({
    name: 'hopsight_source_quota_left',
    help: 'Requests that a source still gives today, where a limit is configured.',
    labelNames: ['host'],
    registers,
    collect() {
      this.reset();
      for (const { host, left } of records.cacheStatus().quotas) {
        if (left !== null) this.set({ host }, left);
      }
    },
  });
  new Gauge({
    name: 'hopsight_label_set_age_days',
    help: 'Days since the publisher of a label set in use confirmed it, or it was published.',
    labelNames: ['set'],
    registers,
    collect() {
      this.reset();
      for (const { set, ageDays, isUsed } of records.labelStatus().sets) {
        if (isUsed && ageDays !== null) this.set({ set }, ageDays);
      }
    },
  });
  new Gauge({
    name: 'hopsight_months_due',
    help: 'Months whose day has come and that are not kept yet.',
    registers,
    collect() {
      this.set(months.keeper.listDue().length);
    },
  });
  new Counter({
    name: 'hopsight_month_keep_failures_total',
    help: 'Attempts to keep a month that came to nothing.',
    registers,
    collect() {
      this.reset();
      this.inc(months.keeper.state().failures);
    },
  });
  // Memory, processor time, and how long this thread was held up since the last time it was asked.
  collectDefaultMetrics({ register: registry });
  return {
    contentType: registry.contentType,
    format: () => registry.metrics(),
    observe: ({ method, route, status, seconds }) =>
      requests.observe({ method, route, status: `${Math.floor(status / 100)}xx` }, seconds),
  };
}
