/** A number that opens its source. */
import { useText } from "../../i18n";
import { openSource, type Source } from "../../ui/source";

/** A number that says where it comes from; `shown` leaves out a unit that stands elsewhere. */
export function Num({ source, shown = source.value }: { source: Source; shown?: string }) {
  const { t } = useText();
  return <button class="nb" title={t("source.title")} aria-label={`${source.value}. ${t("source.open", { label: source.label })}`} onClick={() => openSource(source)}>{shown}</button>;
}
