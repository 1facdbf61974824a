/** What was tried before, kept in this browser. */
import { useText } from "../i18n";

export function ShelfCard() {
  const { t } = useText();
  return (
    <section class="pan" aria-labelledby="st-shelf">
      <h2 id="st-shelf">{t("start.shelf")}</h2>
      <p>{t("start.shelf.empty")}</p>
    </section>
  );
}
