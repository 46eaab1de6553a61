import type {
  Job as JobRow,
  KbArticle as KbArticleRow,
  KbSuggestion as KbSuggestionRow,
} from '../../generated/prisma/client.js';
import { builder } from '../../graphql/builder.js';
import { causeOf } from '../../graphql/context.js';
import { payloadType } from '../../graphql/payload.js';
import { expectedVersion } from '../../graphql/versions.js';
import { Project } from '../identity/project.type.js';
import { Job } from '../operations/job.type.js';
import { KbArticle } from './kb-article.type.js';
import { acceptSuggestion, dismissSuggestion, requestSuggestions } from './kb-suggestion.service.js';
import { KbSuggestion } from './kb-suggestion.type.js';

const NOW = 'The suggestion as it is now, also after a conflict.';

const KbSuggestionsRefreshInput = builder.inputType('KbSuggestionsRefreshInput', {
  description: 'Which project.',
  fields: (t) => ({ projectId: t.globalID({ for: Project, description: 'The project.' }) }),
});

builder.mutationField('kbSuggestionsRefresh', (t) =>
  t.withAuth({ can: 'kb:write' }).field({
    type: payloadType<{ readonly job: JobRow }>('KbSuggestionsRefreshPayload', (p) => ({
      job: p.expose('job', { type: Job, nullable: true, description: 'Looks for what is missing.' }),
    })),
    description:
      'Looks for missing articles in a job: groups the cases of the last 90 days for which nothing was found. Open suggestions become what it finds.',
    args: { input: t.arg({ type: KbSuggestionsRefreshInput, description: 'Which project.' }) },
    resolve: async (_root, { input }, context) => ({
      job: await requestSuggestions(context.db, input.projectId.id, causeOf(context)),
    }),
  }),
);

const suggestionInput = (name: string) =>
  builder.inputType(name, {
    description: 'Which suggestion.',
    fields: (t) => ({
      id: t.globalID({ for: KbSuggestion, description: 'The suggestion.' }),
      expectedVersion: t.int(expectedVersion('suggestion')),
    }),
  });
const KbSuggestionAcceptInput = suggestionInput('KbSuggestionAcceptInput');
const KbSuggestionDismissInput = suggestionInput('KbSuggestionDismissInput');

builder.mutationField('kbSuggestionAccept', (t) =>
  t.withAuth({ can: 'kb:write' }).field({
    type: payloadType<{ readonly kbSuggestion: KbSuggestionRow; readonly kbArticle: KbArticleRow }>(
      'KbSuggestionAcceptPayload',
      (p) => ({
        kbSuggestion: p.expose('kbSuggestion', { type: KbSuggestion, nullable: true, description: NOW }),
        kbArticle: p.expose('kbArticle', {
          type: KbArticle,
          nullable: true,
          description: 'A draft with what it has to answer, for a person to write.',
        }),
      }),
    ),
    description: 'Makes a draft of a suggestion.',
    args: { input: t.arg({ type: KbSuggestionAcceptInput, description: 'Which suggestion.' }) },
    resolve: (_root, { input: { id, expectedVersion } }, context) =>
      acceptSuggestion(context.db, id.id, { ...causeOf(context), expectedVersion }),
  }),
);

builder.mutationField('kbSuggestionDismiss', (t) =>
  t.withAuth({ can: 'kb:write' }).field({
    type: payloadType<{ readonly kbSuggestion: KbSuggestionRow }>('KbSuggestionDismissPayload', (p) => ({
      kbSuggestion: p.expose('kbSuggestion', { type: KbSuggestion, nullable: true, description: NOW }),
    })),
    description: 'Says that nobody wants the article; its cases are not suggested again.',
    args: { input: t.arg({ type: KbSuggestionDismissInput, description: 'Which suggestion.' }) },
    resolve: async (_root, { input: { id, expectedVersion } }, context) => ({
      kbSuggestion: await dismissSuggestion(context.db, id.id, { ...causeOf(context), expectedVersion }),
    }),
  }),
);
