import { graphql } from '../../gql/index.js';
import { type Behaviour, FakeModelServer, type SeenRequest } from '../../support/fake-models/fake-model-server.js';
import { addFakeModel } from '../../support/fake-models/routed-fake.js';
import type { Member, TestApp } from '../../support/test-app.js';

export const Ask = graphql(`
  mutation AskTheCouncil($input: CouncilAskInput!) {
    councilAsk(input: $input) {
      council { id state quorum version members { seat label state builtIn } criteria { name weight } }
      job { id state }
      deduplicated
      userErrors { code path }
    }
  }
`);
export const Read = graphql(`
  query TheCouncil($id: ID!) {
    node(id: $id) {
      ... on Council {
        id state question quorum version availableTransitions
        subject { id }
        members { seat label state model { name } route { purpose } error { code } }
        answers { text score member { label } votes { total voter { label } } }
        votes { total voter { label } answer { member { label } } scores { criterion score reason } }
        verdict { score rule answer { text member { label } } reasons { criterion score reason } standings { score member { label } } }
        error { code message }
        job { id state error { code } }
      }
    }
  }
`);
export const Follow = graphql(`
  subscription FollowTheCouncil($id: ID!, $after: EventCursor) {
    councilEvents(councilId: $id, after: $after) {
      __typename
      ... on StreamItem { cursor }
      ... on CouncilSnapshot { council { state answers { text } votes { total } } }
      ... on CouncilStateChanged { from to version }
      ... on CouncilAnswerGiven { answer { text member { label } } }
      ... on CouncilVoteCast { vote { total voter { label } answer { member { label } } } }
      ... on CouncilMemberFailed { errorCode member { label } }
      ... on CouncilVerdictReached { score answer { member { label } } }
      ... on CouncilFinished { state why: errorCode }
    }
  }
`);
export const Cancel = graphql(`
  mutation CancelTheCouncil($input: CouncilCancelInput!) {
    councilCancel(input: $input) { council { id state } job { state } userErrors { code path } }
  }
`);
export const List = graphql(`
  query TheCouncils($filter: CouncilFilter) { councils(filter: $filter) { nodes { id state } totalCount } }
`);

/** Whether members are asked to judge, rather than to answer. */
export const isBallot = ({ body }: SeenRequest) => JSON.stringify(body).includes('<<<ANSWER');

/** What a model says: its answer, or scores for whatever letters it is shown, by what stands in the answer. */
export function spokenBy(answer: string, judge: (text: string) => number) {
  return (request: SeenRequest): Behaviour => {
    if (!isBallot(request)) return { kind: 'answer', text: JSON.stringify({ answer }) };
    return { kind: 'answer', text: JSON.stringify({ votes: votesFor(request, judge) }) };
  };
}

function votesFor({ body }: SeenRequest, judge: (text: string) => number) {
  const prompt = textsIn(body).join('\n');
  const shown = [...prompt.matchAll(/<<<ANSWER\nAnswer ([A-Z]):\n([\s\S]*?)\nANSWER>>>/g)];
  const names = [...prompt.matchAll(/^- (\w+): /gm)].map(([, name]) => name as string);
  return shown.map(([, label, text]) => ({
    answer: label,
    scores: [...new Set(names)].map((criterion) => ({
      criterion,
      score: judge(text ?? ''),
      reason: `It says: ${text}`,
    })),
  }));
}

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(textsIn);
}

/** A model of the tenant behind a fake provider. */
export interface FakeMember extends AsyncDisposable {
  readonly fake: FakeModelServer;
  readonly modelId: string;
  readonly label: string;
}

const PROTOCOLS = ['OPENAI', 'ANTHROPIC', 'OPENAI_COMPATIBLE'] as const;

/** Makes models known to a tenant that answer with these words and judge by this. */
export async function fakeMembers(
  app: TestApp,
  owner: Member,
  answers: readonly string[],
  judge: (text: string) => number,
): Promise<FakeMember[]> {
  const members: FakeMember[] = [];
  for (const [index, answer] of answers.entries()) {
    const protocol = PROTOCOLS[index % PROTOCOLS.length] ?? 'OPENAI';
    const fake = await FakeModelServer.start(protocol, spokenBy(answer, judge));
    const settings = { provider: `P${index}`, name: 'm', tier: 'COMPLEX' as const, outputPrice: '10' };
    const modelId = await addFakeModel(app, owner, fake, settings);
    members.push({ fake, modelId, label: `P${index} m`, [Symbol.asyncDispose]: () => fake[Symbol.asyncDispose]() });
  }
  return members;
}
