/** Years as lines, as options of ECharts: what is followed and what it is compared with, a band, years that are based on assumptions. */
import { tip, type Look } from "./look";

export interface YearLine {
  name: string;
  values: (number | null)[];
  /** What is compared with: thin, and dashed where growth is assumed. */
  beside?: boolean;
}

export interface Yearly {
  years: number[];
  lines: YearLine[];
  /** Wider ones first: each is laid over the one before. */
  bands?: { name: string; low: (number | null)[]; high: (number | null)[] }[];
  /** Last year observed. */
  known: number;
  /** First year of what is followed; null where nothing is done. */
  start: number | null;
  words: { assumed: string; begins: string };
  /** First year shown. */
  from: number;
  zero: boolean;
  unit: string;
  say: (value: number) => string;
  /** Lines of a tooltip: the first is set strong. */
  tip: (t: number) => string[];
}

/** Height of the chart. */
export const YEARLY = 340;

const [HEAD, FOOT] = [46, 62];

/** Options of the chart in a width. */
export function yearly(y: Yearly, look: Look, width: number) {
  const at = (year: number): number => Math.max(0, y.years.indexOf(year));
  const seen = at(y.known);
  const narrow = width < 480;
  const split = (v: (number | null)[], keep: (t: number) => boolean): (number | null)[] => v.map((x, t) => (keep(t) ? x : null));
  const line = (name: string, data: (number | null)[], more: object) => ({ type: "line", name, data, symbol: "none", ...more });
  const lines = y.lines.flatMap((l) => l.beside
    ? [line(l.name, split(l.values, (t) => t <= seen), { color: look.peer, lineStyle: { color: look.peer, width: 2 } }), line(l.name, split(l.values, (t) => t >= seen), { color: look.peer, lineStyle: { color: look.peer, width: 2, type: [5, 4] } })]
    : [line(l.name, l.values, { color: look.hue, z: 5, lineStyle: { color: look.hue, width: 2.5 } })]);
  const quiet = { silent: true, symbol: "none", lineStyle: { opacity: 0 }, tooltip: { show: false } };
  const bands = y.bands ?? [];
  const layers = bands.flatMap((b, k) => [
    line("", b.low, { ...quiet, stack: `band${k}`, stackStrategy: "all" }),
    line(b.name, b.high.map((h, t) => (h === null || b.low[t] == null ? null : h - b.low[t]!)), { ...quiet, stack: `band${k}`, stackStrategy: "all", color: look.hue, areaStyle: { color: look.hue, opacity: 0.18 } }),
  ]);
  const label = { color: look.faint, fontSize: 11, fontFamily: look.font };
  const frame = {
    type: "line", data: [], silent: true,
    markArea: { silent: true, itemStyle: { color: look.peer, opacity: 0.1 }, label: { ...label, show: true, position: "insideBottomRight", distance: 6 }, data: [[{ name: y.words.assumed, xAxis: String(y.known) }, { xAxis: String(y.years.at(-1)) }]] },
    markLine: {
      silent: true, symbol: "none", animation: false,
      data: [
        ...(y.zero ? [{ yAxis: 0, lineStyle: { color: look.soft, width: 1, type: "solid" }, label: { show: false } }] : []),
        ...(y.start !== null ? [{ xAxis: String(y.start), lineStyle: { color: look.faint, width: 1, type: [2, 3] }, label: { ...label, show: true, formatter: y.words.begins, position: "end", distance: 3, align: y.start > (y.from + y.years.at(-1)!) / 2 ? "right" : "left" } }] : []),
      ],
    },
  };
  return {
    title: { text: y.unit, left: 0, top: 22, padding: 0, textStyle: { fontSize: 11, fontWeight: 400, color: look.faint } },
    legend: { left: 0, top: 0, padding: 0, itemGap: 16, itemWidth: 20, itemHeight: 8, selectedMode: false, textStyle: { color: look.soft, fontSize: 12, fontFamily: look.font }, data: [...y.lines.map((l) => ({ name: l.name, icon: l.beside ? "path://M0 3h9v2h-9zM12 3h8v2h-8z" : "path://M0 3h20v2h-20z" })), ...bands.map((b, k) => ({ name: b.name, icon: "rect", itemStyle: { opacity: 0.25 + 0.2 * k } }))] },
    grid: { left: 4, right: narrow ? 14 : 22, top: HEAD + 14, bottom: FOOT, outerBoundsMode: "same", outerBoundsContain: "axisLabel" },
    xAxis: { type: "category", boundaryGap: false, data: y.years.map(String), axisLine: { lineStyle: { color: look.line } }, axisTick: { show: false }, axisLabel: { color: look.faint, fontSize: 11, showMaxLabel: true, hideOverlap: true } },
    yAxis: { type: "value", scale: true, splitNumber: 4, axisLabel: { color: look.faint, fontSize: 11, formatter: y.say }, splitLine: { lineStyle: { color: look.line, width: 0.6 } } },
    dataZoom: [{ type: "slider", startValue: String(y.from), endValue: String(y.years.at(-1)), bottom: 6, height: 22, left: 12, right: 12, showDetail: false, brushSelect: false, borderColor: look.line, fillerColor: alpha(look.hue, 0.16), backgroundColor: "transparent", handleSize: "130%", handleStyle: { color: look.card, borderColor: look.soft }, moveHandleSize: 0, dataBackground: { lineStyle: { color: look.peer, opacity: 0.6 }, areaStyle: { opacity: 0 } }, selectedDataBackground: { lineStyle: { color: look.hue }, areaStyle: { opacity: 0 } } }],
    tooltip: { trigger: "axis", axisPointer: { type: "line", lineStyle: { color: look.soft, width: 1 }, label: { show: false } }, formatter: (found: { dataIndex: number }[]) => tip(y.tip(found[0]?.dataIndex ?? 0)) },
    series: [...layers, ...lines, frame],
  };
}

/** A colour of the page, seen through. */
const alpha = (colour: string, opacity: number): string => {
  const hex = /^#([0-9a-f]{6})$/i.exec(colour)?.[1];
  if (!hex) return colour;
  const [r, g, b] = [0, 2, 4].map((k) => Number.parseInt(hex.slice(k, k + 2), 16));
  return `rgba(${r}, ${g}, ${b}, ${opacity})`;
};
