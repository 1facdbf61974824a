/** What failed, where, and what can be done; nothing that was set is lost. */
import type { ComponentChildren } from "preact";
import type { ApiError } from "../api/client";
import { useText } from "../i18n";

export function ErrorPanel({ error, title, onRetry, children }: { error: ApiError; title?: string; onRetry?: () => void; children?: ComponentChildren }) {
  const { t, lang } = useText();
  return (
    <section class="pan failed" role="alert">
      <h2>{title ?? t("ui.error")}</h2>
      <p>{error.in(lang)}</p>
      {error.body.where ? <p class="note">{t("ui.error.where", { where: place(error.body.where) })}</p> : null}
      {children}
      {onRetry && <p><button onClick={onRetry}>{t("ui.retry")}</button></p>}
    </section>
  );
}

const place = (where: unknown): string => (typeof where === "string" ? where : Array.isArray(where) ? where.join(" · ") : JSON.stringify(where));
