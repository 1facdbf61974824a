/** Parts of a whole, ranked: label, bar, number; what is not named is hatched. A row can be chosen where there is something to choose. */
import { useId } from "preact/hooks";
import { Hatch } from "./hatch";
import { Label } from "./label";
import { Overlay } from "./overlay";
import { LEAD, textWidth, useRow, useWidth, wrapped } from "./width";

export interface Share {
  id: string;
  label: string;
  value: number;
  text: string;
  me?: boolean;
  hatched?: boolean;
}

interface Props {
  label: string;
  rows: Share[];
  chosen?: string;
  onChoose?: (id: string) => void;
}

const [BAR, LEAST] = [13, 96];

export function Shares({ label, rows, chosen = "", onChoose }: Props) {
  const [place, w] = useWidth(320);
  const usual = useRow();
  const hatch = useId().replace(/:/g, "");
  const strong = (r: Share): boolean => !!r.me || r.id === chosen;
  const figures = Math.max(...rows.map((r) => textWidth(r.text, true))) + 8;
  const longest = Math.max(...rows.map((r) => textWidth(r.label, true))) + 12;
  const beside = Math.min(longest, w * 0.42);
  // labels, then numbers, the rest is the plot; where it would be too small labels stand over their bars
  const over = w - beside - figures < LEAST;
  const names = over ? 0 : beside;
  const most = Math.max(...rows.map((r) => r.value), 1e-9);
  let y = 0;
  const placed = rows.map((r) => {
    const n = wrapped(r.label, over ? w : names - 8, true).length;
    const high = over ? Math.max(usual, 18 + BAR + LEAD * n - 4) : Math.max(usual, LEAD * n + 9);
    const here = { ...r, y, high, n, bar: over ? y + LEAD * n + 5 : y + high / 2 - BAR / 2 };
    y += high;
    return here;
  });
  return (
    <div ref={place} class="celled">
      <svg class="ch" viewBox={`0 0 ${w} ${y}`} width={w} height={y} role="img" aria-label={label}>
        <Hatch id={hatch} />
        {placed.map((r) => {
          const long = Math.max((r.value / most) * (w - names - figures), 1);
          return (
            <g key={r.id}>
              {r.id === chosen && <><rect x={0} y={r.y} width={w} height={r.high} class="chosen" /><rect x={0} y={r.y} width={3} height={r.high} class="edge" /></>}
              <Label text={r.label} x={r.id === chosen || onChoose ? 6 : 0} y={over ? r.y + 11 + (LEAD * (r.n - 1)) / 2 : r.y + r.high / 2 + 4} width={(over ? w : names) - 8} strong={strong(r)} />
              {r.hatched
                ? <rect x={names} y={r.bar} width={long} height={BAR} class="hatched" fill={`url(#${hatch})`} />
                : <rect x={names} y={r.bar} width={long} height={BAR} rx={2} class={`fill ${strong(r) ? "me" : ""}`} />}
              <text x={names + long + 6} y={r.bar + BAR - 2.5} class="num me">{r.text}</text>
            </g>
          );
        })}
      </svg>
      {onChoose && <Overlay rows={placed.map((r) => ({ id: r.id, y: r.y, high: r.high, said: `${r.label} ${r.text}` }))} chosen={chosen} onChoose={onChoose} />}
    </div>
  );
}
