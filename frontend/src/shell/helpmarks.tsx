/** One mark of each form of chart with names at its parts. */
export type MarkName = "range" | "bullet" | "rank" | "flow" | "path" | "front" | "smile";

const W = 344;

interface Drawn {
  h: number;
  of: (said: Record<string, string>) => preact.ComponentChildren;
}

const note = (x: number, y: number, said: string | undefined, anchor: "start" | "middle" | "end" = "start", bold = false) => <text x={x} y={y} text-anchor={anchor} class={bold ? "b" : ""}>{said}</text>;
const lead = (x: number, y1: number, y2: number) => <line x1={x} x2={x} y1={y1} y2={y2} stroke="var(--ink-3)" />;

const MARKS: Record<MarkName, Drawn> = {
  range: {
    h: 104,
    of: (said) => (
      <>
        {note(144, 14, said.central, "middle", true)}{lead(144, 20, 38)}
        <rect x={84} y={46} width={146} height={20} rx={3} fill="var(--d-1)" stroke="var(--d-3)" />
        <line x1={144} x2={144} y1={40} y2={72} stroke="var(--ink)" stroke-width={3} />
        {lead(84, 68, 84)}{lead(230, 68, 84)}{note(84, 98, said.low, "middle")}{note(230, 98, said.high, "middle")}
        {note(0, 61, said.name, "start", true)}{note(W, 61, said.number, "end", true)}
      </>
    ),
  },
  bullet: {
    h: 96,
    of: (said) => (
      <>
        {note(170, 14, said.latest, "middle", true)}{lead(170, 20, 36)}
        <line x1={6} x2={338} y1={46} y2={46} stroke="var(--line-2)" />
        <rect x={50} y={40} width={120} height={12} fill="var(--d2)" /><circle cx={170} cy={46} r={6} fill="var(--ink)" />
        <line x1={290} x2={290} y1={32} y2={60} stroke="var(--ink)" stroke-width={3} />
        {lead(50, 54, 74)}{lead(290, 62, 74)}{note(50, 88, said.baseline, "middle")}{note(290, 88, said.goal, "middle")}
      </>
    ),
  },
  rank: {
    h: 96,
    of: (said) => (
      <>
        {note(240, 14, said.focus, "middle", true)}{lead(240, 20, 38)}
        <line x1={6} x2={338} y1={48} y2={48} stroke="var(--line-2)" />
        {[40, 96, 118, 180, 306].map((x) => <circle key={x} cx={x} cy={48} r={5} fill="var(--peer)" />)}
        <circle cx={240} cy={48} r={7} fill="var(--c-innovation)" />
        <line x1={148} x2={148} y1={34} y2={64} stroke="var(--ink-2)" stroke-width={2} stroke-dasharray="3 3" />
        {lead(40, 54, 74)}{lead(148, 66, 74)}{note(40, 88, said.peer, "middle")}{note(148, 88, said.median, "middle")}
      </>
    ),
  },
  flow: {
    h: 104,
    of: (said) => (
      <>
        <rect x={20} y={24} width={10} height={56} fill="var(--c-digital)" /><rect x={314} y={24} width={10} height={34} fill="var(--c-open)" /><rect x={314} y={68} width={10} height={14} fill="var(--peer)" />
        <path d="M30 24 C170 24 170 24 314 24 V58 C170 58 170 58 30 58Z" fill="var(--c-digital)" fill-opacity=".3" />
        <path d="M30 62 C170 62 170 68 314 68 V80 C170 80 170 74 30 74Z" fill="var(--c-digital)" fill-opacity=".3" />
        {note(6, 14, said.from, "start", true)}{note(338, 14, said.to, "end", true)}{note(172, 45, said.width, "middle")}{note(172, 99, said.thin, "middle")}
      </>
    ),
  },
  path: {
    h: 112,
    of: (said) => (
      <>
        <path d="M10 84 C120 82 180 68 260 48 V20 C190 52 120 78 10 84Z" fill="var(--c-innovation)" fill-opacity=".28" />
        <path d="M10 84 C120 80 180 60 260 34" fill="none" stroke="var(--c-innovation)" stroke-width={2.6} />
        <path d="M10 84 C120 84 180 80 260 76" fill="none" stroke="var(--peer)" stroke-width={2} stroke-dasharray="5 4" />
        <line x1={296} x2={296} y1={18} y2={84} stroke="var(--ink)" stroke-width={3} />
        {note(14, 36, said.path, "start", true)}{note(14, 52, said.band)}{note(230, 94, said.baseline, "end")}{note(338, 108, said.goal, "end")}
      </>
    ),
  },
  front: {
    h: 112,
    of: (said) => (
      <>
        <path d="M40 6 V92 H330" fill="none" stroke="var(--line-2)" />
        {[[86, 80], [130, 84], [150, 66], [200, 74]].map(([x, y]) => <circle key={x} cx={x} cy={y} r={4.5} fill="var(--peer)" />)}
        <path d="M70 24 C150 28 210 44 260 78" fill="none" stroke="var(--c-innovation)" stroke-dasharray="4 3" />
        {[[70, 24], [150, 32], [260, 78]].map(([x, y]) => <circle key={x} cx={x} cy={y} r={6} fill="var(--c-innovation)" />)}
        {note(206, 56, "★", "middle", true)}{note(218, 42, said.chosen, "start", true)}{note(50, 60, said.other)}{note(330, 108, said.axis, "end")}
      </>
    ),
  },
  smile: {
    h: 112,
    of: (said) => (
      <>
        <path d="M40 22 C110 92 230 92 306 22" fill="none" stroke="var(--line-2)" stroke-dasharray="4 3" />
        <circle cx={44} cy={28} r={8} fill="var(--c-innovation)" /><circle cx={172} cy={74} r={16} fill="var(--c-innovation)" fill-opacity=".5" /><circle cx={302} cy={28} r={8} fill="var(--c-innovation)" />
        {note(172, 20, said.height, "middle", true)}{note(172, 44, said.size, "middle")}{note(6, 108, said.first)}{note(338, 108, said.last, "end")}
      </>
    ),
  },
};

export function Mark({ name, said, label }: { name: MarkName; said: Record<string, string>; label: string }) {
  const { h, of } = MARKS[name];
  return <svg class="mark" viewBox={`0 0 ${W} ${h}`} role="img" aria-label={label}>{of(said)}</svg>;
}
