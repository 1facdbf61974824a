import { useGet } from "../../api/hooks";
import type { Indicator } from "../../api/types";

/** The registry of indicators, empty until it is there. */
export const useIndicators = (): Indicator[] => useGet<{ indicators: Indicator[] }>("indicators").data?.indicators ?? [];
