import './scalars.js';
import '../modules/identity/api-key.type.js';
import '../modules/identity/identity.mutations.js';
import '../modules/identity/project.type.js';
import '../modules/identity/sign-in.mutations.js';
import '../modules/identity/tenant.type.js';
import '../modules/identity/viewer.type.js';
import { builder } from './builder.js';

/** The whole graph. Importing it builds it; it opens nothing. */
export const schema = builder.toSchema();
