/** What the prelude uses of whatwg-url, which brings no types of its own. */
declare module 'whatwg-url' {
  export class URL {
    constructor(url: string, base?: string);
    readonly href: string;
    readonly origin: string;
    readonly protocol: string;
    readonly username: string;
    readonly password: string;
    readonly host: string;
    readonly hostname: string;
    readonly port: string;
    readonly pathname: string;
    readonly search: string;
    readonly searchParams: URLSearchParams;
    readonly hash: string;
  }
  export class URLSearchParams {
    constructor(init?: unknown);
    toString(): string;
    [Symbol.iterator](): IterableIterator<[string, string]>;
  }
}
