/** Help, undo and redo by keyboard, except where text is written. */
import { useEffect } from "preact/hooks";
import { redo, undo } from "../state/store";
import { openHelp } from "./later";

const writes = (e: KeyboardEvent): boolean => {
  const el = e.target as HTMLElement | null;
  return el?.tagName === "TEXTAREA" || (el instanceof HTMLInputElement && ["text", "search", "number"].includes(el.type));
};

export function useShortcuts(): void {
  useEffect(() => {
    const press = (e: KeyboardEvent): void => {
      if (e.key === "F1" || (e.key === "?" && !writes(e))) return e.preventDefault(), openHelp();
      if (!(e.ctrlKey || e.metaKey) || writes(e)) return;
      const key = e.key.toLowerCase();
      if (key === "z" && !e.shiftKey) undo();
      else if (key === "y" || key === "z") redo();
      else return;
      e.preventDefault();
    };
    addEventListener("keydown", press);
    return () => removeEventListener("keydown", press);
  }, []);
}
