import type { explore as english } from "../en/explore";

export const explore: Record<keyof typeof english, string> = {
  "explore.soon": "此页面正在建设中。",
};
