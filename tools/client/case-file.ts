import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream';
import { toUSVString } from 'node:util';
import { parse } from 'csv-parse';
import type { CaseImportRowInput } from '../../test/gql/graphql.js';
import { CommandError, describeError } from '../command.js';

const COLUMNS = ['repo', 'created_at', 'label', 'title', 'body'] as const;
type Columns = Record<(typeof COLUMNS)[number], string>;

const TYPES: Readonly<Record<string, CaseImportRowInput['type']>> = {
  bug: 'BUG',
  feature: 'FEATURE',
  question: 'QUESTION',
};
const MAX_SUBJECT = 300;
const MAX_BODY = 100_000;

/**
 * Reads a CSV file of labelled cases, row by row; rows with the same repository, time and title count once.
 * @throws CommandError naming the line and what is wrong there
 */
export async function* readCases(file: string, repo: string | undefined): AsyncGenerator<CaseImportRowInput> {
  const records = parse({ bom: true, columns: checkColumns, info: true, relax_column_count: false });
  pipeline(createReadStream(file), records, () => {}); // a failure of either ends the loop below
  const seen = new Set<string>();
  try {
    for await (const { record, info } of records as AsyncIterable<{ record: Columns; info: { lines: number } }>) {
      if (repo !== undefined && record.repo !== repo) continue;
      const row = toRow(record, info.lines);
      if (seen.has(row.sourceKey)) continue;
      seen.add(row.sourceKey);
      yield row;
    }
  } catch (error) {
    if (error instanceof CommandError) throw error;
    const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    throw new CommandError(isMissing ? `There is no file ${file}.` : `${file} cannot be read: ${describeError(error)}`);
  }
}

function checkColumns(header: string[]): string[] {
  const missing = COLUMNS.filter((column) => !header.includes(column));
  if (missing.length > 0) {
    throw new CommandError(`The file needs the columns ${COLUMNS.join(', ')}; it lacks ${missing.join(', ')}.`);
  }
  return header;
}

function toRow({ repo, created_at: createdAt, label, title, body }: Columns, line: number): CaseImportRowInput {
  const type = TYPES[label.trim().toLowerCase()];
  if (!type) throw new CommandError(`Line ${line}: the label “${label}” is none of bug, feature, question.`);
  const openedAt = new Date(
    /[zZ]|[+-]\d\d:?\d\d$/.test(createdAt) ? createdAt : `${createdAt.trim().replace(' ', 'T')}Z`,
  );
  if (Number.isNaN(openedAt.getTime())) throw new CommandError(`Line ${line}: “${createdAt}” is not a time.`);
  const digest = createHash('sha256').update([repo, createdAt, title].join('\0')).digest('base64url').slice(0, 22);
  return {
    sourceKey: `${repo.slice(0, 100)}#${digest}`,
    subject: withoutZeros(title).trim().slice(0, MAX_SUBJECT) || '(no subject)',
    body: withoutZeros(body).slice(0, MAX_BODY),
    type,
    openedAt: openedAt.toISOString(),
  };
}

/** PostgreSQL stores no zero characters; half a surrogate pair is no character either. */
function withoutZeros(text: string): string {
  return toUSVString(text.replaceAll('\0', ''));
}
