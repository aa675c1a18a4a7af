import type { File } from '../web/file.ts';

export type FormDataValue = string | File;

/** A file may go out without its name, where functions for Segment gave it none. */
export type FormDataEntry = readonly [name: string, value: FormDataValue, isUnnamed?: boolean];
