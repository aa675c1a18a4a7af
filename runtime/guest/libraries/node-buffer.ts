/** What a module gets that imports `buffer`: the globals that Node's module has. This file imports nothing. */
const { atob, btoa, Blob, Buffer, File } = globalThis as Readonly<Record<string, unknown>>;

export { atob, Blob, btoa, Buffer, File };
export default { atob, Blob, btoa, Buffer, File };
