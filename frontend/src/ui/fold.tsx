/** A panel of settings: open where there is room, collapsed on a phone so that results come first. */
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";

const NARROW = 860;

export function Fold({ title, aside, class: extra = "", children }: { title: string; aside?: ComponentChildren; class?: string; children: ComponentChildren }) {
  const [open, setOpen] = useState(innerWidth > NARROW);
  return (
    <details class={`pan fold ${extra}`} open={open} onToggle={(e) => setOpen(e.currentTarget.open)}>
      <summary><h2>{title}</h2>{aside}</summary>
      {children}
    </details>
  );
}
