import { CommandError } from '../command.js';
import { ToolProjectCreate, ToolProjects } from './documents.js';
import type { GatewayClient } from './gateway-client.js';

/** Global id of the project with this key, which is created when there is none. */
export async function projectByKey(client: GatewayClient, key: string): Promise<{ id: string; isNew: boolean }> {
  let after: string | null = null;
  do {
    const { projects }: { projects: ProjectPage } = await client.run(ToolProjects, { after });
    const found = projects.nodes.find((project) => project.key === key);
    if (found) return { id: found.id, isNew: false };
    after = projects.pageInfo.hasNextPage ? (projects.pageInfo.endCursor ?? null) : null;
  } while (after !== null);
  const { projectCreate } = await client.run(ToolProjectCreate, { input: { key, name: key } });
  if (projectCreate.project) return { id: projectCreate.project.id, isNew: true };
  throw new CommandError(`The project cannot be created: ${projectCreate.userErrors[0]?.message}`);
}

interface ProjectPage {
  readonly nodes: readonly { readonly id: string; readonly key: string }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor?: string | null };
}
