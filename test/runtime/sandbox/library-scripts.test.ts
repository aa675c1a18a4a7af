import { describe, expect, test } from '@jest/globals';
import { LibraryScripts } from '../../../runtime/sandbox/library-scripts.ts';

const aLibrary = (name: string, code = `globalThis.${name} = 1;`) => ({ name, code });

describe('LibraryScripts', () => {
  test('keeps one script and one text for the same library of many programs', () => {
    const scripts = new LibraryScripts();
    const [first] = scripts.share([aLibrary('a')]);
    expect(scripts.share([aLibrary('a')])[0]).toBe(first);
    expect(scripts.scriptOf(aLibrary('a'))).toBe(scripts.scriptOf(aLibrary('a')));
  });

  test('takes no library for another of the same name', () => {
    const scripts = new LibraryScripts();
    expect(scripts.scriptOf(aLibrary('a', '1'))).not.toBe(scripts.scriptOf(aLibrary('a', '2')));
  });

  test('forgets the one whose last use is longest ago', () => {
    const scripts = new LibraryScripts();
    const [kept, forgotten] = [scripts.scriptOf(aLibrary('kept')), scripts.scriptOf(aLibrary('forgotten'))];
    for (let index = 0; index < 29; index += 1) {
      scripts.scriptOf(aLibrary(`other${index}`));
      scripts.scriptOf(aLibrary('kept'));
    }
    expect(scripts.scriptOf(aLibrary('kept'))).toBe(kept);
    expect(scripts.scriptOf(aLibrary('forgotten'))).not.toBe(forgotten);
  });
});
