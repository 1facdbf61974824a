/** What had to change when a link of another version, or of another computer's data, was opened. */
import { useText } from "../i18n";
import type { Changed } from "../state/reconcile";

export function Stale({ changed, onDismiss }: { changed: Changed[]; onDismiss: () => void }) {
  const { t } = useText();
  if (!changed.length) return null;
  return (
    <section class="stale" role="status">
      <div>
        <b>{t("stale.title")}</b>
        <ul>{changed.map((c, i) => <li key={i}>{t(`stale.${c.kind}`, { was: c.was, now: c.now })}</li>)}</ul>
      </div>
      <button onClick={onDismiss}>{t("ui.dismiss")}</button>
    </section>
  );
}
