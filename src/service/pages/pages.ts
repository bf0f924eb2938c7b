import type { ServiceApp } from '../../app/service/serviceApp.js';
import { Refusal } from '../problem.js';
import type { Server } from '../serverType.js';

/** Adds the pages for people. */
export async function registerPages(server: Server, _app: ServiceApp): Promise<void> {
  server.setNotFoundHandler(async () => {
    throw new Refusal('not-found', 'There is nothing at this place.');
  });
}
