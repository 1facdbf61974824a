/** What the checks say of a table, each with the sheet and the cell it is about. */
import type { TableMessage } from "../../api/types";
import { useText } from "../../i18n";
import { ENGLISH, messageIn } from "../../i18n/catalogues";

const SHAPE = { error: "■", warning: "▲", note: "○" } as const;

export function Messages({ messages }: { messages: TableMessage[] }) {
  const { t, lang } = useText();
  return (
    <ul class="msgs">
      {messages.map((m, i) => (
        <li key={i} class={m.level}>
          <b><span aria-hidden="true">{SHAPE[m.level]}</span> {t(`data.level.${m.level}`)}</b>
          {(m.sheet || m.line) && (
            <span class="where">
              {m.sheet && <code>{t("data.sheet", { sheet: m.sheet })}</code>}
              {m.cell && <code>{t("data.cell", { cell: m.cell })}</code>}
              {m.line && <code>{t("data.line", { line: m.line })}</code>}
            </span>
          )}
          <p lang={messageIn(m, lang) ? undefined : ENGLISH}>{messageIn(m, lang) || m.message}</p>
        </li>
      ))}
    </ul>
  );
}
