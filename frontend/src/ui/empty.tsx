/** Nothing to show: why, and the one action that fills it. */
import type { ComponentChildren } from "preact";

export function Empty({ title, children }: { title: string; children?: ComponentChildren }) {
  return (
    <section class="pan empty">
      <h2>{title}</h2>
      {children}
    </section>
  );
}
