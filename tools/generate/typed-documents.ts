import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { preset } from '@graphql-codegen/client-preset';
import { codegen } from '@graphql-codegen/core';
import { gqlPluckFromCodeString } from '@graphql-tools/graphql-tag-pluck';
import { buildSchema, parse } from 'graphql';
import settings from '../../codegen.js';
import { inProject, PROJECT_ROOT } from '../project.js';

const [OUTPUT, TARGET] = Object.entries(settings.generates)[0]!;

/**
 * Renders the typed documents that `codegen.ts` describes, as contents by path. It drives the generator's core, which
 * gives the same bytes as its command line with a sixth of the packages.
 */
export async function renderTypedDocuments(sdl: string): Promise<Map<string, string>> {
  const sections = await preset.buildGeneratesSection({
    baseOutputDir: OUTPUT,
    schema: parse(sdl),
    schemaAst: buildSchema(sdl),
    documents: await readDocuments(),
    config: { ...TARGET.config },
    presetConfig: TARGET.presetConfig,
    plugins: [],
    pluginMap: {},
    pluginContext: {},
  });
  const files = await Promise.all(
    sections.map(async (section): Promise<[string, string]> => [section.filename, await codegen(section)]),
  );
  return new Map(files);
}

/** Every document in a `graphql(...)` call of the configured folders, in a fixed order. */
async function readDocuments() {
  const files = (await Promise.all(settings.documents.map(listFiles))).flat();
  const documents = files.map(async (location) => {
    const sources = await gqlPluckFromCodeString(location, await readFile(inProject(location), 'utf8'), {
      globalGqlIdentifierName: ['graphql'],
      skipIndent: true, // the typed overloads must repeat the source to the letter
    });
    return sources.map((source) => ({ location, document: parse(source.body), rawSDL: source.body }));
  });
  return (await Promise.all(documents)).flat();
}

/** Files that a pattern of the form `folder/**` + `/*.ts` names; Node 20 has no glob of its own. */
async function listFiles(pattern: string): Promise<string[]> {
  const [folder = '', suffix = ''] = pattern.split('/**/*');
  const names = await readdir(join(PROJECT_ROOT, folder), { recursive: true }).catch(() => []);
  return names
    .map((name) => `${folder}/${name}`)
    .filter((path) => path.endsWith(suffix) && !path.endsWith('.d.ts') && !path.startsWith(OUTPUT))
    .sort();
}
