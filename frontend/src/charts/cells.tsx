/** Cells over a drawing that open where their number comes from: one stop of the Tab key, arrows move inside, Enter opens. */
import { useRef, useState } from "preact/hooks";

interface Props {
  /** What the cells are numbers of. */
  label: string;
  /** Upper edge of the first row and height of each, in pixels of the drawing. */
  top: number;
  row: number;
  rows: number;
  /** Edges of the columns: one more than there are columns. */
  edges: number[];
  /** Row, column and number in words. */
  say: (i: number, k: number) => string;
  onOpen: (i: number, k: number) => void;
}

const STEPS: Record<string, [number, number]> = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1], PageUp: [-Infinity, 0], PageDown: [Infinity, 0], Home: [0, -Infinity], End: [0, Infinity] };
const within = (v: number, most: number): number => Math.min(Math.max(v, 0), most);

export function Cells({ label, top, row, rows, edges, say, onOpen }: Props) {
  const grid = useRef<HTMLDivElement>(null);
  const [[atRow, atColumn], move] = useState<[number, number]>([0, 0]);
  const columns = edges.length - 1;
  const [i0, k0] = [within(atRow, rows - 1), within(atColumn, columns - 1)];
  const cell = (i: number, k: number): HTMLElement | null | undefined => grid.current?.children[i]?.children[k] as HTMLElement | undefined;
  const press = (e: KeyboardEvent, i: number, k: number): void => {
    const step = STEPS[e.key];
    if (e.key === "Enter" || e.key === " ") onOpen(i, k);
    else if (step) cell(within(i + step[0], rows - 1), within(k + step[1], columns - 1))?.focus();
    else return;
    e.preventDefault();
  };
  return (
    <div ref={grid} class="cells" role="grid" aria-label={label}>
      {Array.from({ length: rows }, (_, i) => (
        <div key={i} role="row" style={{ top: `${top + row * i}px`, height: `${row}px` }}>
          {Array.from({ length: columns }, (_, k) => (
            <div key={k} role="gridcell" tabIndex={i === i0 && k === k0 ? 0 : -1} aria-label={say(i, k)} title={say(i, k)}
              style={{ left: `${edges[k]}px`, width: `${edges[k + 1]! - edges[k]!}px` }} onFocus={() => move([i, k])} onKeyDown={(e) => press(e, i, k)} onClick={() => onOpen(i, k)} />
          ))}
        </div>
      ))}
    </div>
  );
}
