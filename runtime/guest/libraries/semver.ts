/** jsonwebtoken asks for the version of Node by it: ours has all that it asks for. */
export const satisfies = (): boolean => true;
