import type { trying as english } from "../en/try";

export const trying: Record<keyof typeof english, string> = {
  "try.soon": "此页面正在建设中。",
};
