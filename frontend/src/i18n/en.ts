/** English. One file a view; `zh.ts` has the same keys, which the compiler and a test check. */
import { data } from "./en/data";
import { diagnose } from "./en/diagnose";
import { explore } from "./en/explore";
import { index } from "./en/index_";
import { now } from "./en/now";
import { pathway } from "./en/pathway";
import { roadmap } from "./en/roadmap";
import { search } from "./en/search";
import { shell } from "./en/shell";
import { trying } from "./en/try";

export const en = { ...shell, ...now, ...explore, ...diagnose, ...trying, ...pathway, ...roadmap, ...search, ...index, ...data };
