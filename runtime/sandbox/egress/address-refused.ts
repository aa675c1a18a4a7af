/** A connection that the guard did not let happen. The message is for the author: "the address 10.0.0.1 is not public". */
export class AddressRefused extends Error {
  override readonly name = 'AddressRefused';
}
