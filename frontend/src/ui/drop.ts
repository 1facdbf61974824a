/** Files dropped anywhere on the page: beside the field too, where the browser would leave the page to show them. */
import { useEffect, useRef, useState } from "preact/hooks";

/** Take what is dropped; true while something is held above the page. */
export function useDrop(take: (files: File[]) => void): boolean {
  const [over, setOver] = useState(false);
  const taking = useRef(take);
  taking.current = take;
  useEffect(() => {
    const above = (e: DragEvent): void => (e.preventDefault(), setOver(true));
    const leave = (e: DragEvent): void => void (e.relatedTarget === null && setOver(false));
    const drop = (e: DragEvent): void => {
      e.preventDefault();
      setOver(false);
      taking.current([...(e.dataTransfer?.files ?? [])]);
    };
    const all = [["dragover", above], ["dragleave", leave], ["drop", drop]] as const;
    all.forEach(([name, f]) => addEventListener(name, f));
    return () => all.forEach(([name, f]) => removeEventListener(name, f));
  }, []);
  return over;
}
