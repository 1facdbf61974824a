/** Whose work is shown, under which licence; and what leaves this computer. */
import { useWorld } from "../../context";
import { useText } from "../../i18n";
import { Table } from "../../ui/table";

export function Licences() {
  const { t, pick } = useText();
  const { catalog } = useWorld();
  const rows = [
    ...catalog.accounts.filter((a) => !a.uploaded).map((a) => ({ what: pick(a.label), whose: a.title_label ? pick(a.title_label) : "", names: false, licence: a.licence })),
    { what: t("data.lic.program"), whose: "newind developers", names: true, licence: "MIT" },
    { what: t("data.lic.map"), whose: "Natural Earth; world-atlas, Michael Bostock", names: true, licence: t("data.lic.public", { licence: "ISC" }) },
    { what: t("data.lic.page"), whose: "Preact", names: true, licence: "MIT" },
  ];
  return (
    <>
      <section class="pan" aria-labelledby="lic-h">
        <h2 id="lic-h">{t("data.lic")}</h2>
        <Table caption={t("data.lic")} rows={rows} rowKey={(r) => r.what}
          columns={[{ label: t("data.lic.what"), cell: (r) => r.what }, { label: t("data.lic.whose"), cell: (r) => <span lang={r.names ? "en" : undefined}>{r.whose}</span> }, { label: t("data.licence"), cell: (r) => r.licence.split(/(?<=[,;；]\s?)(?=\S)/).map((l) => <><span class="lic">{l}</span><wbr /></>) }]} />
        <p class="note">{t("data.lic.note")}</p>
      </section>
      <section class="pan" aria-labelledby="priv-h">
        <h2 id="priv-h">{t("data.private")}</h2>
        <ul class="plain">
          <li>{t("data.private.none")}</li>
          <li>{t("data.private.tables")}</li>
          <li>{t("data.private.links")}</li>
        </ul>
      </section>
    </>
  );
}
