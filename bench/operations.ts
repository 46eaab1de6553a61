import { randomBytes } from 'node:crypto';
import type { BenchTenant } from './dataset.js';
import { httpRequest } from './load/requests.js';
import type { PeerName } from './peers/peer-process.js';

export type RowName = 'trivial' | 'flat' | 'one' | 'list' | 'create';

export const ROWS: Readonly<Record<RowName, string>> = {
  trivial: 'W0 a trivial field',
  flat: 'R4 flat list of 20',
  one: 'R2 one by id with customer',
  list: 'R1 list of 20 with customer, triage, 3 messages',
  create: 'R3 create a case',
};

const FLAT = 'id number subject state openedAt';

const DOCUMENTS: Readonly<Record<RowName, string>> = {
  trivial: 'query Trivial { __typename }',
  flat: `query Flat { cases(first: 20) { nodes { ${FLAT} } } }`,
  one: `query One($id: ID!) { case(id: $id) { ${FLAT} body customer { email name } } }`,
  list: `query List {
    cases(first: 20) {
      nodes {
        ${FLAT}
        customer { email name }
        triage { type severity confidence decidedBy }
        messages(last: 3) { nodes { id direction body sentAt } }
      }
    }
  }`,
  create: `mutation Create($input: CaseOpenInput!) {
    caseOpen(input: $input) { case { id number subject state } job { id state } userErrors { code message } }
  }`,
};

const CREATED_IN_TURN = 2_000;

/** The requests of one row for one side, one tenant after the other, so that no tenant's lock is a bottleneck. */
export function requestsFor(row: RowName, peer: PeerName, tenants: readonly BenchTenant[]): Buffer[] {
  const make = MAKERS[peer === 'floor' ? 'floor' : peer.startsWith('rest') ? 'rest' : 'graphql'];
  if (row === 'create') {
    return Array.from({ length: CREATED_IN_TURN }, (_, index) =>
      make(row, tenants[index % tenants.length]!, newCase(tenants[index % tenants.length]!, index)),
    );
  }
  if (row !== 'one') return tenants.map((tenant) => make(row, tenant));
  const count = Math.min(...tenants.map(({ caseIds }) => caseIds.length));
  return Array.from({ length: count }, (_, index) =>
    tenants.map((tenant) => make(row, tenant, tenant.caseIds[index])),
  ).flat();
}

type Make = (row: RowName, tenant: BenchTenant, argument?: unknown) => Buffer;

const MAKERS: Readonly<Record<'floor' | 'rest' | 'graphql', Make>> = {
  floor: (row, { id }, argument) =>
    row === 'create'
      ? httpRequest(`/create/${id}`, {}, argument)
      : httpRequest(`/${row}/${id}${argument ? `/${argument}` : ''}`, {}),
  rest: (row, { token }, argument) => {
    const headers = { authorization: `Bearer ${token}` };
    if (row === 'create') return httpRequest('/create', headers, argument);
    return httpRequest(
      row === 'one' ? `/one/${argument}` : row === 'trivial' ? '/trivial' : `/${row}?take=20`,
      headers,
    );
  },
  graphql: (row, { token }, argument) =>
    httpRequest(
      '/graphql',
      { authorization: `Bearer ${token}` },
      { query: DOCUMENTS[row], variables: variablesOf(row, argument) },
    ),
};

function variablesOf(row: RowName, argument: unknown): object {
  if (row === 'one') return { id: globalId('Case', String(argument)) };
  if (row !== 'create') return {};
  const input = argument as ReturnType<typeof newCase>;
  return { input: { ...input, projectId: globalId('Project', input.projectId) } };
}

function newCase({ projectId }: BenchTenant, index: number) {
  return {
    projectId,
    subject: `New case ${index}: the import does not start`,
    body: `${randomBytes(8).toString('hex')} It says that the file cannot be read. `.repeat(5),
    customer: { email: `customer-${1 + (index % 400)}@example.test`, name: `Customer ${index % 400}` },
  };
}

export function globalId(type: string, id: string): string {
  return Buffer.from(`${type}:${id}`).toString('base64');
}
