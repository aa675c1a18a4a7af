/** The code points of a text that SQS does not take, by the list in its reference of SendMessage. */
export function refusedBySqs(text: string): readonly string[] {
  return Array.from(text)
    .filter((each) => !isTaken(each.codePointAt(0) ?? 0))
    .map((each) => JSON.stringify(each));
}

function isTaken(point: number): boolean {
  if (point === 0x9 || point === 0xa || point === 0xd) return true;
  if (point >= 0x20 && point <= 0xd7ff) return true;
  if (point >= 0xe000 && point <= 0xfffd) return true;
  return point >= 0x10000 && point <= 0x10ffff;
}
