import {
  AbortController as GuestAbortController,
  AbortSignal as GuestAbortSignal,
} from '../../../../runtime/guest/web/abort.ts';
import { atob as Guestatob, btoa as Guestbtoa } from '../../../../runtime/guest/web/base64.ts';
import { Blob as GuestBlob } from '../../../../runtime/guest/web/blob.ts';
import { DOMException as GuestDOMException } from '../../../../runtime/guest/web/dom-exception.ts';
import { Event as GuestEvent } from '../../../../runtime/guest/web/event.ts';
import { EventTarget as GuestEventTarget } from '../../../../runtime/guest/web/event-target.ts';
import { File as GuestFile } from '../../../../runtime/guest/web/file.ts';
import { TextDecoder as GuestTextDecoder } from '../../../../runtime/guest/web/text-decoder.ts';
import { TextEncoder as GuestTextEncoder } from '../../../../runtime/guest/web/text-encoder.ts';
import { describeSame } from '../same-in-both.ts';

const WORLDS = {
  guest: {
    AbortController: GuestAbortController,
    AbortSignal: GuestAbortSignal,
    Blob: GuestBlob,
    DOMException: GuestDOMException,
    Event: GuestEvent,
    EventTarget: GuestEventTarget,
    File: GuestFile,
    TextDecoder: GuestTextDecoder,
    TextEncoder: GuestTextEncoder,
    atob: Guestatob,
    btoa: Guestbtoa,
  },
  node: {
    AbortController,
    AbortSignal,
    Blob,
    DOMException,
    Event,
    EventTarget,
    File,
    TextDecoder,
    TextEncoder,
    atob,
    btoa,
  },
};

describeSame(
  'Blob',
  WORLDS,
  String.raw`
    return new Blob('x')
    return new Blob({})
    return new Blob(null)
    return new Blob(undefined).size
    const x = new Blob(['a', new Uint8Array([98]), new Blob(['c']), 5, new DataView(new ArrayBuffer(1))], { type: 'Text/X' }); return [x.size, x.type, await x.text()]
    return new Blob(['a\r\nb\rc'], { endings: 'native' }).size
    return new Blob([], { endings: 'x' })
    return new Blob([], { type: 'a\u0100' }).type
    return new Blob([], 5)
    return new Blob([], null).size
    return await new Blob(['\ufeffabc']).text()
    const x = new Blob(['abcdef']); return await Promise.all([x.slice(1, 3).text(), x.slice(-2).text(), x.slice(4, 2).text(), x.slice(0, 99, 'A/b').text(), x.slice('1').text(), x.slice(NaN, 2).text(), x.slice(undefined, undefined).text()])
    return new Blob(['abc'], { type: 'a/b' }).slice(1).type
    const x = new Blob(['abc']); const y = await x.arrayBuffer(); new Uint8Array(y).fill(0); return await x.text()
    const u = new Uint8Array([65]); const x = new Blob([u]); u[0] = 66; return await x.text()
    let t = ''; for await (const c of new Blob(['abc']).stream()) t += new TextDecoder().decode(c); return t
    return Blob.prototype.text.call({})
  `,
);

describeSame(
  'File',
  WORLDS,
  String.raw`
    return new File(['a'])
    return new File('a', 'b')
    return new File([], 'x', { lastModified: new Date(5) }).lastModified
    return typeof new File([], 'x').lastModified
    return [new File([], 'a/b').name, new File([], 5).name]
  `,
);

describeSame(
  'DOMException',
  WORLDS,
  String.raw`
    const e = new DOMException(); return [e.message, e.name, e.code, String(e)]
    const e = new DOMException('m', 'NotFoundError'); return [e.message, e.name, e.code, String(e), Object.prototype.toString.call(e), e.stack.split('\n')[0]]
    const e = new DOMException('m', { name: 'AbortError', cause: 5 }); return [e.name, e.code, e.cause, 'cause' in new DOMException()]
    return new DOMException('m', 'Custom').code
    return new DOMException(Symbol())
    return [new DOMException(undefined, undefined).name, new DOMException(null, null).message, new DOMException(5, 6).name]
    const e = new DOMException('m'); e.name = 'x'
    return DOMException()
    return Object.getOwnPropertyDescriptor(DOMException.prototype, 'code').get.call({})
  `,
);

describeSame(
  'Event and EventTarget',
  WORLDS,
  String.raw`
    const e = new Event('x', { bubbles: true, cancelable: 1, composed: 'y' }); return [e.type, e.bubbles, e.cancelable, e.composed, e.defaultPrevented, e.target, e.currentTarget, e.srcElement, e.eventPhase, e.composedPath(), e.returnValue, e.cancelBubble, e.isTrusted, typeof e.timeStamp, Event.AT_TARGET]
    return new Event()
    return new Event(null).type
    return new Event(Symbol())
    return new Event('x', 5)
    return new Event('x', null).type
    const e = new Event('x', { cancelable: true }); e.preventDefault(); return [e.defaultPrevented, e.returnValue]
    const e = new Event('x'); e.preventDefault(); e.stopPropagation(); return [e.defaultPrevented, e.cancelBubble]
    const e = new Event('x', { cancelable: true }); e.returnValue = false; e.cancelBubble = true; return [e.defaultPrevented, e.cancelBubble]
    const t = new EventTarget(), s = []; t.addEventListener('x', function (e) { s.push(this === t, e.target === t, e.currentTarget === t, e.eventPhase, e.composedPath()[0] === t); }); const e = new Event('x'); const r = t.dispatchEvent(e); return [s, r, e.target === t, e.currentTarget, e.eventPhase, e.composedPath()]
    const t = new EventTarget(), s = []; t.addEventListener('x', { handleEvent(e) { s.push('h', e.type); } }); t.dispatchEvent(new Event('x')); return s
    const t = new EventTarget(), s = []; const f = () => s.push(1); t.addEventListener('x', f); t.addEventListener('x', f); t.addEventListener('x', f, { once: true }); t.addEventListener('x', f, true); t.dispatchEvent(new Event('x')); t.removeEventListener('x', f); t.dispatchEvent(new Event('x')); return s
    const t = new EventTarget(), s = []; t.addEventListener('x', () => s.push(1), { once: true }); t.dispatchEvent(new Event('x')); t.dispatchEvent(new Event('x')); return s
    const t = new EventTarget(), s = []; t.addEventListener('x', (e) => { s.push(1); e.stopImmediatePropagation(); }); t.addEventListener('x', () => s.push(2)); t.dispatchEvent(new Event('x')); return s
    const t = new EventTarget(), s = []; t.addEventListener('x', (e) => { s.push(1); e.stopPropagation(); }); t.addEventListener('x', () => s.push(2)); t.dispatchEvent(new Event('x')); return s
    const t = new EventTarget(), s = []; const g = () => s.push('g'); t.addEventListener('x', () => { s.push('f'); t.removeEventListener('x', g); t.addEventListener('x', () => s.push('late')); }); t.addEventListener('x', g); t.dispatchEvent(new Event('x')); return s
    const t = new EventTarget(); t.addEventListener('x', (e) => e.preventDefault(), { passive: true }); return t.dispatchEvent(new Event('x', { cancelable: true }))
    const t = new EventTarget(); t.addEventListener('x', (e) => e.preventDefault()); return t.dispatchEvent(new Event('x', { cancelable: true }))
    const t = new EventTarget(), s = []; const c = new AbortController(); t.addEventListener('x', () => s.push(1), { signal: c.signal }); t.dispatchEvent(new Event('x')); c.abort(); t.dispatchEvent(new Event('x')); t.addEventListener('x', () => s.push(2), { signal: c.signal }); t.dispatchEvent(new Event('x')); return s
    const t = new EventTarget(); t.addEventListener('x', () => {}, { signal: null })
    const t = new EventTarget(); t.addEventListener('x', () => {}, { signal: {} })
    const t = new EventTarget(); t.addEventListener('x')
    const t = new EventTarget(); return [t.addEventListener('x', null), t.addEventListener('x', undefined)]
    const t = new EventTarget(); t.addEventListener('x', 'a')
    const t = new EventTarget(); t.dispatchEvent({ type: 'x' })
    const t = new EventTarget(); t.dispatchEvent()
    class T extends EventTarget { constructor() { super(); this.q = 1; } } const t = new T(); let s; t.addEventListener('x', () => { s = t.q; }); t.dispatchEvent(new (class Ev extends Event {})('x')); return s
    return EventTarget.prototype.addEventListener.call({}, 'x', () => {})
  `,
);

describeSame(
  'AbortController and AbortSignal',
  WORLDS,
  String.raw`
    return new AbortSignal()
    const c = new AbortController(); c.abort(); return [c.signal.aborted, c.signal.reason.name, c.signal.reason.message, c.signal.reason.code]
    const c = new AbortController(); c.abort(undefined); return c.signal.reason.name
    const c = new AbortController(); c.abort(5); c.signal.throwIfAborted()
    const c = new AbortController(); const s = []; c.signal.onabort = (e) => s.push('on', e.type, e.isTrusted, e.target === c.signal); c.signal.addEventListener('abort', () => s.push('l')); c.abort(); return s
    const c = new AbortController(); const s = []; c.signal.addEventListener('abort', () => s.push('l')); c.signal.onabort = () => s.push('a'); c.signal.onabort = () => s.push('b'); c.abort(); return s
    const c = new AbortController(); const s = []; c.signal.onabort = () => s.push(1); c.signal.onabort = null; c.abort(); return [s, c.signal.onabort]
    const s = AbortSignal.abort('x'); return [s.aborted, s.reason]
    const a = new AbortController(), b = new AbortController(); const s = AbortSignal.any([a.signal, b.signal]); const t = AbortSignal.any([s]); const q = []; s.addEventListener('abort', () => q.push('s', t.aborted)); t.addEventListener('abort', () => q.push('t')); a.signal.addEventListener('abort', () => q.push('a', s.aborted)); b.abort('w'); a.abort(); return [q, s.reason, t.reason]
    return AbortSignal.any([5])
    return AbortSignal.any()
    return AbortSignal.any([]).aborted
    return AbortSignal.timeout()
    const c = new AbortController(); return [c.signal === c.signal, Object.prototype.toString.call(c), Object.prototype.toString.call(c.signal), c.signal instanceof EventTarget]
    return Object.getOwnPropertyDescriptor(AbortSignal.prototype, 'aborted').get.call({})
  `,
);

describeSame(
  'TextEncoder and TextDecoder',
  WORLDS,
  String.raw`
    return Array.from(new TextEncoder().encode('é😀\ud800'))
    return new TextEncoder().encodeInto('a', [])
    return new TextEncoder().encodeInto('é€', new Uint8Array(4))
    return Array.from(new TextEncoder().encode(undefined))
    return new TextDecoder('nope')
    return ['utf8', 'UTF-16', 'latin1', 'ascii', 'iso-8859-1', 'unicode', 'utf-16be', ' utf-8 ', 'ucs-2', 'cp1252'].map((l) => new TextDecoder(l).encoding)
    return new TextDecoder('latin1').decode(Uint8Array.from({ length: 256 }, (_, i) => i))
    return new TextDecoder('utf-16le').decode(new Uint8Array([0xff, 0xfe, 0x41, 0, 0, 0xd8, 0x42, 0, 1]))
    return new TextDecoder('utf-16be').decode(new Uint8Array([0xfe, 0xff, 0, 0x41, 0xd8, 0x3d, 0xde, 0]))
    return new TextDecoder('utf-16le', { fatal: true }).decode(new Uint8Array([0, 0xd8]))
    return new TextDecoder('utf-8', { fatal: true }).decode(new Uint8Array([0xff]))
    return new TextDecoder('utf-8', { ignoreBOM: true }).decode(new Uint8Array([0xef, 0xbb, 0xbf, 0x41]))
    const d = new TextDecoder(); return [0xf0, 0x9f, 0x98, 0x80, 0xe2, 0x82].map((x) => d.decode(new Uint8Array([x]), { stream: true })).concat(d.decode())
    const d = new TextDecoder(); return [d.decode(new Uint8Array([0xef, 0xbb]), { stream: true }), d.decode(new Uint8Array([0xbf, 0x41]), { stream: true }), d.decode(new Uint8Array([0xef, 0xbb, 0xbf]), { stream: true }), d.decode()]
    const d = new TextDecoder('utf-16le'); return [[0x3d], [0xd8], [0], [0xde]].map((x) => d.decode(new Uint8Array(x), { stream: true })).concat(d.decode())
    return new TextDecoder().decode(null)
    return new TextDecoder().decode('a')
    return new TextDecoder().decode(new DataView(new Uint8Array([65, 66, 67]).buffer, 1))
    return new TextDecoder('utf-8', null).fatal
    return TextDecoder.prototype.decode.call({})
  `,
);

describeSame(
  'atob() and btoa()',
  WORLDS,
  String.raw`
    return atob(' YQ == ')
    return ['YQ', 'YWI=', 'YWJj', '', 'YW=', 'Y', 'YQ===', 'Y Q', 'YR==', '=', 'YQ=a'].map((x) => { try { return atob(x); } catch (e) { return [e.name, e.code]; } })
    return [atob(null), atob(12), btoa(null), btoa(undefined), btoa(''), btoa('\xff\xfe')]
    return btoa('\u0100')
    return btoa()
    return atob('a\u00a0')
  `,
);
