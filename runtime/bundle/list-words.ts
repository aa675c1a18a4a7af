/** An identifier, or a string literal with its contents, as they stand in code. */
export interface Word {
  readonly kind: 'name' | 'string';
  readonly text: string;
  /** Where it begins, in UTF-16 units. */
  readonly offset: number;
  /** Whether it is a name and `[` follows. */
  readonly isIndexed: boolean;
}

/** Longest first where one begins with another. */
const TOKEN = new RegExp(
  [
    String.raw`(?<space>[\s\ufeff]+|\/\/[^\n\r\u2028\u2029]*|\/\*[^]*?\*\/)`,
    String.raw`(?<string>"(?:[^"\\\n\r]|\\[^])*"?|'(?:[^'\\\n\r]|\\[^])*'?)`,
    String.raw`(?<name>#?[\p{ID_Start}$_\\][\p{ID_Continue}$\u200c\u200d\\]*)`,
    String.raw`(?<number>\.?\d[\w.]*)`,
    String.raw`(?<mark>[^])`,
  ].join('|'),
  'uy',
);
const REGULAR_EXPRESSION = /\/(?:[^/\\[\n\r]|\\[^\n\r]|\[(?:[^\]\\\n\r]|\\[^\n\r])*\])+\/\w*/y;
const TEMPLATE_CHARACTERS = /(?:[^`\\$]|\\[^]|\$(?!\{))*/y;

/** After these a slash begins a regular expression, as it does after most marks. */
const BEFORE_EXPRESSION = new Set(
  'return typeof case in of delete void throw new do else instanceof yield await'.split(' '),
);
const BEFORE_CONDITION = new Set(['if', 'while', 'for', 'with']);

/**
 * Lists the words of JavaScript in their order, leaving out comments, regular expressions and the text of templates.
 * Made for code that compiles. Where only a parser could tell a division from a regular expression (after `}`) it
 * takes the likelier, so its answer serves for messages and checks that err on the lenient side.
 */
export function listWords(code: string): readonly Word[] {
  const words: { -readonly [K in keyof Word]: Word[K] }[] = [];
  /** What is open: a template's `${`, or a parenthesis with whether it holds a condition. */
  const open: ('{' | '${' | 'condition' | '(')[] = [];
  let before = '';
  let isAfterOperand = false;
  let at = /^#![^\n]*/.exec(code)?.[0].length ?? 0;

  const skip = (pattern: RegExp): boolean => {
    pattern.lastIndex = at;
    const found = pattern.test(code);
    if (found) at = pattern.lastIndex;
    return found;
  };
  /** Goes to the end of a template's text: its closing quote, or the next expression in it. */
  const skipTemplate = (): void => {
    skip(TEMPLATE_CHARACTERS);
    if (code[at] === '$') open.push('${');
    isAfterOperand = code[at] !== '$';
    before = code[at] ?? '';
    at += code[at] === '$' ? 2 : 1;
  };

  while (at < code.length) {
    if (code[at] === '/' && !/[/*]/.test(code[at + 1] ?? '') && !isAfterOperand && skip(REGULAR_EXPRESSION)) {
      [before, isAfterOperand] = ['/', true];
      continue;
    }
    TOKEN.lastIndex = at;
    const match = TOKEN.exec(code);
    if (match === null) break;
    const [token] = match;
    const { space, string, name, number } = match.groups ?? {};
    const offset = at;
    at += token.length;
    if (space !== undefined) continue;
    if (name !== undefined) {
      words.push({ kind: 'name', text: name, offset, isIndexed: false });
      isAfterOperand = before === '.' || !BEFORE_EXPRESSION.has(name);
    } else if (string !== undefined) {
      words.push({ kind: 'string', text: string.slice(1, -1), offset, isIndexed: false });
      isAfterOperand = true;
    } else if (number !== undefined) {
      isAfterOperand = true;
    } else if (token === '`') {
      skipTemplate();
      continue;
    } else if (token === '}' && open.at(-1) === '${') {
      open.pop();
      skipTemplate();
      continue;
    } else {
      isAfterOperand = markEndsOperand(token, before, open);
      const last = words.at(-1);
      if (token === '[' && last?.text === before) last.isIndexed = true;
    }
    before = token;
  }
  return words;
}

/** Keeps account of what is open, and says whether a slash after `mark` divides. */
function markEndsOperand(mark: string, before: string, open: string[]): boolean {
  if (mark === '(') open.push(BEFORE_CONDITION.has(before) ? 'condition' : '(');
  if (mark === '{') open.push('{');
  if (mark === ')') return open.pop() !== 'condition';
  if (mark === '}') open.pop();
  return mark === ']';
}
