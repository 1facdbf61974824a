/** Sliders of weights that always sum to 100 %: moving one, the others keep their proportions. */
import { useId, useRef } from "preact/hooks";
import { number } from "../format";
import { WHOLE, moved } from "./weights";

interface Row {
  id: string;
  label: string;
  note?: string;
}

interface Props {
  rows: Row[];
  /** In thousandths, in the order of the rows. */
  weights: number[];
  onChange: (weights: number[]) => void;
}

export function Sliders({ rows, weights, onChange }: Props) {
  const id = useId();
  // proportions at the beginning of a drag hold all through it, so that going back gives back what was
  const start = useRef<number[] | null>(null);
  const shown = weights.map((w) => `${number(w / 10, Math.abs(w / 10 - Math.round(w / 10)) < 0.05 ? 0 : 1)}%`);
  return (
    <ul class="sliders">
      {rows.map((r, k) => (
        <li key={r.id}>
          <label for={`${id}${k}`}>{r.label}</label>
          <output for={`${id}${k}`} class="num">{shown[k]}</output>
          <input id={`${id}${k}`} type="range" min={0} max={WHOLE} step={10} value={weights[k]} aria-valuetext={shown[k]} aria-describedby={r.note ? `${id}${k}n` : undefined} disabled={rows.length < 2}
            style={{ "--b": `${weights[k]! / (WHOLE / 100)}%` }} onPointerDown={() => (start.current = weights)} onPointerUp={() => (start.current = null)}
            onInput={(e) => onChange(moved(start.current ?? weights, k, e.currentTarget.valueAsNumber))} />
          {r.note && <small id={`${id}${k}n`}>{r.note}</small>}
        </li>
      ))}
    </ul>
  );
}
