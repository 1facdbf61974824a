import type { index as english } from "../en/index_";

export const index: Record<keyof typeof english, string> = {
  "index.soon": "此页面正在建设中。",
};
