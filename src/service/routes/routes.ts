import type { ServiceApp } from '../../app/service/serviceApp.js';
import type { Timeouts } from '../limits.js';
import type { Server } from '../serverType.js';
import { addHealthRoutes } from './health.js';

/** Adds all of the API. */
export async function addRoutes(v1: Server, app: ServiceApp, _timeouts: Timeouts): Promise<void> {
  addHealthRoutes(v1, app);
}
