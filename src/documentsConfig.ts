import { z } from 'zod';
import { closedObject, closedWord, filledText } from './rules/problems.js';

/** A font file for letters that the bundled fonts have not, such as Chinese. */
export interface FontConfig {
  readonly file: string;
  readonly weight: 'regular' | 'bold';
  /** PostScript name of the one to take of a collection; null where the file holds one font alone. */
  readonly member: string | null;
}

/** How documents are made. */
export interface DocumentsConfig {
  readonly paper: 'A4' | 'LETTER';
  /** Asked after the bundled ones. Order: for each letter the first that has it prints it. */
  readonly fonts: readonly FontConfig[];
}

/** Documents as they are when nothing is said of them. */
export const DEFAULT_DOCUMENTS: DocumentsConfig = { paper: 'A4', fonts: [] };

/** A font that is named by its file alone. */
export function fontOfFile(file: string): FontConfig {
  return { file, weight: 'regular', member: null };
}

const fontSchema = closedObject({
  file: filledText(),
  weight: closedWord(['regular', 'bold'] as const).optional(),
  member: filledText().optional(),
}).transform(
  ({ file, weight, member }): FontConfig => ({
    file,
    weight: weight ?? 'regular',
    member: member ?? null,
  }),
);

/** What a configuration file says of documents. */
export const documentsSchema = closedObject({
  paper: closedWord(['A4', 'LETTER'] as const).optional(),
  fonts: z
    .array(z.union([filledText().transform(fontOfFile), fontSchema]), {
      error: 'must be a list of font files',
    })
    .optional(),
}).transform(
  ({ paper, fonts }): DocumentsConfig => ({
    paper: paper ?? DEFAULT_DOCUMENTS.paper,
    fonts: fonts ?? DEFAULT_DOCUMENTS.fonts,
  }),
);
