/** The picture of how a policy becomes an answer: boxes and arrows in pixels, from texts of any length. */
import { lines, textWidth, type Measure } from "../../charts/width";

export type BoxName = "tables" | "measure" | "diagnose" | "policy" | "assumed" | "answers" | "range" | "path";

export interface Words {
  title: string;
  text: string;
}

export interface Box {
  x: number;
  y: number;
  w: number;
  h: number;
  title: string[];
  text: string[];
}

export interface Plan {
  h: number;
  boxes: Record<BoxName, Box>;
  /** Paths that end in an arrow. */
  arrows: string[];
}

/** From this width on there is room for five boxes beside each other. */
export const WIDE = 900;
export const [PAD, HEAD, LINE] = [12, 20, 19];
/** How wide titles and texts are, in the sizes of start.css. */
export const BOLD: Measure = (text) => textWidth(text, true, 15);
export const PLAIN: Measure = (text) => textWidth(text, false, 13.5);

/** A box of a width, as high as its words need. */
function box({ title, text }: Words, x: number, y: number, w: number): Box {
  const of = { title: lines(title, w - 2 * PAD, BOLD), text: lines(text, w - 2 * PAD, PLAIN) };
  return { x, y, w, ...of, h: 2 * PAD + of.title.length * HEAD + of.text.length * LINE };
}

const bottom = (b: Box): number => b.y + b.h;
const middle = (b: Box): number => b.y + b.h / 2;
const centre = (b: Box): number => b.x + b.w / 2;

function wide(words: Record<BoxName, Words>, w: number): Plan {
  const [gap, between] = [52, 18];
  const each = (w - 4 * gap) / 5;
  const X = (column: number): number => column * (each + gap);
  const stack = (names: BoxName[], column: number, y: number): Box[] => names.map((name) => {
    const made = box(words[name], X(column), y, each);
    y += made.h + between;
    return made;
  });
  const [measure, diagnose, policy] = stack(["measure", "diagnose", "policy"], 1, 1) as [Box, Box, Box];
  const tables = box(words.tables, X(0), 1, each);
  tables.y = Math.max(1, (measure.y + bottom(diagnose) - tables.h) / 2);
  const assumed = box(words.assumed, X(2), 1, each);
  const drawn = (["answers", "range", "path"] as const).map((name, k) => box(words[name], X(k + 2), 0, each));
  const tall = Math.max(...drawn.map((b) => b.h), policy.h);
  const y = Math.max(bottom(assumed) + 44, bottom(policy) - tall);
  for (const b of drawn) [b.y, b.h] = [y, tall];
  policy.y = Math.max(policy.y, y + tall - policy.h);
  const [answers, range, path] = drawn as [Box, Box, Box];
  const h = Math.max(bottom(policy), y + tall) + 18;
  const [turn, last] = [tables.x + tables.w + gap / 2, X(2) - gap / 2];
  const right = (a: Box, b: Box, at = middle(b)): string => `M${a.x + a.w} ${at}H${b.x - 2}`;
  const low = y + tall - 14;
  return {
    h,
    boxes: { tables, measure, diagnose, policy, assumed, answers, range, path },
    arrows: [
      ...[measure, diagnose].map((b, k) => `M${tables.x + tables.w} ${middle(tables) - 8 + 16 * k}H${turn}V${middle(b)}H${b.x - 2}`),
      `M${centre(tables)} ${bottom(tables)}V${h - 2}H${last}V${low}H${answers.x - 2}`,
      right(policy, answers, Math.min(middle(policy), low - 16)),
      `M${centre(answers)} ${bottom(assumed)}V${answers.y - 2}`,
      right(answers, range), right(range, path),
    ],
  };
}

function narrow(words: Record<BoxName, Words>, w: number): Plan {
  const [gap, rail] = [26, 22];
  const full = w - rail;
  const half = (full - 12) / 2;
  const rows: BoxName[][] = [["tables"], ["measure", "diagnose"], ["policy", "assumed"], ["answers"], ["range"], ["path"]];
  const boxes = {} as Record<BoxName, Box>;
  let y = 1;
  for (const row of rows) {
    const made = row.map((name, k) => box(words[name], k * (half + 12) + 1, y, (row.length > 1 ? half : full) - 2));
    const tall = Math.max(...made.map((b) => b.h));
    row.forEach((name, k) => (boxes[name] = { ...made[k]!, h: tall }));
    y += tall + gap;
  }
  const { tables, measure, diagnose, policy, assumed, answers, range, path } = boxes;
  const down = (a: Box, b: Box, x: number): string => `M${x} ${bottom(a)}V${b.y - 2}`;
  return {
    h: y - gap + 2,
    boxes,
    arrows: [
      down(tables, measure, centre(measure)), down(tables, diagnose, centre(diagnose)),
      `M${tables.x + tables.w} ${middle(tables)}H${w - 4}V${middle(answers)}H${answers.x + answers.w + 2}`,
      down(policy, answers, centre(policy)), down(assumed, answers, centre(assumed)),
      down(answers, range, centre(range)), down(range, path, centre(path)),
    ],
  };
}

/** Where everything stands in a picture of a width. */
export const planOf = (words: Record<BoxName, Words>, w: number): Plan => (w >= WIDE ? wide : narrow)(words, w);
