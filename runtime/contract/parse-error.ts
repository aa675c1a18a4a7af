/** What came in is not what it has to be. `path` says where (`batch[3].type`), the message what to do about it. */
export class ParseError extends Error {
  override readonly name = 'ParseError';
  readonly path: string;

  constructor(path: string, problem: string) {
    super(path === '' ? problem : `${path}: ${problem}`);
    this.path = path;
  }
}
