import { FormData as GuestFormData } from '../../../../runtime/guest/fetch/form-data.ts';
import { Headers as GuestHeaders } from '../../../../runtime/guest/fetch/headers.ts';
import { Request as GuestRequest } from '../../../../runtime/guest/fetch/request.ts';
import { Response as GuestResponse } from '../../../../runtime/guest/fetch/response.ts';
import { AbortController as GuestAbortController } from '../../../../runtime/guest/web/abort.ts';
import { Blob as GuestBlob } from '../../../../runtime/guest/web/blob.ts';
import { File as GuestFile } from '../../../../runtime/guest/web/file.ts';
import { URL as GuestURL } from '../../../../runtime/guest/web/url.ts';
import { describeSame } from '../same-in-both.ts';

const WORLDS = {
  guest: {
    AbortController: GuestAbortController,
    Blob: GuestBlob,
    File: GuestFile,
    FormData: GuestFormData,
    Headers: GuestHeaders,
    Request: GuestRequest,
    Response: GuestResponse,
    URL: GuestURL,
  },
  node: { AbortController, Blob, File, FormData, Headers, Request, Response, URL },
};

describeSame(
  'Headers',
  WORLDS,
  String.raw`
    return [...new Headers({ b: '1', a: '2', B: '3' })]
    return [...new Headers([['set-cookie','a'],['b','c'],['Set-Cookie','d'],['a','z']])]
    const h = new Headers({a:'1'}); h.append('a','2'); h.append('cookie','x'); h.append('cookie','y'); return [h.get('a'), h.get('cookie'), h.get('none'), h.has('A')]
    return new Headers(null)
    return [...new Headers(undefined)]
    return new Headers(5)
    return new Headers('a: b')
    return [...new Headers(new Map([['a','b']]))]
    return [...new Headers(new Headers({a:'b'}))]
    return new Headers([['a']])
    return new Headers([['a','b','c']])
    return [...new Headers([new Set(['a','b'])])]
    return new Headers([5])
    return new Headers({ 'a b': '1' })
    return new Headers({ a: '\u0100' })
    return [...new Headers({ a: '\xff' })]
    return [...new Headers({ a: ' \t x \n' })]
    return new Headers({ a: 'x\ny' })
    return [...new Headers({ a: undefined, b: null, c: 5 })]
    const h = new Headers(); h.append('a')
    const h = new Headers(); h.get()
    return Headers.prototype.get.call({}, 'a')
    return Object.prototype.toString.call(new Headers())
    return new Headers().entries()[Symbol.toStringTag]
    const h = new Headers({a:'1',b:'2',c:'3'}); const seen = []; for (const [k] of h) { seen.push(k); if (k === 'a') h.delete('b'); } return seen
    const h = new Headers({a:'1',c:'3'}); const seen = []; for (const [k] of h) { seen.push(k); if (k === 'a') h.set('b', 'x'); } return seen
    const h = new Headers({a:'1'}); h.forEach()
    const h = new Headers({a:'1'}); const s = []; h.forEach(function (v, k, t) { s.push(v, k, t === h, this.q); }, { q: 5 }); return s
    return [...new Headers({a:'1'}).keys(), ...new Headers({a:'1'}).values()]
    return Headers.prototype[Symbol.iterator] === Headers.prototype.entries
    return Headers()
  `,
);

describeSame(
  'Request',
  WORLDS,
  String.raw`
    const r = new Request('http://a.example/'); return [r.method, r.url, r.destination, r.referrer, r.referrerPolicy, r.mode, r.credentials, r.cache, r.redirect, r.integrity, r.keepalive, r.isReloadNavigation, r.duplex, r.body, r.bodyUsed, r.signal.aborted, r.signal === r.signal]
    const r = new Request('http://a.example/', { mode: 'same-origin', credentials: 'include', cache: 'no-store', referrer: 'http://b.example/x', referrerPolicy: 'origin', integrity: 'sha256-x', keepalive: 1, redirect: 'manual', duplex: 'half', window: null, priority: 'high' }); return [r.mode, r.credentials, r.cache, r.referrer, r.referrerPolicy, r.integrity, r.keepalive, r.redirect]
    return new Request('http://a.example/', { mode: 'navigate' })
    return new Request('http://a.example/', { mode: 'x' })
    return new Request('http://a.example/', { cache: 'only-if-cached' })
    return new Request('http://a.example/', { credentials: '' })
    return new Request('http://a.example/', { referrer: 'nonsense' })
    return new Request('http://a.example/', { referrer: '' }).referrer
    return new Request('http://a.example/', { referrer: 'about:client' }).referrer
    return new Request('http://a.example/', { window: 5 })
    return new Request('http://a.example/', { method: 'PUT', mode: 'no-cors' })
    return new Request('http://a.example/', { method: null }).method
    return new Request('http://a.example/', 5)
    return new Request('http://a.example/', null).url
    return new Request()
    return Request('http://a.example/')
    return new Request({ toString() { return 'http://a.example/q'; } }).url
    return new Request(new URL('http://a.example/q#h')).url
    return new Request('http://A.example:80/a/../b?q#h').url
    return new Request('http://a.example/', { body: 'x' })
    return new Request('http://a.example/', { method: 'POST', body: new Response('x').body })
    return new Request('http://a.example/', { method: 'POST', duplex: 'full', body: 'x' })
    return await new Request('http://a.example/', { method: 'POST', duplex: 'half', body: new Response('x').body }).text()
    const r = new Request('http://a.example/', { method: 'POST', body: 'x' }); const q = new Request(r); return [r.bodyUsed, q.bodyUsed, await q.text(), q.headers.get('content-type')]
    const r = new Request('http://a.example/', { method: 'POST', body: 'x' }); const q = new Request(r, { body: 'y' }); return [r.bodyUsed, await q.text(), await r.text()]
    const r = new Request('http://a.example/', { method: 'POST', body: 'x' }); await r.text(); return new Request(r)
    const r = new Request('http://a.example/', { method: 'POST', body: 'x' }); await r.text(); return await new Request(r, { body: 'z' }).text()
    const r = new Request('http://a.example/', { method: 'POST', body: 'x' }); return new Request(r, { method: 'GET' })
    const r = new Request('http://a.example/', { method: 'POST', body: 'x', headers: { a: 'b' } }); const c = r.clone(); c.headers.set('a', 'c'); return [r.headers.get('a'), await c.text(), await r.text(), c.method]
    const r = new Request('http://a.example/', { method: 'POST', body: 'x' }); r.body.getReader(); return r.clone()
    const r = new Request('http://a.example/', { method: 'POST', body: 'x' }); r.body.getReader(); return await r.text()
    const c = new AbortController(); const r = new Request('http://a.example/', { signal: c.signal }); const q = new Request(r); c.abort('why'); return [r.signal.aborted, r.signal.reason, q.signal.aborted, r.clone().signal.aborted]
    const c = new AbortController(); const r = new Request('http://a.example/', { signal: c.signal }); const q = new Request(r, { signal: null }); c.abort(); return [q.signal.aborted]
    return new Request('http://a.example/', { signal: 5 })
    return new Request('http://a.example/', { headers: 5 })
    return Object.prototype.toString.call(new Request('http://a.example/'))
    return Request.prototype.text.call({})
    return Object.getOwnPropertyDescriptor(Request.prototype, 'method').get.call({})
    return Object.getOwnPropertyDescriptor(Request.prototype, 'destination').get.call({})
  `,
);

describeSame(
  'Response',
  WORLDS,
  String.raw`
    const r = new Response(); return [r.status, r.ok, r.statusText, r.type, r.url, r.redirected, r.body, r.bodyUsed, [...r.headers]]
    return new Response('x', { status: 204 })
    return new Response('x', { status: 101 })
    return new Response(null, { status: 199 })
    return new Response(null, { status: 65736 }).status
    return new Response(null, { status: '201' }).status
    return new Response(null, { status: NaN }).status
    return new Response(null, { statusText: 'a\u0100' })
    return new Response(null, { statusText: 'a\xe9' }).statusText
    return new Response('x', 5)
    return new Response('x', { headers: null })
    return await new Response(null).text()
    return await new Response(undefined).json()
    return await new Response('\ufeff{"a":1}').json()
    return await new Response('\ud800').text()
    return await new Response({}).text()
    return await new Response([1,2]).text()
    return await new Response(new Date(NaN)).text()
    return await new Response(Symbol('x')).text()
    return Array.from(await new Response('é').bytes())
    return (await new Response(new Uint8Array([1,2,3]).subarray(1)).arrayBuffer()).byteLength
    const x = await new Response('abc', { headers: { 'content-type': 'Text/Plain; Charset=UTF-8; x="a b"' } }).blob(); return [x.type, x.size]
    return (await new Response(new Blob(['a'], { type: 'A/B' })).blob()).type
    return (await new Response('a', { headers: { 'content-type': 'nonsense' } }).blob()).type
    return (await new Response('a', { headers: { 'content-type': 'a/b;;c=d; e = f;g="h\\"i";g=z;=x;k' } }).blob()).type
    return await new Response('a=b&c=d%20e', { headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' } }).formData().then((f) => [...f])
    return await new Response('a=b').formData()
    return await new Response(null, { headers: { 'content-type': 'multipart/form-data; boundary=x' } }).formData()
    const f = new FormData(); f.append('a', 'b\nc'); f.append('e"f', ''); const r = new Response(f); const g = await r.formData(); return [...g]
    const f = new FormData(); f.append('f', new Blob(['\r\n--x'], { type: 'text/q' }), 'n"a\nme.txt'); const g = await new Response(f).formData(); const v = g.get('f'); return [v.name, v.type, await v.text(), v instanceof File]
    const f = new FormData(); const g = await new Response(f).formData(); return [...g]
    const r = new Response('x'); const t = [r.text(), r.text().catch((e) => e.name)]; return await Promise.all(t)
    const r = new Response('x'); const s = r.body; await r.text(); return [r.bodyUsed, s.locked, r.body === s]
    const r = new Response('x'); await r.text(); return [r.body !== null, r.body.locked]
    const r = new Response('x'); await r.body.cancel(); return [r.bodyUsed, await r.text().catch((e) => e.name)]
    const r = new Response('x'); const d = r.body.getReader(); const one = await d.read(); const two = await d.read(); await d.closed; return [Array.from(one.value), one.done, two.value, two.done, r.bodyUsed]
    const r = new Response('x'); const d = r.body.getReader(); d.releaseLock(); return [r.bodyUsed, r.body.locked, await r.text()]
    const r = new Response('x'); const d = r.body.getReader(); d.releaseLock(); return await d.read()
    const r = new Response('x'); r.body.getReader(); r.body.getReader()
    const r = new Response('x'); for await (const c of r.body) { return [c instanceof Uint8Array, c.length]; }
    const r = new Response('x'); for await (const c of r.body) break; return [r.bodyUsed, r.body.locked]
    const r = new Response('x'); const [a, b] = r.body.tee(); return [await new Response(a).text(), await new Response(b).text(), r.body.locked]
    const r = new Response('x'); return Object.prototype.toString.call(r.body)
    const r = new Response(''); return [r.body !== null, await r.text(), r.bodyUsed]
    const r = new Response('x'); const c = r.clone(); return [await r.text(), await c.text(), r.bodyUsed, c.bodyUsed]
    const r = Response.json({a:1}, { status: 201, headers: { x: 'y' } }); return [r.status, [...r.headers], await r.text()]
    return Response.json()
    return Response.json(undefined)
    return Response.json(Symbol())
    return Response.json(10n)
    return Response.json({}, { status: 204 })
    const r = Response.error(); return [r.status, r.type, r.ok, r.body, r.headers.append('a','b')]
    const r = Response.redirect('http://a.example/x', 301); return [r.status, r.headers.get('location'), r.type]
    return Response.redirect('http://a.example/x', 200)
    return Response.redirect('/x')
    return Response.redirect()
    return Response.redirect('http://a.example/').headers.set('a', 'b')
  `,
);

describeSame(
  'FormData',
  WORLDS,
  String.raw`
    const f = new FormData(); f.append('a', 'b'); f.append('a', 5); f.append('c', null); return [f.get('a'), f.getAll('a'), f.has('c'), f.get('z'), [...f.keys()], [...f.values()]]
    const f = new FormData(); f.append('a', '1'); f.append('b', '2'); f.append('a', '3'); f.set('a', 'x'); f.set('q', 'y'); f.delete('b'); return [...f]
    const f = new FormData(); f.append('a'); 
    const f = new FormData(); f.append('a', new Blob(['x'], { type: 'a/b' })); const v = f.get('a'); return [v.name, v.type, v instanceof File, f.get('a') === f.get('a')]
    const f = new FormData(); const w = new File(['x'], 'n'); f.append('a', w); return [f.get('a') === w]
    const f = new FormData(); const w = new File(['x'], 'n', { lastModified: 7, type: 'a/b' }); f.append('a', w, 'm'); const v = f.get('a'); return [v.name, v.type, v.lastModified]
    return new FormData({})
    const f = new FormData(); f.append('\ud800', '\udfff'); return [...f]
    return Object.prototype.toString.call(new FormData()) + new FormData().keys()[Symbol.toStringTag]
  `,
);
