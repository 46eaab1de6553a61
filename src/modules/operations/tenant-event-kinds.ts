/** Everything that is written into a tenant's log of events, with what it means. */
export const TENANT_EVENT_KINDS = {
  SIGNED_IN: 'A person signed in.',
  PROJECT_CREATED: 'A project was created.',
  API_KEY_CREATED: 'An API key was created.',
  API_KEY_UPDATED: 'What an API key is called or may do was changed.',
  API_KEY_ROTATED: 'An API key got a new secret.',
  API_KEY_REVOKED: 'An API key was revoked.',
  CASE_OPENED: 'A case was opened.',
  CASE_TRIAGED: 'A case got its type and severity, from a model or a person.',
  CASE_STATE_CHANGED: 'A case moved to another state.',
  REPLY_DRAFTED: 'A reply to a case was drafted.',
  REPLY_APPROVED: 'A drafted reply was approved.',
  REPLY_REJECTED: 'A drafted reply was rejected.',
  REPLY_SENT: 'A reply was sent to the customer.',
  KB_ARTICLE_CREATED: 'A knowledge-base article was created.',
  KB_ARTICLE_UPDATED: 'A knowledge-base article was changed, published or archived.',
  CASES_IMPORTED: 'A batch of cases was imported.',
  KB_ARTICLES_IMPORTED: 'A batch of knowledge-base articles was imported.',
  TRIAGE_LEARNED: 'Triage of a project was trained on its confirmed cases.',
  JOB_FAILED: 'A job gave up and lies among the dead letters.',
  JOB_CANCELLED: 'Somebody cancelled a job.',
  JOB_RETRIED: 'Somebody started a job again that had given up.',
} as const satisfies Record<string, string>;

export type TenantEventKind = keyof typeof TENANT_EVENT_KINDS;
