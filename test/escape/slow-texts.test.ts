import { describe, expect, test } from '@jest/globals';
import { hostileRunner } from './hostile-runner.ts';

const hostile = hostileRunner();

/** Texts that are slow to read for who reads them carelessly. What that costs is the CPU time of who gave them. */
describe('a function of the prelude that is given a slow text costs its own event alone:', () => {
  test.each([
    ['blanks within a header', 'new Headers({ a: "x" + " ".repeat(2e5) + "x" });'],
    ['blanks around a header', 'for (let i = 0; i < 1e3; i += 1) new Headers({ a: " ".repeat(1e4) });'],
    ['a long list of headers', 'new Headers(Array.from({ length: 1e5 }, (_, i) => ["x-" + i, "y"]));'],
    ['a URL with many dots', 'new URL("http://acme.example/" + "../".repeat(5e4) + "a/".repeat(5e4));'],
    ['a host with many labels', 'new URL("http://" + "a.".repeat(1e5) + "example/");'],
    ['a host in other letters', 'new URL("http://" + "\\u4e00\\u4e01\\u4e02".repeat(2e4) + ".example/");'],
    ['a host that is escaped', 'new URL("http://xn--" + "a".repeat(1e5) + "/");'],
    ['a host of combining marks', 'new URL("http://a" + "\\u0316\\u0301".repeat(5e4) + ".example/");'],
    ['many parameters', 'new URLSearchParams("a=b&".repeat(1e5)).sort();'],
    ['an escaped parameter', 'new URLSearchParams("%".repeat(1e6));'],
    ['blanks in Base64', 'atob(" ".repeat(1e6) + "YQ" + " ".repeat(1e6));'],
    ['a long Base64', 'atob(btoa("x".repeat(1e6)));'],
    ['a label', 'try { new TextDecoder(" ".repeat(1e6) + "x"); } catch {}'],
    ['a format of a line', 'console.log("%s".repeat(1e5), ...Array(1e4).fill("%s"));'],
    ['quotes in a line', 'console.log({ a: "\'\\"`\\\\".repeat(1e5) });'],
    [
      'a deep clone',
      'let it = {}; for (let i = 0; i < 1e5; i += 1) it = { it }; try { structuredClone(it); } catch {}',
    ],
    ['a wide clone', 'structuredClone(Array.from({ length: 1e5 }, () => ({})));'],
    ['a method', 'try { new Request("http://acme.example", { method: "a".repeat(1e7) }); } catch {}'],
    ['a type of a Blob', 'if (typeof Blob === "function") new Blob(["x"], { type: "a;".repeat(1e6) });'],
    [
      'a form',
      'if (typeof FormData === "function") { const form = new FormData(); for (let i = 0; i < 1e5; i += 1) form.append("a", "b"); await new Response(form).text(); }',
    ],
    [
      'parts without an end',
      'await new Response("--x\\r\\n".repeat(1e5), { headers: { "content-type": "multipart/form-data; boundary=x" } }).formData?.().catch(() => {});',
    ],
    [
      'a boundary',
      'await new Response("-".repeat(1e6), { headers: { "content-type": "multipart/form-data; boundary=" + "-".repeat(60) } }).formData?.().catch(() => {});',
    ],
    [
      'a search in a Buffer',
      'if (typeof Buffer === "function") Buffer.alloc(1e6, "a").indexOf("a".repeat(5e5) + "b");',
    ],
    [
      'hexadecimals',
      'if (typeof Buffer === "function") Buffer.from("zz".repeat(1e6), "hex").toString("base64url");',
    ],
  ])('%s', async (_, statements) => {
    const limits = { timeoutMs: 3_000, cpuMs: 300 };
    expect(await hostile.amongOthers(statements, { limits })).toMatch(
      /^delivered (?:delivered|bad_request|(?:gateway_timeout|memory_limit_exceeded)!?) delivered$/,
    );
  });
});
