import swagger from '@fastify/swagger';
import { jsonSchemaTransform } from 'fastify-type-provider-zod';
import { readPackageVersion } from '../packageInfo.js';
import type { Server } from './serverType.js';

/**
 * Has the API describe itself, by the schemas that it checks requests with. Routes are described that
 * are added afterwards.
 *
 * Source: https://spec.openapis.org/oas/v3.1.0
 */
export async function describeApi(v1: Server): Promise<void> {
  await v1.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Hopsight',
        version: readPackageVersion(),
        description:
          "Checks contractors' crypto wallets against DPRK-linked addresses before they are paid. Failures are RFC 9457 problems; look at their `code`.",
        license: { name: 'MIT', identifier: 'MIT' },
      },
      servers: [{ url: '/' }],
      components: {
        securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
      },
      security: [{ token: [] }],
    },
    transform: jsonSchemaTransform,
  });
  v1.get('/openapi.json', { schema: { hide: true } }, async () => v1.swagger());
}
