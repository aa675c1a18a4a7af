/** The size that performance.md measures with. */
const EVENT_BYTES = 1_300;

/** @returns the JSON texts of `count` track events of 1.3 KB, each with a `messageId` of its own */
export function makeEvents(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => makeEvent(index));
}

function makeEvent(index: number): string {
  const event = {
    type: 'track',
    event: 'Order Completed',
    messageId: `ajs-next-${String(index).padStart(8, '0')}-6f1d2c3b`,
    userId: `user-${index % 997}`,
    anonymousId: '507f191e-810c-4197-9de8-60ea5a0c1f2b',
    timestamp: '2026-11-24T10:00:00.000Z',
    sentAt: '2026-11-24T10:00:00.100Z',
    receivedAt: '2026-11-24T10:00:00.200Z',
    context: {
      library: { name: 'analytics.js', version: 'next-1.70.0' },
      page: {
        path: '/checkout',
        referrer: 'https://shop.example/cart',
        title: 'Checkout',
        url: 'https://shop.example/checkout',
      },
      userAgent:
        'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36',
      ip: '203.0.113.7',
      campaign: { name: 'autumn', source: 'newsletter', medium: 'email', term: 'games', content: 'header' },
      screen: { width: 1920, height: 1080, density: 2 },
      groupId: 'acme-42',
      locale: 'de-DE',
      timezone: 'Europe/Berlin',
    },
    integrations: { All: true },
    properties: {
      checkoutId: 'fksdjfsdjfisjf9sdfjsd9f',
      orderId: `order-${index}`,
      affiliation: 'Shop',
      total: (index % 500) + 27.5,
      revenue: (index % 500) + 25,
      shipping: 3,
      tax: 2,
      currency: 'EUR',
      products: [
        { productId: 'p-1', sku: 'G-32', name: 'Monopoly', price: 19, quantity: 1, category: 'Games' },
        { productId: 'p-2', sku: 'F-32', name: 'Uno', price: 3, quantity: 2, category: 'Games' },
      ],
      coupon: '',
    },
  };
  const missing = EVENT_BYTES - Buffer.byteLength(JSON.stringify(event));
  event.properties.coupon = 'x'.repeat(Math.max(missing, 0));
  return JSON.stringify(event);
}
