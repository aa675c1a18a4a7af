/** A name of HTTP's, of a method or a header: https://httpwg.org/specs/rfc9110.html#tokens */
export const HTTP_TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
