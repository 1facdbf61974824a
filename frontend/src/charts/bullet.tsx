/** A goal in a row: from the baseline over what was seen last to the goal. */
import type { Status } from "../api/types";
import { textWidth } from "./width";

export interface Course {
  baseline: number;
  goal: number;
  seen: number | null;
  status: Status;
  /** Baseline and goal in words. */
  from: string;
  to: string;
}

const [W, LINE, EDGE] = [220, 15, 8];

export function Bullet({ baseline, goal, seen, status, from, to, label }: Course & { label: string }) {
  const held = baseline === goal; // a level to hold: it stands in the middle, and there is no way to go
  const known = held ? [goal, ...(seen === null || seen === goal ? [goal * 0.98, goal * 1.02] : [2 * goal - seen, seen])] : [baseline, goal, ...(seen === null ? [] : [seen])];
  const [low, high] = [Math.min(...known), Math.max(...known)];
  const falls = goal < baseline;
  const share = (v: number): number => (high > low ? (v - low) / (high - low) : 0.5);
  const X = (v: number): number => EDGE + (falls ? 1 - share(v) : share(v)) * (W - 2 * EDGE);
  const apart = !held && textWidth(from) + textWidth(to) + EDGE > W; // on two lines, as they would meet on one
  const H = 42 + (apart ? LINE : 0);
  return (
    <svg class="ch bullet" viewBox={`0 0 ${W} ${H}`} width={W} height={H} role="img" aria-label={label}>
      <line class="base" x1={EDGE} x2={W - EDGE} y1={13} y2={13} />
      {seen === null
        ? <circle class="none" cx={X(baseline)} cy={13} r={5} />
        : <><rect class={`way ${status}`} x={Math.min(X(baseline), X(seen))} y={8} width={Math.max(Math.abs(X(seen) - X(baseline)), 3)} height={10} rx={2} /><circle class="seen" cx={X(seen)} cy={13} r={5.5} /></>}
      <line class="aim" x1={X(goal)} x2={X(goal)} y1={2} y2={24} />
      {!held && <text class="num" x={0} y={38}>{from}</text>}
      <text class="num" x={held ? W / 2 : W} y={H - 4} text-anchor={held ? "middle" : "end"}>{to}</text>
    </svg>
  );
}
