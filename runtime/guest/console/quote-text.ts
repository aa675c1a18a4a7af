/** What would break the line or can't be seen, quotes, and halves of characters. */
const TO_ESCAPE =
  // oxlint-disable-next-line no-control-regex
  /[\u0000-\u001f\u007f-\u009f\\]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
const SHORT: { readonly [character: string]: string } = {
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\f': '\\f',
  '\r': '\\r',
  '\\': '\\\\',
};

/** A text in quotes: single ones, unless it holds them and no others. */
export function quoteText(text: string): string {
  const mark = markFor(text);
  const escaped = text.replace(TO_ESCAPE, (character) => {
    const code = character.charCodeAt(0);
    if (code >= 0xd800) return `\\u${code.toString(16)}`;
    return SHORT[character] ?? `\\x${code.toString(16).toUpperCase().padStart(2, '0')}`;
  });
  return mark + (mark === "'" ? escaped.replaceAll("'", "\\'") : escaped) + mark;
}

function markFor(text: string): string {
  if (!text.includes("'")) return "'";
  if (!text.includes('"')) return '"';
  return text.includes('`') || text.includes('${') ? "'" : '`';
}

/** The name of a member, in quotes where it could not stand in a program without. */
export function quoteKey(key: string | symbol): string {
  if (typeof key === 'symbol') return String(key);
  if (key === '__proto__') return "['__proto__']";
  return /^[a-zA-Z_][a-zA-Z_0-9]*$/.test(key) ? key : quoteText(key);
}
