import type { Problem } from './build-error.ts';
import type { OwnName } from './list-own-names.ts';

const FETCH = 'call its HTTP API with fetch';

interface VendorClient {
  readonly what: string;
  readonly instead: string;
}

/** What Segment's runtime has as globals and an isolate can't have, and what to do instead. */
const VENDOR_CLIENTS: ReadonlyMap<string, VendorClient> = new Map([
  ['AWS', client('aws-sdk', 'call the HTTP API with fetch, signed with crypto.createHmac')],
  ['OAuth', client('oauth', 'sign requests with crypto.createHmac and send them with fetch')],
  ['google', client('@google-cloud', 'call the REST API with fetch, with a token that jsonwebtoken signs')],
  ['hubspotlib', client('@hubspot/api-client')],
  ['jsforce', client('jsforce')],
  ['mailchimplib', client('@mailchimp/mailchimp_marketing')],
  ['nodemailjet', client('node-mailjet')],
  ['sendgrid', client('@sendgrid')],
  ['skyflowlib', client('skyflow-node')],
  ['stripe', client('stripe')],
  ['twilio', client('twilio')],
  ['winstonlib', { what: 'the logger winston', instead: 'write with console' }],
  ['https', { what: "Node's module https", instead: 'call fetch' }],
]);

export const VENDOR_NAMES: readonly string[] = [...VENDOR_CLIENTS.keys()];

function client(packageName: string, instead: string = FETCH): VendorClient {
  return { what: `the Node client ${packageName}`, instead };
}

/**
 * What is wrong with the names, at the first place of each. One that the code only probes with `typeof` is answered: it
 * isn't there.
 */
export function refuseVendorClients(names: readonly OwnName[]): readonly Problem[] {
  return [...VENDOR_CLIENTS].flatMap(([vendorName, { what, instead }]) => {
    const first = names.find(({ name, isOnlyProbed }) => name === vendorName && !isOnlyProbed);
    if (first === undefined) return [];
    const { file, position } = first;
    const reason = `names ${vendorName}, ${what}, which does not run in an isolate: ${instead}`;
    return [{ file, position, reason }];
  });
}
