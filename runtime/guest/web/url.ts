import './install-text-coding.ts';
import { URL, URLSearchParams } from 'whatwg-url';
import { defineInterface } from './interface.ts';

/** The standard's own reference implementation: https://url.spec.whatwg.org/ */
export { URL, URLSearchParams } from 'whatwg-url';

defineInterface('URL', URL, {
  show: ({
    href,
    origin,
    protocol,
    username,
    password,
    host,
    hostname,
    port,
    pathname,
    search,
    searchParams,
    hash,
  }) => ({
    href,
    origin,
    protocol,
    username,
    password,
    host,
    hostname,
    port,
    pathname,
    search,
    searchParams,
    hash,
  }),
});
defineInterface('URLSearchParams', URLSearchParams, { show: (params) => new Map(params) });
