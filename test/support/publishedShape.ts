import { z } from 'zod';

/**
 * What a value does not have in common with a published schema: members that are not told there, and all
 * that is not as told. Order: as met.
 */
export function problemsOf(value: unknown, schema: z.ZodType): readonly string[] {
  const parsed = schema.safeParse(value);
  const wrong = parsed.success
    ? []
    : parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  return [...wrong, ...untold(value, z.toJSONSchema(schema), '')];
}

type Shape = z.core.JSONSchema._JSONSchema;

function untold(value: unknown, shape: Shape | undefined, at: string): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  if (shape === undefined || typeof shape === 'boolean') return [`${at} is not told`];
  if (shape.anyOf !== undefined) {
    const found = shape.anyOf.map((one) => untold(value, one, at));
    return found.find(({ length }) => length === 0) ?? found[0] ?? [];
  }
  if (Array.isArray(value)) {
    const { items } = shape;
    return value.flatMap((one, index) =>
      untold(one, Array.isArray(items) ? undefined : items, `${at}[${index}]`),
    );
  }
  return Object.entries(value).flatMap(([name, member]) => {
    const told = shape.properties?.[name];
    const place = at === '' ? name : `${at}.${name}`;
    return told === undefined ? [`${place} is not told`] : untold(member, told, place);
  });
}
