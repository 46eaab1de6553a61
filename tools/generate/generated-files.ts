import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import settings from '../../codegen.js';
import { inProject } from '../project.js';
import { renderSchema } from './print-schema.js';
import { renderTypedDocuments } from './typed-documents.js';

/** Where the schema is printed to. */
export const SCHEMA_FILE = 'schema.graphql';

/** Where what is made from the schema for people is printed to. */
const ACCESS_MATRIX_FILE = 'docs/access-matrix.md';
const EVENT_LIST_FILE = 'docs/events.md';

/** The schema that the code declares, printed. */
export async function renderCurrentSchema(): Promise<string> {
  // Loaded on demand: it needs the generated Prisma client, which a command may only just have made.
  const { schema } = await import('../../src/graphql/schema.js');
  return renderSchema(schema);
}

/** Folders that hold nothing but generated files. */
const GENERATED_FOLDERS: readonly string[] = Object.keys(settings.generates).map((folder) => folder.replace(/\/$/, ''));

/** The pages of docs/ that are made from the schema that the code declares: who may do what, what can be heard. */
export async function renderCurrentPages(): Promise<Map<string, string>> {
  const { schema } = await import('../../src/graphql/schema.js');
  const { renderAccessMatrix } = await import('./access-matrix.js');
  const { renderEventList } = await import('./event-list.js');
  return new Map([
    [ACCESS_MATRIX_FILE, renderAccessMatrix(schema)],
    [EVENT_LIST_FILE, renderEventList(schema)],
  ]);
}

/** Writes the schema, the typed documents and the pages of docs/; returns the paths that changed. */
export async function writeGeneratedFiles(): Promise<string[]> {
  const sdl = await renderCurrentSchema();
  const files = new Map([[SCHEMA_FILE, sdl], ...(await renderCurrentPages()), ...(await renderTypedDocuments(sdl))]);
  const changed = await differences(files);
  for (const path of changed) {
    const content = files.get(path);
    if (content === undefined) await rm(inProject(path));
    else {
      await mkdir(dirname(inProject(path)), { recursive: true });
      await writeFile(inProject(path), content);
    }
  }
  return changed;
}

/** Paths whose content on disk is not the wanted one, and files beside them that nothing asks for any more. */
export async function differences(wanted: ReadonlyMap<string, string>): Promise<string[]> {
  const changed: string[] = [];
  for (const [path, content] of wanted) {
    const onDisk = await readFile(inProject(path), 'utf8').catch(() => undefined);
    if (onDisk !== content) changed.push(path);
  }
  const folders = new Set(
    [...wanted.keys()].map((path) => dirname(path)).filter((folder) => GENERATED_FOLDERS.includes(folder)),
  );
  for (const folder of folders) {
    const names = await readdir(inProject(folder)).catch(() => []);
    changed.push(...names.map((name) => `${folder}/${name}`).filter((path) => !wanted.has(path)));
  }
  return changed;
}
