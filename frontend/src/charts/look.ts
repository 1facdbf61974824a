/** Colours and type of charts, read from the tokens of the theme that is shown. */
import { token } from "../theme";

const NAMES = {
  ink: "--ink", ink2: "--ink-2", ink3: "--ink-3", card: "--card", line: "--line", line2: "--line-2", grid: "--grid", band: "--band", accent: "--accent",
  peer: "--peer", peer2: "--peer-2", loss3: "--d-3", loss2: "--d-2", loss1: "--d-1", zero: "--d0", gain1: "--d1", gain2: "--d2", gain3: "--d3",
  q1: "--q1", q2: "--q2", q3: "--q3", q4: "--q4", q5: "--q5", q6: "--q6",
  people: "--c-people", quality: "--c-quality", innovation: "--c-innovation", green: "--c-green", digital: "--c-digital", open: "--c-open", sans: "--sans",
} as const;

export type Look = Record<keyof typeof NAMES, string>;

export const look = (): Look => Object.fromEntries(Object.entries(NAMES).map(([k, name]) => [k, token(name)])) as Look;
