/** A chart of ECharts: loaded when needed, in the colours of the theme, as wide as its place, described in words. */
import type { EChartsCoreOption, ECharts } from "echarts/core";
import { useEffect, useRef, useState } from "preact/hooks";
import { watchTheme } from "../theme";
import { Skeleton } from "../ui/skeleton";
import { look, type Look } from "./look";

type Library = typeof import("./echarts");

export interface ChartProps {
  /** What the chart shows, for who cannot see it. */
  label: string;
  /** The chart in given colours and at a given width; remake it (`useMemo`) only when what it shows changes. */
  option: (look: Look, width: number) => EChartsCoreOption;
  height: number;
  /** Called with what was clicked. */
  onPick?: (name: string, data: unknown) => void;
  /** Prepare the library, such as registering a map. */
  before?: (library: Library) => Promise<void> | void;
}

/** Words of a tooltip are drawn, not written as HTML: the page allows no inline style. */
const COMMON: EChartsCoreOption = { animationDuration: 250, animationDurationUpdate: 250 };

const still = (): boolean => matchMedia("(prefers-reduced-motion: reduce)").matches;

function themed(option: EChartsCoreOption, l: Look): EChartsCoreOption {
  const tooltip = { renderMode: "richText", confine: true, backgroundColor: l.card, borderColor: l.line2, textStyle: { color: l.ink, fontFamily: l.sans, fontSize: 12 } };
  return { ...COMMON, animation: !still(), textStyle: { fontFamily: l.sans, color: l.ink2, fontSize: 12 }, ...option, tooltip: { ...tooltip, ...(option.tooltip as object | undefined) } };
}

export function EChart({ label, option, height, onPick, before }: ChartProps) {
  const place = useRef<HTMLDivElement>(null);
  const chart = useRef<ECharts | null>(null);
  const [library, setLibrary] = useState<Library | null>(null);

  useEffect(() => {
    let gone = false;
    void import("./echarts").then(async (l) => {
      await before?.(l);
      if (!gone) setLibrary(() => l);
    });
    return () => void (gone = true);
  }, []);

  useEffect(() => {
    if (!library || !place.current) return;
    const made = library.init(place.current, null, { renderer: "svg", height });
    chart.current = made;
    const draw = (): void => {
      const l = look();
      made.setOption(themed(option(l, place.current!.clientWidth), l), true);
    };
    const watch = new ResizeObserver(() => (made.resize({ height }), draw()));
    watch.observe(place.current);
    const unwatch = watchTheme(draw);
    if (onPick) made.on("click", (e) => onPick((e as { name: string }).name, (e as { data: unknown }).data));
    draw();
    return () => (watch.disconnect(), unwatch(), made.dispose(), void (chart.current = null));
  }, [library, option, height]);

  return (
    <div class="echart" role="img" aria-label={label} style={{ minHeight: `${height}px` }}>
      <div ref={place} />
      {!library && <Skeleton lines={3} />}
    </div>
  );
}
