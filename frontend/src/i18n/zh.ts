/** Chinese: written, not translated word for word. */
import type { en } from "./en";
import { data } from "./zh/data";
import { diagnose } from "./zh/diagnose";
import { explore } from "./zh/explore";
import { index } from "./zh/index_";
import { now } from "./zh/now";
import { pathway } from "./zh/pathway";
import { roadmap } from "./zh/roadmap";
import { search } from "./zh/search";
import { shell } from "./zh/shell";
import { trying } from "./zh/try";

export const zh: Record<keyof typeof en, string> = { ...shell, ...now, ...explore, ...diagnose, ...trying, ...pathway, ...roadmap, ...search, ...index, ...data };
