/** The world: economies of the accounts in steps of colour, to be chosen; all others hatched. */
import { useId } from "preact/hooks";
import world from "virtual:world";
import { useWidth } from "../../../charts/width";
import { useText } from "../../../i18n";
import { classOf } from "./classes";
import { Legend, fillOf, legendHeight } from "./legend";
import { usePick } from "./pick";
import type { MapProps } from "./types";

export default function WorldMap({ values, chosen, name, say, steps, label, onPick }: MapProps) {
  const { t, pick } = useText();
  const [place, w] = useWidth(720);
  const hatch = useId().replace(/:/g, "");
  const k = w / world.width;
  const mine = world.shapes.filter((s) => s[0] in values);
  const places = mine.map(([code, , , , x, y]) => ({ code, x, y }));
  const { of, over } = usePick(places, chosen, onPick);
  const said = (code: string): string => t("explore.said", { name: name(code), value: values[code] == null ? t("explore.unknown") : say(values[code]!) });
  const unnamed = t("explore.unnamed");
  const top = Math.round(world.height * k) + 14;
  const h = top + legendHeight(steps, say, unnamed, w);
  const edge = mine.filter((s) => s[0] === chosen || s[0] === over);
  return (
    <div ref={place}>
      <svg class="ch map" viewBox={`0 0 ${w} ${h}`} width={w} height={h} role="group" aria-label={label}>
        <defs>
          <pattern id={hatch} width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><line x1="0" x2="0" y1="0" y2="5" class="hatchline" /></pattern>
          <pattern id={`${hatch}w`} width={5 / k} height={5 / k} patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><line x1="0" x2="0" y1="0" y2={5 / k} class="hatchline" stroke-width={1.6 / k} /></pattern>
        </defs>
        <g transform={`scale(${k})`}>
          <g aria-hidden="true">
            {world.shapes.filter((s) => !(s[0] in values)).map(([code, en, zh, path], i) => (
              <path key={code || i} d={path} class="land nobody" fill={`url(#${hatch}w)`}><title>{en ? t("explore.said", { name: pick({ en, zh }), value: unnamed }) : unnamed}</title></path>
            ))}
          </g>
          <g role="listbox" aria-label={label}>
            {mine.map(([code, , , path, x, y]) => (
              <path key={code} d={path} class={`land ${values[code] == null ? "unknown" : fillOf(classOf(values[code]!, steps))}`} {...of({ code, x, y }, said(code))}><title>{said(code)}</title></path>
            ))}
          </g>
          {edge.map(([code, , , path]) => <path key={code} d={path} class={code === chosen ? "outline edge" : "outline edge thin"} aria-hidden="true" />)}
        </g>
        <Legend steps={steps} say={say} unnamed={unnamed} hatch={hatch} x={0} y={top} width={w} />
      </svg>
      <p class="said" aria-hidden="true">{over ? said(over) : t("explore.map.hint")}</p>
    </div>
  );
}
