/** Targets in rows: from the baseline over what was seen last to the goal, and how it stands. */
import type { Status } from "../api/types";
import { Mark } from "./status";
import { Label } from "./label";
import { LEAD, tall, textWidth, useWidth, wrapped } from "./width";

export interface Bullet {
  id: string;
  label: string;
  baseline: number;
  goal: number;
  seen: number | null;
  status: Status;
  /** In words. */
  stands: string;
  from: string;
  to: string;
  now: string;
}

const [WIDE, ROW, TALL] = [620, 50, 86];

export function Bullets({ label, rows }: { label: string; rows: Bullet[] }) {
  const [place, w] = useWidth(640);
  const wide = w >= WIDE;
  const names = wide ? Math.min(Math.max(...rows.map((r) => textWidth(r.label, true))) + 16, w * 0.34) : w;
  const words = wide ? Math.max(...rows.map((r) => Math.max(textWidth(r.stands), textWidth(r.now)))) + 34 : 0;
  const stands = Math.max(...rows.map((r) => textWidth(r.stands))) + 26;
  const room = (wide ? names : w - stands) - 8;
  const row = wide ? tall(rows.map((r) => r.label), room, ROW, true) : TALL + LEAD * (Math.max(...rows.map((r) => wrapped(r.label, room, true).length)) - 1);
  const down = row - (wide ? ROW : TALL);
  const [x0, x1] = wide ? [names + 6, w - words - 10] : [6, w - 6];
  const h = row * rows.length;
  return (
    <div ref={place}>
      <svg class="ch bullets" viewBox={`0 0 ${w} ${h}`} width={w} height={h} role="img" aria-label={label}>
        {rows.map((r, i) => {
          const y = row * i;
          const known = [r.baseline, r.goal, ...(r.seen === null ? [] : [r.seen])];
          const [low, high] = [Math.min(...known), Math.max(...known)];
          const falls = r.goal < r.baseline;
          const share = (v: number): number => (high > low ? (v - low) / (high - low) : 0.5);
          const X = (v: number): number => x0 + 8 + (falls ? 1 - share(v) : share(v)) * (x1 - x0 - 16);
          const bar = (wide ? y + 16 : y + 42) + down;
          const line = (wide ? y + 20 : y + 18) + down / (wide ? 1 : 2);
          const said = wide ? x1 + 14 : w - textWidth(r.stands) - 26;
          return (
            <g key={r.id}>
              <title>{`${r.label}: ${r.from}, ${r.now}, ${r.to}; ${r.stands}`}</title>
              {i > 0 && <line class="grid" x1={0} x2={w} y1={y} y2={y} />}
              <Label text={r.label} x={0} y={line} width={room} strong />
              <line class="base" x1={x0} x2={x1} y1={bar} y2={bar} />
              {r.seen !== null && <rect class={`way ${r.status}`} x={Math.min(X(r.baseline), X(r.seen))} y={bar - 5} width={Math.max(Math.abs(X(r.seen) - X(r.baseline)), 1)} height={10} rx={2} />}
              <line class="aim" x1={X(r.goal)} x2={X(r.goal)} y1={bar - 10} y2={bar + 10} />
              {r.seen !== null && <circle class="seen" cx={X(r.seen)} cy={bar} r={5.5} />}
              <text class="ax num" x={x0} y={bar + 24}>{r.from}</text>
              <text class="ax num" x={x1} y={bar + 24} text-anchor="end">{r.to}</text>
              <Mark status={r.status} x={said + 8} y={line - 4} />
              <text x={said + 22} y={line}>{r.stands}</text>
              {wide ? <text class="ax num" x={said + 22} y={line + 17}>{r.now}</text> : <text class="ax num" x={(x0 + x1) / 2} y={bar + 24} text-anchor="middle">{r.now}</text>}
            </g>
          );
        })}
      </svg>
    </div>
  );
}
