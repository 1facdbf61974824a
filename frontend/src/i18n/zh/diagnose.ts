import type { diagnose as english } from "../en/diagnose";

export const diagnose: Record<keyof typeof english, string> = {
  "diagnose.soon": "此页面正在建设中。",
};
