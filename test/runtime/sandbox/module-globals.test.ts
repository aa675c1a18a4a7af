import { deflateSync, gunzipSync, inflateRawSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { builtFunctions } from './built-functions.ts';

const functions = builtFunctions();
const { returned } = functions;

describe('in a script that names a module global', () => {
  test('_ is lodash', async () => {
    expect(
      await returned(`
        const { VERSION } = _;
        const page = _.template('<%= name %>!')({ name: 'Ada' });
        return [VERSION.split('.')[0], _.chunk([1, 2, 3], 2), _.get(event, 'context.page', 'none'), _([3, 1]).sort().value(), page];
      `),
    ).toEqual(['4', [[1, 2], [3]], 'none', [1, 3], 'Ada!']);
  });

  test('atob and btoa are the packages, and refuse nothing', async () => {
    expect(
      await returned(`
        const token = { sub: 'ada?', iat: 1 };
        const part = btoa(JSON.stringify(token)).replace(/[+]/g, '-').replace(/[/]/g, '_').replace(/=/g, '');
        const missing = (() => { try { return btoa(event.none); } catch (error) { return error.name; } })();
        return [JSON.parse(atob(part)), atob(' YWRh\\n*'), btoa('a\u20ac'), btoa(Buffer.from([0, 255])), btoa(7), missing];
      `),
    ).toEqual([{ sub: 'ada?', iat: 1 }, 'ada', 'Yaw=', 'AP8=', 'Nw==', 'TypeError']);
  });

  test('moment knows all zones', async () => {
    expect(
      await returned(`
        const at = moment.utc('2026-07-01T12:00:00Z');
        return [at.tz('America/New_York').format('YYYY-MM-DD HH:mm z'), moment.tz('2026-01-15 09:30', 'Europe/Berlin').toISOString(),
          moment('2026-11-24').add(1, 'month').format('MMMM Do'), moment.tz.names().length > 500,
          moment.tz('2045-07-01 12:00', 'Europe/Berlin').utcOffset()];
      `),
    ).toEqual(['2026-07-01 08:00 EDT', '2026-01-15T08:30:00.000Z', 'December 24th', true, 120]);
  });

  test('xml writes, also as a stream', async () => {
    expect(
      await returned(`
        const data = { order: [{ _attr: { id: 7 } }, { plan: 'a & b' }] };
        const pieces = [];
        await new Promise((resolve) => xml(data, { stream: true }).on('data', (piece) => pieces.push(piece)).on('end', resolve));
        return [xml(data, true), pieces.join('')];
      `),
    ).toEqual([
      '<order id="7">\n    <plan>a &amp; b</plan>\n</order>',
      '<order id="7"><plan>a &amp; b</plan></order>',
    ]);
  });

  test('xml2js reads and writes', async () => {
    expect(
      await returned(`
        const text = '<order id="7"><plan>paid</plan><plan>free</plan></order>';
        const called = await new Promise((resolve) => xml2js.parseString(text, { async: true }, (error, result) => resolve(result)));
        const promised = await new xml2js.Parser({ explicitArray: false }).parseStringPromise(text);
        const broken = await xml2js.parseStringPromise('<a>').catch((error) => error.message.split('\\n')[0]);
        return [called, promised, broken, new xml2js.Builder({ headless: true }).buildObject({ a: { b: 'x & y' } })];
      `),
    ).toEqual([
      { order: { $: { id: '7' }, plan: ['paid', 'free'] } },
      { order: { $: { id: '7' }, plan: ['paid', 'free'] } },
      'Unclosed root tag',
      '<a>\n  <b>x &amp; y</b>\n</a>',
    ]);
  });

  test('libphonenumberjslib reads phone numbers', async () => {
    expect(
      await returned(`
        const phone = libphonenumberjslib.libphonenumberjs;
        const number = phone.parsePhoneNumber('030 1234567', 'DE');
        return [number.format('E.164'), phone('+12133734253').country, phone.isValidPhoneNumber('+1')];
      `),
    ).toEqual(['+49301234567', 'US', false]);
  });

  test('fetchretrylib tries again', async () => {
    expect(
      await returned(`
        let calls = 0;
        const flaky = async () => ({ status: ++calls < 3 ? 503 : 200 });
        const retry = fetchretrylib.fetchretry(flaky, { retries: 5, retryDelay: 1, retryOn: [503] });
        return [(await retry('https://api.acme.example/')).status, calls];
      `),
    ).toEqual([200, 3]);
  });

  test('zlib.zlib packs and unpacks as Node does', async () => {
    const text = 'größer '.repeat(100);
    const packed = deflateSync(text).toString('base64');
    const [inflated, gzipped, raw, promised, called, refused] = (await returned(`
      const { zlib: packer } = zlib;
      const text = ${JSON.stringify(text)};
      return [
        packer.inflateSync(Buffer.from('${packed}', 'base64')).toString(),
        packer.gzipSync(text).toString('base64'),
        packer.deflateRawSync(Buffer.from(text)).toString('base64'),
        (await packer.inflate(await packer.deflate(text))).toString(),
        await new Promise((resolve) => packer.gunzip(packer.gzipSync('x'), (error, bytes) => resolve(String(bytes)))),
        await packer.inflate('no').catch(() => 'refused'),
      ];
    `)) as readonly [string, string, string, string, string, string];
    expect([inflated, promised, called, refused]).toEqual([text, text, 'x', 'refused']);
    expect(gunzipSync(Buffer.from(gzipped, 'base64')).toString()).toBe(text);
    expect(inflateRawSync(Buffer.from(raw, 'base64')).toString()).toBe(text);
  });

  test('each is a global like others, and can be replaced', async () => {
    expect(
      await returned(`
        const listed = Object.keys(globalThis).filter((name) => name === '_' || name === 'moment');
        _ = 5; delete globalThis.moment;
        return [listed, _, typeof moment, typeof stripe];
      `),
    ).toEqual([[], 5, 'undefined', 'undefined']);
  });
});
