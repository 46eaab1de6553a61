import { z } from 'zod';

/*
 * What people type about themselves and their tenant, checked the same wherever it is asked for.
 */

export const Email = z.email('This is not an e-mail address.').max(254);
export const Password = z.string().min(10, 'Use at least 10 characters.').max(200);
export const ShortName = z.string().trim().min(1).max(100);
export const Slug = z
  .string()
  .regex(/^[a-z0-9](?:[a-z0-9-]{0,48}[a-z0-9])?$/, 'Use lower-case letters, digits and inner hyphens, 50 at most.')
  // Tenants are named by slug or by id, and nobody may be taken for somebody else.
  .refine((slug) => !/^[0-9a-f]{32}$/.test(slug.replaceAll('-', '')), 'This looks like an id; choose another.');
