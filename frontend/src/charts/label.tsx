/** A label in as many lines as its width asks for, around the place where one line would stand. */
import { LEAD, wrapped } from "./width";

interface Props {
  text: string;
  x: number;
  y: number;
  width: number;
  strong?: boolean;
  class?: string;
  anchor?: "start" | "middle" | "end";
}

export function Label({ text, x, y, width, strong = false, class: cls = "lb", anchor = "start" }: Props) {
  const lines = wrapped(text, width, strong);
  const first = y - (LEAD * (lines.length - 1)) / 2;
  return (
    <text class={strong ? `${cls} me` : cls} text-anchor={anchor}>
      {lines.map((line, k) => <tspan key={k} x={x} y={first + LEAD * k}>{line}</tspan>)}
    </text>
  );
}
