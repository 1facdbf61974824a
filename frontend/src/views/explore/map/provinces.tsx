/** Provinces as squares: neighbours near each other; areas and distances mean nothing. */
import { useId } from "preact/hooks";
import tiles from "virtual:tiles";
import { useWidth } from "../../../charts/width";
import { useText } from "../../../i18n";
import { classOf } from "./classes";
import { Legend, fillOf, legendHeight, textOn } from "./legend";
import { usePick } from "./pick";
import type { MapProps } from "./types";

const COLUMNS = Math.max(...tiles.map((t) => t[1])) + 1;
const ROWS = Math.max(...tiles.map((t) => t[2])) + 1;
const WIDEST = 66;

export default function ProvinceMap({ values, chosen, name, say, steps, label, onPick }: MapProps) {
  const { t, pick, lang } = useText();
  const [place, w] = useWidth(520);
  const hatch = useId().replace(/:/g, "");
  const size = Math.min(WIDEST, (w - 2) / COLUMNS);
  const left = (w - size * COLUMNS) / 2;
  const at = (column: number, row: number): [number, number] => [left + column * size, 1 + row * size];
  const mine = tiles.filter(([code]) => code in values);
  const places = mine.map(([code, column, row]) => ({ code, x: column, y: row }));
  const { of, over } = usePick(places, chosen, onPick);
  const said = (code: string): string => t("explore.said", { name: name(code), value: values[code] == null ? t("explore.unknown") : say(values[code]!) });
  const short = (code: string, zh: string): string => (lang === "zh" ? zh : code.slice(3));
  const top = ROWS * size + 16;
  const unnamed = mine.length < tiles.length ? t("explore.unnamed") : "";
  const h = top + legendHeight(steps, say, unnamed, w);
  const small = size < 50;
  return (
    <div ref={place}>
      <svg class="ch map" viewBox={`0 0 ${w} ${h}`} width={w} height={h} role="group" aria-label={label}>
        <defs><pattern id={hatch} width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><line x1="0" x2="0" y1="0" y2="5" class="hatchline" /></pattern></defs>
        <g aria-hidden="true">
          {tiles.filter(([code]) => !(code in values)).map(([code, column, row, en, zh]) => {
            const [x, y] = at(column, row);
            return (
              <g key={code}>
                <title>{t("explore.said", { name: pick({ en, zh }), value: t("explore.unnamed") })}</title>
                <rect x={x + 1} y={y + 1} width={size - 2} height={size - 2} rx={4} class="tile nobody" fill={`url(#${hatch})`} />
                <text x={x + size / 2} y={y + size / 2 + 4} text-anchor="middle" class="lb name">{short(code, zh)}</text>
              </g>
            );
          })}
        </g>
        <g aria-hidden="true">
          {mine.map(([code, column, row, , zh]) => {
            const [x, y] = at(column, row);
            const v = values[code];
            const step = v == null ? "" : classOf(v, steps);
            return (
              <g key={code}>
                <rect x={x + 1} y={y + 1} width={size - 2} height={size - 2} rx={4} class={`tile ${v == null ? "unknown" : fillOf(step)}`} />
                <text x={x + size / 2} y={y + size / 2 - (small ? 2 : 4)} text-anchor="middle" class={`strong ${small ? "small" : ""} ${step && textOn(step)}`}>{short(code, zh)}</text>
                <text x={x + size / 2} y={y + size / 2 + (small ? 12 : 14)} text-anchor="middle" class={`num small ${step && textOn(step)}`}>{v == null ? "–" : say(v).replace(/%$/, small ? "" : "%")}</text>
              </g>
            );
          })}
        </g>
        <g role="listbox" aria-label={label}>
          {mine.map(([code, column, row]) => {
            const [x, y] = at(column, row);
            return (
              <rect key={code} x={x + 1} y={y + 1} width={size - 2} height={size - 2} rx={4} class={`touch pv ${code === chosen ? "edge2" : ""}`} {...of({ code, x: column, y: row }, said(code))}>
                <title>{said(code)}</title>
              </rect>
            );
          })}
        </g>
        <Legend steps={steps} say={say} unnamed={unnamed} hatch={hatch} x={0} y={top} width={w} />
      </svg>
      <p class="said" aria-hidden="true">{over ? said(over) : t("explore.tiles.hint")}</p>
    </div>
  );
}
