import { describe, expect, test } from '@jest/globals';
import { parsePeer } from '../../../../runtime/sandbox/egress/peer.ts';
import { createReachPolicy } from '../../../../runtime/sandbox/egress/reach-policy.ts';

const why = (allowed: readonly string[] | 'all', peer: string, address: string): string | null =>
  createReachPolicy(allowed).whyRefused(parsePeer(peer, 'peer'), address);

describe('createReachPolicy()', () => {
  test('lets public addresses pass, and no others', () => {
    expect(why([], 'acme.example:443', '1.1.1.1')).toBeNull();
    expect(why([], 'acme.example:443', '10.0.0.1')).toBe('the address 10.0.0.1 is not public');
  });

  test('lets no request pass to a port where it might be taken for commands of mail or chat', () => {
    expect(why([], 'acme.example:25', '1.1.1.1')).toBe('port 25 is not for HTTP');
    expect(why('all', 'acme.example:6667', '1.1.1.1')).toBe('port 6667 is not for HTTP');
  });

  // A closed port 1 of one's own machine looked like a fault of the function.
  test('lets the operator open any port of a private network', () => {
    expect(why('all', '127.0.0.1:1', '127.0.0.1')).toBeNull();
    expect(why(['127.0.0.1:1'], '127.0.0.1:1', '127.0.0.1')).toBeNull();
  });

  test('opens exactly the peers that the operator names', () => {
    const allowed = ['127.0.0.1:9000', 'localhost:9000', '[::1]:9000', '127.0.0.1:80'];
    expect(why(allowed, '127.0.0.1:9000', '127.0.0.1')).toBeNull();
    expect(why(allowed, 'LOCALHOST:9000', '::1')).toBeNull();
    expect(why(allowed, '[::1]:9000', '::1')).toBeNull();
    expect(why(allowed, '127.0.0.1:80', '127.0.0.1')).toBeNull();
    expect(why(allowed, '127.0.0.1:9002', '127.0.0.1')).toContain('not public');
    expect(why(allowed, '127.0.0.2:9000', '127.0.0.2')).toContain('not public');
    expect(why(allowed, 'evil.example:9000', '127.0.0.1')).toContain('not public');
  });

  test("opens every private peer with 'all'", () => {
    expect(why('all', 'intranet.example:8080', '10.0.0.1')).toBeNull();
    expect(why('all', '127.0.0.1:9000', '127.0.0.1')).toBeNull();
  });

  test.each([
    ['169.254.169.254:80', '169.254.169.254'],
    ['169.254.170.2:80', '169.254.170.2'],
    ['169.254.100.1:9001', '169.254.100.1'],
    ['metadata.example:80', '::ffff:a9fe:a9fe'],
    ['metadata.example:80', '64:ff9b::a9fe:a9fe'],
    ['metadata.example:80', 'fd00:ec2::254'],
    ['127.0.0.1:9001', '127.0.0.1'],
    ['localhost:9001', '::1'],
    ['any.example:9001', '::ffff:127.0.0.1'],
    ['any.example:9001', '0.0.0.0'],
    ['any.example:9001', '::'],
  ])('never opens %s at %s', (peer, address) => {
    expect(why('all', peer, address)).toContain('never reachable');
    expect(why([peer], peer, address)).toContain('never reachable');
  });

  test.each([
    '127.0.0.1',
    'localhost:',
    ':9000',
    'localhost:99999',
    'http://localhost:9000',
    'a/b:1',
    'u@h:1',
    '',
  ])('takes no "%s" for a peer', (entry) => {
    expect(() => createReachPolicy(['ok.example:1', entry])).toThrow(
      `allowPrivateNetwork[1]: must be "host:port", is "${entry}"`,
    );
  });
});
