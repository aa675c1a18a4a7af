import './install-text-coding.ts';

/** The standard's own reference implementation: https://url.spec.whatwg.org/ */
export { URL, URLSearchParams } from 'whatwg-url';
