#!/usr/bin/env node
// What the Prisma CLI starts in place of its native schema engine (see ../../prisma/prisma.config.ts).
import { register } from 'tsx/esm/api';

register();
await import('./engine.ts');
