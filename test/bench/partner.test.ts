import { expect, test } from '@jest/globals';
import { startPartner } from '../../bench/partner/start-partner.ts';

test('the partner of the benches answers each request, and tells how many it had at once', async () => {
  await using partner = await startPartner({ delayMs: 100 });
  const post = async (): Promise<number> => (await fetch(partner.url, { method: 'POST', body: '{}' })).status;
  await expect(Promise.all([post(), post(), post()])).resolves.toEqual([200, 200, 200]);
  await expect(partner.takeMostAtOnce()).resolves.toBe(3);
  await post();
  await expect(partner.takeMostAtOnce()).resolves.toBe(1);
});
