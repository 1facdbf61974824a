/** Limits of a server, as its catalogue says: shown before anything is sent. */
import type { Limits } from "../../api/types";

export type Refused = "ending" | "size" | "empty" | "many";

/** Why files would not be taken; null where they would. */
export function refused(files: { name: string; size: number }[], limits: Limits): Refused | null {
  const [file] = files;
  if (!file) return "empty";
  if (files.length > 1) return "many";
  if (!limits.endings.some((e) => file.name.toLowerCase().endsWith(e))) return "ending";
  if (file.size === 0) return "empty";
  return file.size > limits.bytes ? "size" : null;
}

/** Size of the largest file, in megabytes. */
export const megabytes = (limits: Limits): number => Math.floor(limits.bytes / 2 ** 20);
