import type { TenantDb } from '../../db/tenant.js';
import { InvalidInput, type Issue } from '../../errors.js';
import type { CouncilBuiltIn, ModelPurpose, ModelTier } from '../../generated/prisma/enums.js';

/** Who is to be a member: exactly one of them. */
export interface WantedMember {
  readonly modelId?: string | null | undefined;
  readonly routeId?: string | null | undefined;
  readonly builtIn?: CouncilBuiltIn | null | undefined;
}

/** A member as it is written down. */
export interface Seat {
  readonly label: string;
  readonly modelId?: string;
  readonly routePurpose?: ModelPurpose;
  readonly routeTier?: ModelTier;
  readonly builtIn?: CouncilBuiltIn;
}

const MIN_MEMBERS = 2;
const FILLED_UP_TO = 3;
export const MAX_MEMBERS = 7;
const BUILT_IN = ['THOROUGH', 'BRIEF', 'CAUTIOUS'] as const satisfies readonly CouncilBuiltIn[];

type Rows = Pick<TenantDb, 'model' | 'modelRoute'>;

/**
 * The members that were asked for; a single one sits with those of Switchyard.
 * @throws InvalidInput, which names all that is wrong
 */
export async function seatsOf(db: Rows, wanted: readonly WantedMember[]): Promise<Seat[]> {
  const found = await Promise.all(wanted.map((member, index) => seatOf(db, member, index)));
  const issues = found.flatMap((seat) => ('message' in seat ? [seat] : []));
  if (issues.length > 0) throw new InvalidInput(issues);
  const seats = found.filter((seat): seat is Seat => 'label' in seat);
  const labels = seats.map(({ label }) => label);
  const twice = labels.findIndex((label, index) => labels.indexOf(label) !== index);
  if (twice >= 0) throw new InvalidInput([issue(twice, 'INVALID_INPUT', 'A member has one seat.')]);
  return filledUp(seats);
}

/** Who sits where nobody is named: the models of the tenant's COUNCIL route of the tier COMPLEX, filled up alike. */
export async function defaultSeats(db: Rows): Promise<Seat[]> {
  const route = await db.modelRoute.findFirst({
    where: { purpose: 'COUNCIL', tier: 'COMPLEX' },
    include: { targets: { orderBy: { position: 'asc' }, include: { model: { include: { provider: true } } } } },
  });
  const models = (route?.targets ?? [])
    .map(({ model }) => model)
    .filter((model) => model.disabledAt === null && model.provider.disabledAt === null)
    .slice(0, MAX_MEMBERS)
    .map(({ id, name, provider }) => ({ label: `${provider.name} ${name}`, modelId: id }));
  return filledUp(models);
}

/** Where there are fewer than two, members of Switchyard make them three. */
function filledUp(seats: readonly Seat[]): Seat[] {
  if (seats.length >= MIN_MEMBERS) return [...seats];
  const others = BUILT_IN.filter((name) => seats.every(({ builtIn }) => builtIn !== name));
  return [...seats, ...others.slice(0, FILLED_UP_TO - seats.length).map(builtInSeat)];
}

async function seatOf(db: Rows, { modelId, routeId, builtIn }: WantedMember, index: number): Promise<Seat | Issue> {
  if ([modelId, routeId, builtIn].filter((one) => one !== null && one !== undefined).length !== 1) {
    return issue(index, 'INVALID_INPUT', 'A member is a model, a route or one of Switchyard: exactly one of them.');
  }
  if (builtIn) return builtInSeat(builtIn);
  if (routeId) {
    const route = await db.modelRoute.findFirst({ where: { id: routeId } });
    if (!route) return issue(index, 'NOT_FOUND', 'The route was not found.', 'routeId');
    if (route.tier === 'EMBEDDING')
      return issue(index, 'INVALID_INPUT', 'A route of embeddings cannot answer.', 'routeId');
    return { label: `Route ${route.purpose} ${route.tier}`, routePurpose: route.purpose, routeTier: route.tier };
  }
  const model = await db.model.findFirst({ where: { id: modelId ?? '' }, include: { provider: true } });
  if (!model) return issue(index, 'NOT_FOUND', 'The model was not found.', 'modelId');
  if (model.tier === 'EMBEDDING')
    return issue(index, 'INVALID_INPUT', 'A model of embeddings cannot answer.', 'modelId');
  return { label: `${model.provider.name} ${model.name}`, modelId: model.id };
}

function builtInSeat(builtIn: CouncilBuiltIn): Seat {
  return { label: `Switchyard ${builtIn.toLowerCase()}`, builtIn };
}

function issue(index: number, code: Issue['code'], message: string, field?: string): Issue {
  return { code, message, path: ['input', 'members', String(index), ...(field ? [field] : [])] };
}
