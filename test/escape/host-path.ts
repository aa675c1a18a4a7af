/** The folder of the whole system that this checkout lies in. */
const [, top = ''] = import.meta.dirname.split('/');

/** A path of the machine around a guest: in one of the usual folders, or where this checkout is. */
export const HOST_PATH = new RegExp(`/(?:tmp|usr|home|var|proc|opt|${top})/`);
