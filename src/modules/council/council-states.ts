import type { CouncilState } from '../../generated/prisma/enums.js';

/** The one table of what may follow. A council that failed goes on when its job is tried again. */
const FOLLOWING: Readonly<Record<CouncilState, readonly CouncilState[]>> = {
  ASKING: ['VOTING', 'FAILED', 'CANCELLED'],
  VOTING: ['DECIDED', 'FAILED', 'CANCELLED'],
  FAILED: ['ASKING', 'VOTING', 'CANCELLED'],
  DECIDED: [],
  CANCELLED: [],
};

/** The states from which a council may come to this one. */
export function councilStatesBefore(to: CouncilState): CouncilState[] {
  return (Object.keys(FOLLOWING) as CouncilState[]).filter((from) => FOLLOWING[from].includes(to));
}

/** The states in which something is still to come. */
export const OPEN_COUNCIL_STATES: readonly CouncilState[] = ['ASKING', 'VOTING'];
