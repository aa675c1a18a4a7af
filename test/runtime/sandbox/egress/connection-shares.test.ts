import { describe, expect, test } from '@jest/globals';
import { ConnectionShares } from '../../../../runtime/sandbox/egress/connection-shares.ts';

/** Owners, and how many connections each has by now. */
function sharesOf(names: string): {
  readonly take: (name: string, count: number) => Promise<void>;
  readonly giveBack: (name: string) => Promise<void>;
  readonly open: Readonly<Record<string, number>>;
} {
  const shares = new ConnectionShares();
  const owners = new Map(names.split(' ').map((name) => [name, { name }]));
  const open: Record<string, number> = Object.fromEntries(names.split(' ').map((name) => [name, 0]));
  const take = async (name: string, count: number): Promise<void> => {
    for (let index = 0; index < count; index += 1) {
      void shares.take(owners.get(name)!).then(() => (open[name]! += 1));
    }
    await Promise.resolve();
  };
  const giveBack = async (name: string): Promise<void> => {
    open[name]! -= 1;
    shares.giveBack(owners.get(name)!);
    await Promise.resolve();
  };
  return { take, giveBack, open };
}

describe('ConnectionShares', () => {
  test('lets one owner have 512 connections, and the next when one is given back', async () => {
    const { take, giveBack, open } = sharesOf('greedy');
    await take('greedy', 600);
    expect(open).toEqual({ greedy: 512 });
    await giveBack('greedy');
    expect(open).toEqual({ greedy: 512 });
  });

  test('keeps some for owners that hold few, in the order in which they ask', async () => {
    const { take, giveBack, open } = sharesOf('greedy greedier modest late');
    await take('greedy', 600);
    await take('greedier', 600);
    expect(open).toMatchObject({ greedy: 512, greedier: 256 });
    await take('modest', 20);
    expect(open).toMatchObject({ modest: 16 });
    await giveBack('modest');
    expect(open).toMatchObject({ greedier: 256, modest: 16 });
    await take('late', 1);
    expect(open).toMatchObject({ late: 1 });
  });

  test('never has more than 900 open', async () => {
    const names = Array.from({ length: 40 }, (_, index) => `owner${index}`);
    const { take, giveBack, open } = sharesOf(names.join(' '));
    for (const name of names) await take(name, 100);
    const total = (): number => Object.values(open).reduce((sum, each) => sum + each, 0);
    expect(total()).toBe(900);
    await giveBack('owner0');
    expect(total()).toBe(900);
  });
});
