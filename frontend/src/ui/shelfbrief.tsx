/** The policy brief of what was tried last, the one before beside it where both are of the same accounts. */
import { useGet } from "../api/hooks";
import type { Levers, Packages } from "../api/types";
import { useText } from "../i18n";
import type { Kept } from "../state/shelf";
import { briefOf } from "../views/try/scenario";
import { PolicyBrief } from "./policybrief";
import { nameOf } from "./shelfparts";

export function ShelfBrief({ kept }: { kept: Kept[] }) {
  const { lang } = useText();
  const levers = useGet<Levers>("levers").data?.levers;
  const packages = useGet<Packages>("packages").data?.packages;
  return levers && packages ? <PolicyBrief both scenarios={kept.flatMap((k) => briefOf(k, nameOf(k, lang), packages, levers))} /> : null;
}
