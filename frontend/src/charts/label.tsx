/** A label in one line, or in smaller type and two lines where it is long. */
import { textWidth, twoLines } from "./width";

export function Label({ text, x, y, width, strong = false }: { text: string; x: number; y: number; width: number; strong?: boolean }) {
  const [first, second] = twoLines(text, width);
  const cls = `lb${strong ? " me" : ""}`;
  if (second === undefined) return <text x={x} y={y} class={first === text && textWidth(text) > width ? `${cls} two` : cls}>{first}</text>;
  return (
    <text class={`${cls} two`}>
      <tspan x={x} y={y - 6}>{first}</tspan>
      <tspan x={x} y={y + 6}>{second}</tspan>
    </text>
  );
}
