/** A button that opens a small panel; Escape and a click elsewhere close it. */
import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import "./menu.css";

interface Props {
  /** Text of the button. */
  button: ComponentChildren;
  /** Name of the button and of the panel, where the button has no words. */
  label: string;
  class?: string;
  children: (close: () => void) => ComponentChildren;
}

export function Menu({ button, label, class: extra = "", children }: Props) {
  const [shown, show] = useState(false);
  const place = useRef<HTMLSpanElement>(null);
  const opener = useRef<HTMLButtonElement>(null);
  const close = (): void => {
    show(false);
    opener.current?.focus();
  };
  useEffect(() => {
    if (!shown) return;
    place.current?.querySelector<HTMLElement>(".menu input, .menu select, .menu button")?.focus();
    const elsewhere = (e: Event): void => void (place.current?.contains(e.target as Node) || show(false));
    addEventListener("pointerdown", elsewhere);
    return () => removeEventListener("pointerdown", elsewhere);
  }, [shown]);
  return (
    <span class="mn" ref={place} onKeyDown={(e) => shown && e.key === "Escape" && close()}>
      <button ref={opener} class={extra} aria-label={label} aria-haspopup="dialog" aria-expanded={shown} onClick={() => show(!shown)}>{button}</button>
      {shown && <span class="menu" role="dialog" aria-label={label}>{children(close)}</span>}
    </span>
  );
}
