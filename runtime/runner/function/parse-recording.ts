import { ParseError } from '../../contract/parse-error.ts';
import type { JsonObject } from '../../contract/shape.ts';
import { expectArray, expectNumber, expectObject, expectString } from '../../contract/shape.ts';
import type { LogLine, RecordedRequest, Recording } from '../../sandbox/recording.ts';

const LEVELS: readonly LogLine['level'][] = ['debug', 'log', 'info', 'warn', 'error'];

/** @throws ParseError */
export function parseRecording(recording: JsonObject, path: string): Recording {
  const members = (name: 'logs' | 'requests'): readonly (readonly [JsonObject, string])[] =>
    expectArray(recording[name], `${path}.${name}`).map((member, index) => {
      const at = `${path}.${name}[${index}]`;
      return [expectObject(member, at), at] as const;
    });
  return {
    returned: recording.returned ?? null,
    logs: members('logs').map(([line, at]) => parseLogLine(line, at)),
    requests: members('requests').map(([request, at]) => parseRequest(request, at)),
  };
}

function parseLogLine({ level, message }: JsonObject, path: string): LogLine {
  const known = LEVELS.find((each) => each === level);
  if (known === undefined) throw new ParseError(`${path}.level`, `must be one of ${LEVELS.join(', ')}`);
  return { level: known, message: expectString(message, `${path}.message`) };
}

function parseRequest(request: JsonObject, path: string): RecordedRequest {
  const headers = Object.entries(expectObject(request.headers, `${path}.headers`)).map(
    // Whoever took an environment over chose the name: the message, which is logged, doesn't quote it.
    ([name, value]) => [name, expectString(value, `${path}.headers`)] as const,
  );
  return {
    method: expectString(request.method, `${path}.method`),
    url: expectString(request.url, `${path}.url`),
    headers: Object.fromEntries(headers),
    body: request.body === null ? null : expectString(request.body, `${path}.body`),
    status: request.status === null ? null : expectNumber(request.status, `${path}.status`),
    durationMs: expectNumber(request.durationMs, `${path}.durationMs`),
  };
}
