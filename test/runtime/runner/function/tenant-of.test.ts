import { expect, test } from '@jest/globals';
import { tenantOf } from '../../../../runtime/runner/function/tenant-of.ts';

test('tenantOf() names a subscription, whichever of its destinations it is', () => {
  const tenants = ['dst_a', 'dst_b'].map((destinationId) =>
    tenantOf({ destinationId, subscriptionId: 'sub_acme' }),
  );
  expect(tenants).toEqual(['sub_acme', 'sub_acme']);
});

test('tenantOf() names the destination where nobody says whose code it is', () => {
  expect(tenantOf({ destinationId: 'dst_a' })).toBe('dst_a');
});

test.each(['naïve', 'a\nb', '', 'x'.repeat(257)])(
  'tenantOf() gives Lambda an id that it takes for %j',
  (id) => {
    expect(tenantOf({ destinationId: 'dst_a', subscriptionId: id })).toMatch(/^[0-9a-f]{64}$/);
  },
);
