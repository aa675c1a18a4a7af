import './install-text-coding.ts';
import { URL, URLSearchParams } from 'whatwg-url';
import { defineInterface } from './interface.ts';

/** The standard's own reference implementation: https://url.spec.whatwg.org/ */
export { URL, URLSearchParams } from 'whatwg-url';

/** In the order in which the console shows them. */
const MEMBERS = [
  'href',
  'origin',
  'protocol',
  'username',
  'password',
  'host',
  'hostname',
  'port',
  'pathname',
  'search',
  'searchParams',
  'hash',
] as const;

defineInterface('URL', URL, { show: (url) => Object.fromEntries(MEMBERS.map((name) => [name, url[name]])) });
defineInterface('URLSearchParams', URLSearchParams, { show: (params) => new Map(params) });
