import { layOut } from './layout.ts';
import { classOf } from './name-object.ts';
import type { Show } from './object-parts.ts';
import { MAX_ITEMS, partsOf, showMember } from './object-parts.ts';
import { MAX_LENGTH, showPrimitive } from './show-primitive.ts';

/** Levels below the first. */
const MAX_DEPTH = 2;
const INDENT = 2;

/** How one argument is shown: what encloses what is shown now, and how much text there may still be. */
interface Inspection {
  readonly maxDepth: number;
  readonly parents: object[];
  /** Those that lie within themselves, in the order in which that was found. */
  readonly circular: object[];
  left: number;
  indent: number;
  /** Of what was looked at last. */
  lastDepth: number;
}

/** Shows a value as Node's `util.inspect` does in everyday cases. */
export function inspect(value: unknown, maxDepth = MAX_DEPTH): string {
  return show(value, { maxDepth, parents: [], circular: [], left: MAX_LENGTH, indent: 0, lastDepth: 0 });
}

function show(value: unknown, inspection: Inspection): string {
  if (inspection.left <= 0) return '...';
  if ((typeof value === 'object' && value !== null) || typeof value === 'function')
    return showObject(value, inspection);
  const text = showPrimitive(value, inspection.indent);
  inspection.left -= text.length;
  return text;
}

function showObject(value: object, inspection: Inspection): string {
  const { parents, circular, maxDepth } = inspection;
  if (parents.includes(value)) {
    if (!circular.includes(value)) circular.push(value);
    return `[Circular *${circular.indexOf(value) + 1}]`;
  }
  const { base = '', open = '{', close = '}', keys, items, array } = partsOf(value, inspection.indent);
  inspection.left -= 2 + base.length + open.length;
  if (keys.length === 0 && items?.isEmpty !== false) return base === '' ? `${open}${close}` : base;
  const depth = parents.length;
  if (depth > maxDepth)
    return `[${Array.isArray(value) ? 'Array' : (classOf(value) ?? 'Object: null prototype')}]`;

  const showWithin: Show = (each) => {
    inspection.indent += INDENT;
    const text = show(each, inspection);
    inspection.indent -= INDENT;
    return text;
  };
  parents.push(value);
  inspection.lastDepth = depth + 1;
  const { shown, rest } = items?.list(showWithin) ?? { shown: [], rest: 0 };
  const texts = rest > 0 ? [...shown, `... ${rest} more item${rest === 1 ? '' : 's'}`] : [...shown];
  for (const key of keys.slice(0, MAX_ITEMS)) texts.push(showMember(value, key, showWithin));
  if (keys.length > MAX_ITEMS) texts.push(`... ${keys.length - MAX_ITEMS} more`);
  parents.pop();

  const place = circular.indexOf(value);
  const reference = place < 0 ? [] : [`<ref *${place + 1}>`];
  return layOut({
    base: [...reference, ...(base === '' ? [] : [base])].join(' '),
    open,
    close,
    items: texts,
    ...(array === undefined ? {} : { array }),
    hasMore: rest > 0,
    indent: inspection.indent,
    levels: inspection.lastDepth - depth - 1,
  });
}
