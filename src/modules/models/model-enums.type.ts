import {
  BudgetPeriod,
  BudgetState,
  LlmCallState,
  ModelProtocol,
  ModelPurpose,
  ModelTier,
} from '../../generated/prisma/enums.js';
import { builder } from '../../graphql/builder.js';

export const ModelProtocolEnum = builder.enumType('ModelProtocol', {
  description: 'In which protocol a provider offers its models.',
  values: {
    [ModelProtocol.OFFLINE]: { description: 'The models that come with Switchyard; no network, no key, no cost.' },
    [ModelProtocol.OPENAI]: { description: "OpenAI's responses interface." },
    [ModelProtocol.ANTHROPIC]: { description: "Anthropic's messages interface." },
    [ModelProtocol.GOOGLE]: { description: "Google's generative language interface." },
    [ModelProtocol.OPENAI_COMPATIBLE]: { description: 'Any server with a chat-completions interface.' },
  } as const,
});

export const ModelTierEnum = builder.enumType('ModelTier', {
  description: 'What a model is good for.',
  values: {
    [ModelTier.FAST]: { description: 'Quick and cheap: classifying, extracting.' },
    [ModelTier.STANDARD]: { description: 'Writing.' },
    [ModelTier.COMPLEX]: { description: 'Planning and judging.' },
    [ModelTier.EMBEDDING]: { description: 'Turning text into vectors.' },
    [ModelTier.VISION]: { description: 'Looking at images.' },
  } as const,
});

export const ModelPurposeEnum = builder.enumType('ModelPurpose', {
  description: 'What a model is asked for.',
  values: {
    [ModelPurpose.TRIAGE]: { description: 'Type and severity of a case.' },
    [ModelPurpose.REPLY]: { description: 'A reply to a customer.' },
    [ModelPurpose.CHANGE_PREP]: { description: 'A change that would mend what a case tells of.' },
    [ModelPurpose.EMBEDDING]: { description: 'Vectors for search.' },
    [ModelPurpose.COUNCIL]: { description: 'A vote of several models.' },
  } as const,
});

export const LlmCallStateEnum = builder.enumType('LlmCallState', {
  description: 'Where the use of a model stands.',
  values: {
    [LlmCallState.PENDING]: { description: 'A model is being asked.' },
    [LlmCallState.STREAMING]: { description: 'The answer is arriving.' },
    [LlmCallState.SUCCEEDED]: { description: 'It was answered.' },
    [LlmCallState.FAILED]: { description: 'No model answered.' },
    [LlmCallState.CANCELLED]: { description: 'It was given up.' },
  } as const,
});

export const BudgetPeriodEnum = builder.enumType('BudgetPeriod', {
  description: 'How often a budget begins anew.',
  values: {
    [BudgetPeriod.DAY]: { description: 'Every day at midnight UTC.' },
    [BudgetPeriod.MONTH]: { description: 'On the first of every month, UTC.' },
  } as const,
});

export const BudgetStateEnum = builder.enumType('BudgetState', {
  description: 'How much of a budget is left.',
  values: {
    [BudgetState.OK]: { description: 'Enough.' },
    [BudgetState.WARNING]: { description: 'Less than the warning asks for.' },
    [BudgetState.EXHAUSTED]: { description: 'Nothing: work that needs a model waits.' },
  } as const,
});
