/** Ours among the tags that an address may have behind a plus sign. */
const TAG = /^c([0-9a-f]{20})$/;

interface AddressParts {
  readonly local: string;
  readonly tag: string | null;
  readonly domain: string;
}

/** The address that asks for an answer to a conversation: `support+c<token>@example.com`. */
export function replyAddress(address: string, token: string): string {
  const { local, domain } = split(address);
  return `${local}+c${token}@${domain}`;
}

/** Tokens in those of the addresses that are a channel's own. */
export function addressedTo(recipients: readonly string[], address: string): string[] {
  const own = baseAddress(address);
  return recipients.flatMap((recipient) => {
    const token = TAG.exec(split(recipient).tag ?? '')?.[1];
    return token !== undefined && baseAddress(recipient) === own ? [token] : [];
  });
}

/** An address without its tag, in lower case. */
export function baseAddress(address: string): string {
  const { local, domain } = split(address);
  return `${local}@${domain}`;
}

/** The subject of an answer: it names the case, so that it is found when a mail program drops everything else. */
export function replySubject(subject: string, caseNumber: number): string {
  const plain = subject
    .replace(/^(\s*(re|aw|sv|fwd?)\s*:\s*)+/i, '')
    .replace(/\s*\[#\d{1,9}\]/g, '')
    .trim();
  return `Re: ${plain} [#${caseNumber}]`;
}

/** The number of a case in the subject of an answer. */
export function caseNumberIn(subject: string): number | null {
  const number = /\[#(\d{1,9})\]/.exec(subject)?.[1];
  return number === undefined ? null : Number(number);
}

function split(address: string): AddressParts {
  const text = address.trim().toLowerCase();
  const at = text.lastIndexOf('@');
  const local = at === -1 ? text : text.slice(0, at);
  const plus = local.lastIndexOf('+');
  return plus <= 0
    ? { local, tag: null, domain: at === -1 ? '' : text.slice(at + 1) }
    : { local: local.slice(0, plus), tag: local.slice(plus + 1), domain: text.slice(at + 1) };
}
