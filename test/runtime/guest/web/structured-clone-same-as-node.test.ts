import { Headers as GuestHeaders } from '../../../../runtime/guest/fetch/headers.ts';
import { Blob as GuestBlob } from '../../../../runtime/guest/web/blob.ts';
import { DOMException as GuestDOMException } from '../../../../runtime/guest/web/dom-exception.ts';
import { File as GuestFile } from '../../../../runtime/guest/web/file.ts';
import { structuredClone as GueststructuredClone } from '../../../../runtime/guest/web/structured-clone.ts';
import { URL as GuestURL } from '../../../../runtime/guest/web/url.ts';
import { describeSame } from '../same-in-both.ts';

const WORLDS = {
  guest: {
    Blob: GuestBlob,
    DOMException: GuestDOMException,
    File: GuestFile,
    Headers: GuestHeaders,
    URL: GuestURL,
    structuredClone: GueststructuredClone,
  },
  node: { Blob, DOMException, File, Headers, URL, structuredClone },
};

describeSame(
  'structuredClone()',
  WORLDS,
  String.raw`
    const o = { a: 1, d: new Date(5), r: /x/gi, m: new Map([[{ k: 1 }, new Set([1])]]), u: undefined, n: null, b: 10n, arr: [1, , 3], nan: NaN, z: -0 }; const c = structuredClone(o); return [c, c.d.constructor.name, c.m.constructor.name, 1 in c.arr, c.arr.length, Object.is(c.z, -0)]
    const o = {}; o.o = o; o.l = [o]; const c = structuredClone(o); return [c.o === c, c.l[0] === c, c !== o]
    const s = {}; const c = structuredClone([s, s]); return c[0] === c[1]
    const r = /x/g; r.lastIndex = 5; return structuredClone(r).lastIndex
    return structuredClone(() => {})
    return structuredClone(Symbol())
    return structuredClone({ f() {} })
    return structuredClone(new WeakMap())
    return structuredClone(new Promise(() => {}))
    return structuredClone(Object(Symbol()))
    return [structuredClone(Object('x')), typeof structuredClone(Object(5)), structuredClone(Object(5n)), structuredClone(new Boolean(false))]
    const e = new RangeError('m', { cause: { a: 1 } }); e.extra = 5; const c = structuredClone(e); return [c.constructor.name, c.name, c.message, c.cause, c.extra, c.stack === e.stack, Object.keys(c), Object.getOwnPropertyNames(c).sort()]
    class X extends TypeError {} const c = structuredClone(new X('m')); return [c.constructor.name, c.name]
    class X extends Error { name = 'X' } const c = structuredClone(new X('m')); return [c.constructor.name, c.name, Object.keys(c)]
    const e = new Error('a'); delete e.message; const c = structuredClone(e); return Object.hasOwn(c, 'message')
    const e = new Error('a'); e.name = 'RangeError'; return structuredClone(e).constructor.name
    const c = structuredClone(new AggregateError([1], 'm')); return [c.name, c.errors, c.constructor.name]
    class P { x = 1; get y() { return 2; } } const c = structuredClone(new P()); return [c.constructor.name, Object.keys(c)]
    return structuredClone({ get a() { return 5; }, [Symbol('q')]: 1 })
    return structuredClone({ get a() { throw new RangeError('no'); } })
    const o = Object.create({ inherited: 1 }, { hidden: { value: 1 }, shown: { value: 2, enumerable: true } }); return structuredClone(o)
    return structuredClone(Object.create(null)).constructor.name
    const a = [1]; a.k = 2; const c = structuredClone(a); return [c.k, c.length]
    const b = new Uint8Array([1, 2, 3, 4]); const c = structuredClone({ a: b.subarray(1, 3), w: new Uint16Array(b.buffer), v: new DataView(b.buffer, 1, 2), b: b.buffer }); return [Array.from(c.a), c.a.byteOffset, c.a.buffer === c.b, c.w.length, c.v.byteLength, c.v.byteOffset, c.b.byteLength]
    const b = new ArrayBuffer(4); const c = structuredClone(b, { transfer: [b] }); return [b.byteLength, b.detached, c.byteLength]
    const b = new ArrayBuffer(4); return structuredClone(1, { transfer: [b, b] })
    return structuredClone(1, { transfer: [{}] })
    return structuredClone(1, { transfer: 5 })
    const b = new ArrayBuffer(4); try { structuredClone(() => {}, { transfer: [b] }); } catch (e) { return [e.name, b.byteLength]; }
    const b = new ArrayBuffer(4); b.transfer(); return structuredClone(b)
    const b = new ArrayBuffer(4, { maxByteLength: 8 }); const c = structuredClone(b); return [c.resizable, c.maxByteLength, c.byteLength]
    const u = new Uint8Array([1]); const c = structuredClone(u, { transfer: [u.buffer] }); return [u.length, c[0]]
    class U extends Uint8Array {} const c = structuredClone(new U([1, 2])); return [c.constructor.name, c.length]
    class M extends Map {} return structuredClone(new M([[1, 2]])).constructor.name
    return structuredClone()
    return structuredClone(new Headers())
    return structuredClone(new URL('http://a.example/'))
    const c = structuredClone(new Blob(['abc'], { type: 'a/b' })); return [await c.text(), c.type, c instanceof Blob]
    const c = structuredClone(new File(['abc'], 'n', { type: 'a/b', lastModified: 5 })); return [await c.text(), c.type, c.name, c.lastModified, c instanceof File]
    const c = structuredClone(new DOMException('m', 'AbortError')); return [c instanceof DOMException, c.name, c.message, c.code]
    return structuredClone((function* () {})())
    return structuredClone([][Symbol.iterator]())
    return structuredClone(new Map().keys())
    const o = { __proto__: null, ['__proto__']: 1 }; const c = structuredClone(JSON.parse('{"__proto__":{"x":1}}')); return [Object.hasOwn(c, '__proto__'), c.x]
    return structuredClone((function () { return arguments; })(1))
    const m = new Map([[1, 2]]); m.q = 1; return structuredClone(m).q
    return structuredClone(new Date(NaN)).getTime()
    return structuredClone(new (class extends Date {})(5)).constructor.name
    return structuredClone(new Error('x', { cause: () => {} }))
    return structuredClone({ a: { b: { c: Symbol.iterator } } })
  `,
);
