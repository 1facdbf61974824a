/** Files of the reader's own, of targets or of parts to divide one among: a file stays in this browser, and its name in the address is that of its content. */
const MOST = 200_000;
const place = (key: string): string => `newind.targets.${key}`;
const here = new Map<string, OwnFile>();

export interface OwnFile {
  name: string;
  text: string;
}

/** A short name of a text: the same text has the same. */
export function nameOf(text: string): string {
  let [a, b] = [0xdeadbeef, 0x41c6ce57];
  for (let i = 0; i < text.length; i++) {
    a = Math.imul(a ^ text.charCodeAt(i), 2654435761);
    b = Math.imul(b ^ text.charCodeAt(i), 1597334677);
  }
  return (a >>> 0).toString(36) + (b >>> 0).toString(36);
}

/** Keep the text of a file and return its name in addresses. */
export function keepText(name: string, text: string): string {
  const found = { name: name.slice(-200), text };
  const key = nameOf(text);
  here.set(key, found);
  try {
    localStorage.setItem(place(key), JSON.stringify(found));
  } catch {
    // a browser that keeps nothing has it until the page is closed
  }
  return key;
}

/** Keep a file and return its name; null where it is too large to be one of targets. */
export const keepFile = async (file: File): Promise<string | null> => (file.size > MOST ? null : keepText(file.name, await file.text()));

/** The file of a name, if this browser has it. */
export function recallFile(key: string): OwnFile | null {
  const known = here.get(key);
  if (known || !key) return known ?? null;
  try {
    const found = JSON.parse(localStorage.getItem(place(key)) ?? "null") as OwnFile | null;
    if (found) here.set(key, found);
    return found;
  } catch {
    return null;
  }
}
