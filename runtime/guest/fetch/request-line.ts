import { quote } from '../bridge/outbox.ts';
import { NativeTypeError } from '../bridge/primordials.ts';
import { latin1Of } from '../bridge/latin1.ts';
import { utf8Length } from '../web/utf8.ts';
import type { BodyContent } from './body-init.ts';
import { listHeaders } from './headers.ts';
import type { RequestState } from './read-request.ts';

const MAX_BODY_BYTES = 1024 * 1024;
/** Of a request's method, URL and headers as they cross to the host, whose own limits lie below. */
const MAX_HEAD_LENGTH = 128 * 1024;

/**
 * A request as it crosses to the host: the members of a JSON array, without its brackets.
 * @throws TypeError for one that is too large
 */
export function describeRequest({ method, url, headers, redirect, body }: RequestState): string {
  const pairs = listHeaders(headers);
  let list = '';
  for (let index = 0; index < pairs.length; index += 1) {
    const pair = pairs[index]!;
    list += `${list === '' ? '' : ','}[${quote(pair[0])},${quote(pair[1])}]`;
  }
  // The one method that authors write so, and the standard leaves so; node-fetch and every server mean the other.
  const sent = method === 'patch' ? 'PATCH' : method;
  const head = `${quote(sent)},${quote(url)},[${list}],${quote(redirect)}`;
  if (head.length > MAX_HEAD_LENGTH) {
    throw new NativeTypeError(
      `Cannot fetch: method, URL and headers have more than ${MAX_HEAD_LENGTH} characters`,
    );
  }
  return `${head},${describeBody(body.content)}`;
}

/** `none`, `text`, or `latin1`: bytes, each a character. */
function describeBody(content: BodyContent): string {
  if (content === null) return '"none",""';
  const sizeBytes =
    typeof content === 'string' && content.length > MAX_BODY_BYTES / 3 ? utf8Length(content) : content.length;
  if (sizeBytes > MAX_BODY_BYTES) {
    throw new NativeTypeError(`Cannot fetch: the body is ${sizeBytes} bytes, the limit is ${MAX_BODY_BYTES}`);
  }
  return typeof content === 'string' ? `"text",${quote(content)}` : `"latin1",${quote(latin1Of(content))}`;
}
