import { createHash } from 'node:crypto';

/** Two parts, folders and all, stay well below the 1,024 bytes of an S3 key. */
const MAX_PART_BYTES = 400;

/** Writes an id so that it is one part of an S3 key; one that would be too long as its SHA-256. */
export function keyPart(id: string): string {
  const part = encodeURIComponent(id.toWellFormed());
  return part.length <= MAX_PART_BYTES ? part : createHash('sha256').update(id).digest('hex');
}

/** The day, in UTC, as parts of S3 keys have it: `2026-11-24`. @param time milliseconds since 1970 */
export function dayPart(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}

/** The hour of the day, in UTC, with two digits. @param time milliseconds since 1970 */
export function hourPart(time: number): string {
  return new Date(time).toISOString().slice(11, 13);
}
