import ts from 'typescript';
import type { SourceFile } from './sourceFiles.js';

/** The exports of a file that have no doc comment with a first sentence, as `path:line name`. */
export function findUndocumented(file: SourceFile): readonly string[] {
  const source = ts.createSourceFile(file.path, file.text, ts.ScriptTarget.ES2023, true);
  const documented = new Set<string>();
  const exported = new Map<string, number>();
  for (const statement of source.statements) {
    for (const name of exportedNames(statement)) {
      if (!exported.has(name)) exported.set(name, statement.getStart(source));
      if (hasFirstSentence(statement)) documented.add(name);
    }
  }
  return [...exported]
    .filter(([name]) => !documented.has(name))
    .map(([name, at]) => {
      const { line } = source.getLineAndCharacterOfPosition(at);
      return `${file.path}:${line + 1} ${name}`;
    });
}

/** How many names a file declares and exports. */
export function countExports(file: SourceFile): number {
  const source = ts.createSourceFile(file.path, file.text, ts.ScriptTarget.ES2023, true);
  return new Set(source.statements.flatMap(exportedNames)).size;
}

function exportedNames(statement: ts.Statement): readonly string[] {
  const flags = ts.canHaveModifiers(statement) ? (ts.getModifiers(statement) ?? []) : [];
  if (!flags.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)) return [];
  if (ts.isVariableStatement(statement)) {
    return statement.declarationList.declarations.map(({ name }) => name.getText());
  }
  if (
    ts.isFunctionDeclaration(statement) ||
    ts.isClassDeclaration(statement) ||
    ts.isInterfaceDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement) ||
    ts.isEnumDeclaration(statement) ||
    ts.isModuleDeclaration(statement)
  ) {
    return [statement.name?.getText() ?? 'default'];
  }
  return [];
}

function hasFirstSentence(statement: ts.Statement): boolean {
  const comment = ts.getJSDocCommentsAndTags(statement).filter(ts.isJSDoc).at(-1);
  const [summary = ''] = (ts.getTextOfJSDocComment(comment?.comment) ?? '').split(/\n\s*\n/);
  return /\p{L}.*\s.*[.:!?](\s|`|\)|$)/su.test(summary);
}
