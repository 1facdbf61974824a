/** What a server takes, as `newind.web.settings.Limits` and `answers.tables` have it: told before anything is sent. */
export const LIMITS = { megabytes: 50, rows: 4000, tables: 20 } as const;

export const ENDINGS = [".xlsx", ".xlsm", ".xlsb", ".xls", ".csv", ".npz", ".zip"] as const;

/** Layouts that are read, besides finding out. */
export const LAYOUTS = ["template", "newind", "nbs", "icio", "adb", "wiod2016", "wiod2013"] as const;

export type Refused = "ending" | "size" | "empty" | "many";

/** Why files would not be taken; null where they would. */
export function refused(files: { name: string; size: number }[]): Refused | null {
  const [file] = files;
  if (!file) return "empty";
  if (files.length > 1) return "many";
  if (!ENDINGS.some((e) => file.name.toLowerCase().endsWith(e))) return "ending";
  if (file.size === 0) return "empty";
  return file.size > LIMITS.megabytes * 1024 * 1024 ? "size" : null;
}
