import { SourceMap } from 'node:module';
import { describe, expect, test } from '@jest/globals';
import { transform } from 'esbuild';
import * as fc from 'fast-check';
import { firstPlace } from '../../../../runtime/guest/stack/first-place.ts';
import { sourceFinder } from '../../../../runtime/guest/stack/source-finder.ts';
import { placeInSources, useProgramMap } from '../../../../runtime/guest/stack/place-in-sources.ts';

/** Builds TypeScript that moves, and so has a map worth reading. */
async function aMap(): Promise<{ readonly code: string; readonly mappings: string }> {
  const parts = Array.from(
    { length: 120 },
    (_, index) =>
      `enum Plan${index} { Free, Paid = ${index} }\n\n  export  async function price${index}(event:   { plan: Plan${index} }) {\n` +
      `    const  label${index} = \`plan \${ event.plan }\`; return  [label${index},   Plan${index}.Paid];\n}\n`,
  );
  const { code, map } = await transform(parts.join('\n'), { loader: 'ts', sourcemap: 'external' });
  return { code, mappings: (JSON.parse(map) as { mappings: string }).mappings };
}

describe('sourceFinder()', () => {
  test('finds what Node finds, at any place', async () => {
    const { code, mappings } = await aMap();
    const oracle = new SourceMap({
      version: 3,
      file: '',
      sourceRoot: '',
      names: [],
      sourcesContent: [],
      sources: ['a.ts'],
      mappings,
    });
    const lines = code.split('\n');
    // One for all places, so that they are found from wherever it has read to.
    const find = sourceFinder(mappings);
    const place = fc
      .nat(lines.length - 1)
      .chain((line) => fc.nat(lines[line]!.length).map((column) => ({ line, column })));
    fc.assert(
      fc.property(place, ({ line, column }) => {
        const expected = oracle.findEntry(line, column);
        const found = find(line + 1, column + 1);
        // Node's looks at the lines above too where a line has nothing before the place.
        if (!('originalLine' in expected) || expected.generatedLine !== line) expect(found).toBeNull();
        else {
          expect(found).toEqual({
            source: 0,
            line: expected.originalLine + 1,
            column: expected.originalColumn + 1,
          });
        }
      }),
      { seed: 20261124, numRuns: 500 },
    );
  });

  test.each([
    ['no mappings', '', 1, 1, null],
    ['a line without any', 'AAAA;;AACA', 2, 1, null],
    ['a line beyond the last', 'AAAA', 9, 1, null],
    ['a part without a source', 'AAAA,C', 1, 2, null],
    ['a second source, some lines down', 'AAAA;IAEIC,ECAJD', 2, 9, { source: 1, line: 3, column: 1 }],
    ['what is no mapping', '!!??', 1, 1, null],
  ])('answers for %s', (_, mappings, line, column, found) => {
    expect(sourceFinder(mappings)(line, column)).toEqual(found);
  });
});

describe('placeInSources()', () => {
  test('writes every place of the program, and leaves what is none', () => {
    useProgramMap({ fileName: 'index.ts', sources: ['lib/a.ts'], mappings: 'AAAA;AACA', linesBefore: 1 });
    expect(placeInSources('eval at f (index.ts:2:5), index.ts:3:1')).toBe(
      'eval at f (lib/a.ts:1:1), lib/a.ts:2:1',
    );
    expect(placeInSources('f (other.ts:2:5)')).toBe('f (other.ts:2:5)');
    expect(placeInSources('f (index.ts:9:1)')).toBeNull();
    useProgramMap(null);
    expect(placeInSources('f (index.ts:2:5)')).toBe('f (index.ts:2:5)');
  });

  test("takes code that the build added for nobody's", () => {
    useProgramMap({ fileName: 'index.ts', sources: ['sluice:crypto'], mappings: 'AAAA', linesBefore: 0 });
    expect(placeInSources('createHash (index.ts:1:5)')).toBeNull();
    useProgramMap(null);
  });
});

describe('firstPlace()', () => {
  test.each([
    ['Error: no\n    at onTrack (lib/a.ts:3:14)\n    at b (c.ts:1:1)', 'lib/a.ts:3:14'],
    ['Error: no\n    at index.js:3:14', 'index.js:3:14'],
    ['Error: no\n    at async Promise.all (index 0)', ''],
    ['Error: no\n    at Array.map (<anonymous>)', ''],
    ['Error: no', ''],
    [`Error: no\n    at ${'x'.repeat(1_000)}:1:1`, ''],
    ['Error: no\n    at :1:1', ''],
    ['', ''],
  ])('reads the place of the first frame: %#', (stack, place) => {
    expect(firstPlace(stack)).toBe(place);
  });
});
