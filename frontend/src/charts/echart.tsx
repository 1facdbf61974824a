/** A chart that answers to the hand: ECharts as SVG in the page's colours, its numbers as a table for those who do not point. */
import type { EChartsCoreOption, EChartsType } from "echarts/core";
import { useEffect, useRef, useState } from "preact/hooks";
import { useText } from "../i18n";
import { watchTheme } from "../theme";
import { Behind } from "../ui/behind";
import { basis, lookAt, type Look } from "./look";
import { useWidth } from "./width";

/** Options of a chart in a look and a width; the caller keeps one function (useCallback) for as long as the numbers are the same. */
export type Draw = (look: Look, width: number) => EChartsCoreOption;

/** Numbers in words; `numeric` columns stand at the right. */
export interface Words {
  columns: string[];
  rows: string[][];
  numeric: number[];
}

interface Props {
  /** What the chart says, in words. */
  label: string;
  height: number;
  draw: Draw;
  /** What a pointer would find, as rows of words. */
  table: Words;
}

type Engine = typeof import("./engine");

export function EChart({ label, height, draw, table }: Props) {
  const { t, lang } = useText();
  const [place, width] = useWidth(720);
  const canvas = useRef<HTMLDivElement>(null);
  const chart = useRef<EChartsType | null>(null);
  const [engine, setEngine] = useState<Engine | null>(null);
  const [failed, fail] = useState(false);
  const [look, relook] = useState(0);
  useEffect(() => watchTheme(() => relook((n) => n + 1)), []);
  useEffect(() => void import("./engine").then(setEngine, () => fail(true)), []);
  useEffect(() => {
    if (!engine || !canvas.current) return;
    const made = engine.init(canvas.current, null, { renderer: "svg", width, height, locale: lang.toUpperCase() });
    chart.current = made;
    return () => made.dispose();
  }, [engine, lang]);
  useEffect(() => {
    if (!chart.current || !canvas.current) return;
    const look = lookAt(canvas.current);
    const common = basis(look);
    const own = draw(look, width);
    chart.current.resize({ width, height });
    chart.current.setOption({ ...common, ...own, tooltip: { ...common.tooltip, ...(own.tooltip as object) } }, true);
  }, [engine, lang, draw, width, height, look]);
  return (
    <div ref={place}>
      {failed ? <p class="note" role="alert">{t("chart.failed")}</p>
        : <div ref={canvas} class="echart" role="img" aria-label={label} aria-busy={!engine} style={{ height: `${height}px` }} />}
      <Behind caption={label} rows={table.rows} rowKey={(r: string[]) => r.join()} columns={table.columns.map((c, k) => ({ label: c, cell: (r: string[]) => r[k], numeric: table.numeric.includes(k) }))} />
    </div>
  );
}
