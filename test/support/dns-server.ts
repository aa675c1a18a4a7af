import { createSocket } from 'node:dgram';
import { Resolver } from 'node:dns/promises';
import { once } from 'node:events';

type RecordType = 'A' | 'AAAA';
/** The addresses of a name; none: the name exists and has no such record. `null`: no such host. */
export type Answers = (name: string, type: RecordType, asked: number) => readonly string[] | null;

const TYPES: ReadonlyMap<number, RecordType> = new Map([
  [1, 'A'],
  [28, 'AAAA'],
]);
const HEADER_BYTES = 12;
/** https://www.rfc-editor.org/rfc/rfc1035#section-4.1.1 */
const [NO_ERROR, NAME_ERROR] = [0x8180, 0x8183];

/** A name server on 127.0.0.1, whose answers have a TTL of 0. `asked` counts the questions for a name and type from 1. */
export class DnsServer implements AsyncDisposable {
  readonly questions: string[] = [];
  readonly #answers: Answers;
  readonly #socket = createSocket('udp4');

  private constructor(answers: Answers) {
    this.#answers = answers;
    this.#socket.on('message', (query, from) =>
      this.#socket.send(this.#reply(query), from.port, from.address),
    );
  }

  static async start(answers: Answers): Promise<DnsServer> {
    const server = new DnsServer(answers);
    server.#socket.bind(0, '127.0.0.1');
    await once(server.#socket, 'listening');
    return server;
  }

  /** A resolver that asks nobody else. */
  resolver(): Resolver {
    const resolver = new Resolver({ timeout: 1_000, tries: 1 });
    resolver.setServers([`127.0.0.1:${this.#socket.address().port}`]);
    return resolver;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = once(this.#socket, 'close');
    this.#socket.close();
    await closed;
  }

  #reply(query: Buffer): Buffer {
    const { name, end } = readName(query);
    const question = query.subarray(HEADER_BYTES, end + 4);
    const type = TYPES.get(query.readUInt16BE(end));
    const key = `${type} ${name}`;
    this.questions.push(key);
    const asked = this.questions.filter((each) => each === key).length;
    const addresses = type === undefined ? [] : this.#answers(name, type, asked);
    const header = Buffer.alloc(HEADER_BYTES);
    query.copy(header, 0, 0, 2);
    header.writeUInt16BE(addresses === null ? NAME_ERROR : NO_ERROR, 2);
    header.writeUInt16BE(1, 4);
    header.writeUInt16BE(addresses?.length ?? 0, 6);
    return Buffer.concat([header, question, ...(addresses ?? []).map(record)]);
  }
}

function readName(query: Buffer): { name: string; end: number } {
  const labels: string[] = [];
  let at = HEADER_BYTES;
  for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
    labels.push(query.toString('latin1', at + 1, at + 1 + length));
    at += 1 + length;
  }
  return { name: labels.join('.').toLowerCase(), end: at + 1 };
}

/** A resource record whose name points back at the question. */
function record(address: string): Buffer {
  const data = address.includes(':') ? ipv6Bytes(address) : Buffer.from(address.split('.').map(Number));
  const head = Buffer.from([
    0xc0,
    HEADER_BYTES,
    0,
    data.length === 4 ? 1 : 28,
    0,
    1,
    0,
    0,
    0,
    0,
    0,
    data.length,
  ]);
  return Buffer.concat([head, data]);
}

/** Of an address with all its eight groups. */
function ipv6Bytes(address: string): Buffer {
  const groups = address.split(':').map((group) => parseInt(group, 16));
  return Buffer.from(groups.flatMap((group) => [group >> 8, group & 0xff]));
}
