import type { Server } from '../../src/service/serverType.js';

/** A route that a server answers. */
export interface RegisteredRoute {
  readonly method: string;
  /** With its parameters as they were named, such as `/people/:userId/role`. */
  readonly url: string;
}

/**
 * Every route of a server, as its router tells them. Order: that of the router. `HEAD` is left out: it
 * is answered by what answers `GET`.
 */
export function registeredRoutes(server: Server): readonly RegisteredRoute[] {
  const parts: string[] = [];
  return server
    .printRoutes({ commonPrefix: false })
    .split('\n')
    .flatMap((line) => {
      const [, indent = '', part = '', methods = ''] =
        /^([│ ]*)[├└]── (\S+)(?: \(([A-Z, ]+)\))?$/.exec(line) ?? [];
      if (part === '') return [];
      parts.splice(indent.length / 4, parts.length, part);
      const url = parts.join('').replaceAll('//', '/');
      return methods
        .split(', ')
        .filter((method) => method !== '' && method !== 'HEAD')
        .map((method) => ({ method, url }));
    });
}
