/** What the colours of a map mean, in its picture. */
import { plain, textWidth } from "../../../charts/width";
import type { Steps } from "./classes";

/** The class of a fill in the style sheets that charts share. */
export const fillOf = (step: string): string => `${step.startsWith("h") ? "heat" : "cell"} ${step}`;

/** The class of a text on that fill. */
export const textOn = (step: string): string => (step.startsWith("h") ? step.replace("h", "on") : `in-${step}`);

interface Props {
  steps: Steps;
  say: (value: number) => string;
  /** Beside the hatched square; empty where everything is named. */
  unnamed: string;
  hatch: string;
  x: number;
  y: number;
  width: number;
}

const LINE = 20;

function words({ ends, classes }: Steps, say: (v: number) => string): string[] {
  const said = plain(ends.map(say));
  return classes.map((_, k) => {
    const [low, high] = [said[k - 1], said[k]];
    if (low === undefined) return high === undefined ? "" : `< ${high}`;
    return high === undefined ? `≥ ${low}` : /−/.test(low + high) ? `${low} … ${high}` : `${low}–${high}`;
  });
}

/** Items in rows of a width: where each stands. */
function placed(texts: string[], width: number): [number, number][] {
  let [x, y] = [0, 0];
  return texts.map((text) => {
    const wide = textWidth(text) + 44;
    if (x > 0 && x + wide > width) [x, y] = [0, y + LINE];
    const at: [number, number] = [x, y];
    x += wide;
    return at;
  });
}

/** Height that a legend takes. */
export const legendHeight = (steps: Steps, say: (v: number) => string, unnamed: string, width: number): number =>
  (placed([...words(steps, say), ...(unnamed ? [unnamed] : [])], width).at(-1)?.[1] ?? 0) + LINE;

export function Legend({ steps, say, unnamed, hatch, x, y, width }: Props) {
  const texts = [...words(steps, say), ...(unnamed ? [unnamed] : [])];
  const at = placed(texts, width);
  return (
    <g transform={`translate(${x} ${y})`} aria-hidden="true">
      {texts.map((text, k) => (
        <g key={k} transform={`translate(${at[k]![0]} ${at[k]![1]})`}>
          {k < steps.classes.length
            ? <rect width="16" height="12" rx="2" class={`tile ${fillOf(steps.classes[k]!)}`} />
            : <rect width="16" height="12" rx="2" class="tile nobody" fill={`url(#${hatch})`} />}
          <text x="21" y="10.5" class="num">{text}</text>
        </g>
      ))}
    </g>
  );
}
