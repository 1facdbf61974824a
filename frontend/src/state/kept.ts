/** Choices of the reader that this browser keeps for the next visit, such as language and theme. */
const PLACE = "newind.";

export function keepChoice(name: string, value: string): void {
  try {
    localStorage.setItem(PLACE + name, value);
  } catch {
    // without storage the choice lasts until the page is closed
  }
}

export function keptChoice(name: string): string | null {
  try {
    return localStorage.getItem(PLACE + name);
  } catch {
    return null;
  }
}
