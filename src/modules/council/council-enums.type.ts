import { CouncilBuiltIn, CouncilMemberState, CouncilRule, CouncilState } from '../../generated/prisma/enums.js';
import { builder } from '../../graphql/builder.js';

export const CouncilStateEnum = builder.enumType('CouncilState', {
  description: 'Where a council stands.',
  values: {
    [CouncilState.ASKING]: { description: 'Its members are answering.' },
    [CouncilState.VOTING]: { description: 'Its members judge the answers of the others.' },
    [CouncilState.DECIDED]: { description: 'It has a verdict.' },
    [CouncilState.FAILED]: { description: 'It came to no verdict; when its job is tried again, it goes on.' },
    [CouncilState.CANCELLED]: { description: 'It was ended.' },
  } as const,
});

export const CouncilMemberStateEnum = builder.enumType('CouncilMemberState', {
  description: 'How far a member of a council is.',
  values: {
    [CouncilMemberState.WAITING]: { description: 'It has not answered yet.' },
    [CouncilMemberState.ANSWERED]: { description: 'It has answered and not voted yet.' },
    [CouncilMemberState.VOTED]: { description: 'It has judged the answers of the others.' },
    [CouncilMemberState.FAILED]: { description: 'It is left out. What it had answered stands all the same.' },
  } as const,
});

export const CouncilRuleEnum = builder.enumType('CouncilRule', {
  description: 'What decided between the best answers. Each counts where the ones before it left them equal.',
  values: {
    [CouncilRule.SCORE]: { description: 'The weighted mean of the votes.' },
    [CouncilRule.HEAVIEST_CRITERION]: { description: 'The heaviest criterion, then the next heaviest, and so on.' },
    [CouncilRule.FIRST_PLACES]: { description: 'How many voters held it for the best.' },
    [CouncilRule.SEAT]: { description: 'The order in which the members were named.' },
  } as const,
});

export const CouncilBuiltInEnum = builder.enumType('CouncilBuiltIn', {
  description:
    'Members that come with Switchyard: they quote what fits the question, and judge by what can be counted. They need no network and no key.',
  values: {
    [CouncilBuiltIn.BRIEF]: { description: 'Quotes the one sentence that fits best.' },
    [CouncilBuiltIn.THOROUGH]: { description: 'Quotes up to five that do not repeat each other.' },
    [CouncilBuiltIn.CAUTIOUS]: { description: 'Quotes what fits well, and says what it found nothing about.' },
  } as const,
});

export const CouncilTransition = builder.enumType('CouncilTransition', {
  description: 'What can be done with a council.',
  values: { CANCEL: { description: '`councilCancel` would be accepted.' } } as const,
});
