import { charCodeAt, indexOf, sliceString } from '../bridge/primordials.ts';

const FRAME = '\n    at ';
/** Of a place that is shown, in characters; a guest may have written the stack itself. */
const MAX_LENGTH = 300;

/** The place that the first frame of a stack names, "lib/plans.ts:3:14"; an empty text where it names none. */
export function firstPlace(stack: string): string {
  const start = indexOf(stack, FRAME);
  if (start < 0) return '';
  const end = indexOf(stack, '\n', start + FRAME.length);
  const frame = sliceString(stack, start + FRAME.length, end < 0 ? stack.length : end);
  const open = indexOf(frame, ' (');
  const place = open < 0 ? frame : sliceString(frame, open + 2, -1);
  return endsInPosition(place) && place.length <= MAX_LENGTH ? place : '';
}

/** Whether it ends in ":line:column". */
function endsInPosition(place: string): boolean {
  let at = place.length;
  for (let part = 0; part < 2; part += 1) {
    const end = at;
    while (at > 0 && isDigit(charCodeAt(place, at - 1))) at -= 1;
    if (at === end || at === 0 || charCodeAt(place, at - 1) !== 0x3a) return false;
    at -= 1;
  }
  return at > 0;
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}
