/** What reproduces a result: command, package, hashes, version. */
import { useState } from "preact/hooks";
import type { Reproduced } from "../../api/types";
import { useText } from "../../i18n";
import { copyText } from "../../ui/save";

export function Block({ text }: { text: string }) {
  const { t } = useText();
  const [copied, setCopied] = useState(false);
  return (
    <div class="code">
      <pre tabIndex={0}>{text}</pre>
      <button onClick={() => void copyText(text).then(setCopied)}>{t(copied ? "source.copied" : "try.reproduce.copy")}</button>
    </div>
  );
}

export function Reproduce({ by: r, note }: { by: Reproduced; note?: string }) {
  const { t } = useText();
  return (
    <details class="repro">
      <summary>{t("try.reproduce")}</summary>
      <p class="note">{t("try.reproduce.text")}</p>
      <Block text={r.command} />
      {r.yaml && <Block text={r.yaml} />}
      <p class="note num">
        {t("try.reproduce.data")} <code>{r.data_hash.slice(0, 16)}</code> · {t("try.reproduce.outlook")} <code>{r.outlook_hash.slice(0, 16)}</code> · {t("try.reproduce.package")} <code>{r.package_hash.slice(0, 16)}</code> · {t("try.reproduce.version")} {r.version}
      </p>
      {note && <p class="note">{note}</p>}
    </details>
  );
}
