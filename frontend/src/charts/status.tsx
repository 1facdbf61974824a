/** How a target stands as a mark: a shape for each status, so that colour is never all there is. */
import type { Status } from "../api/types";

const SHAPES: Record<Status, string> = {
  met: "M-3.6 0.2L-1.1 2.8L3.7-2.8",
  on_track: "M-3.8 0H3.4M0.6-2.9L3.5 0L0.6 2.9",
  lagging: "M-3.4-1.4L0 2L3.4-1.4",
  off_track: "M-2.7-2.7L2.7 2.7M2.7-2.7L-2.7 2.7",
  missed: "M-2.6-2.6H2.6V2.6H-2.6Z",
  due: "M0-3.6V0H2.8",
  not_computable: "M-3.2 0H3.2",
};

export function Mark({ status, x, y, r = 8 }: { status: Status; x: number; y: number; r?: number }) {
  return (
    <g class={`mk ${status}`} transform={`translate(${x} ${y}) scale(${r / 8})`}>
      <circle r={8} />
      <path d={SHAPES[status]} />
    </g>
  );
}

/** The mark in a line of text; the word stands beside it. */
export const Sign = ({ status }: { status: Status }) => <svg class="ch sign" width="16" height="16" viewBox="-8 -8 16 16" aria-hidden="true"><Mark status={status} x={0} y={0} /></svg>;
