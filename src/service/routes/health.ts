import type { ServiceApp } from '../../app/service/serviceApp.js';
import type { Server } from '../serverType.js';

/** Adds what a supervisor asks. */
export function addHealthRoutes(v1: Server, _app: ServiceApp): void {
  v1.get('/health/live', async () => ({ status: 'alive' }));
}
