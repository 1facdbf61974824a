/** Places of a map by pointer and keyboard: one stop of the tab key, arrows to the neighbours, Enter to choose. */
import type { SVGAttributes } from "preact";
import { useRef, useState } from "preact/hooks";
import { next, type Place } from "./ways";

export type PlaceProps = Omit<SVGAttributes<SVGElement>, "ref"> & { ref: (el: SVGElement | null) => void };

/** What each place needs, and the place that is pointed at or focused. */
export function usePick(places: Place[], chosen: string, onPick: (code: string) => void): { of: (p: Place, label: string) => PlaceProps; over: string } {
  const [over, setOver] = useState("");
  const [stop, setStop] = useState("");
  const drawn = useRef(new Map<string, SVGElement>());
  const codes = places.map((p) => p.code);
  const entry = [stop, chosen].find((c) => codes.includes(c)) ?? codes[0];
  const press = (p: Place, e: KeyboardEvent): void => {
    const to = next(places, p, e.key);
    if (e.key === "Enter" || e.key === " ") onPick(p.code);
    else if (!to && !e.key.startsWith("Arrow")) return;
    e.preventDefault();
    if (to) drawn.current.get(to.code)?.focus();
  };
  const of = (p: Place, label: string): PlaceProps => ({
    role: "option", "aria-label": label, "aria-selected": p.code === chosen, tabindex: p.code === entry ? 0 : -1,
    ref: (el: SVGElement | null) => void (el ? drawn.current.set(p.code, el) : drawn.current.delete(p.code)),
    onClick: () => onPick(p.code),
    onKeyDown: (e: KeyboardEvent) => press(p, e),
    onFocus: () => (setStop(p.code), setOver(p.code)),
    onBlur: () => setOver(""),
    onPointerEnter: () => setOver(p.code),
    onPointerLeave: () => setOver(""),
  } as PlaceProps);
  return { of, over };
}
