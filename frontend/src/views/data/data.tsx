/** Data: the accounts that are here, a table of one's own, licences. */
import { useText } from "../../i18n";
import { useWorld } from "../../context";
import { AccountsList } from "./accounts";
import "./data.css";
import { Licences } from "./licences";
import { Template } from "./template";
import { Upload } from "./upload";

export default function Data() {
  const { t } = useText();
  const { refresh } = useWorld();
  return (
    <main class="page data">
      <h1>{t("data.title")}</h1>
      <p class="lead">{t("data.lead")}</p>
      <div class="two"><Upload onTaken={refresh} /><Template /></div>
      <AccountsList onGone={refresh} />
      <h2 class="part">{t("data.lic.part")}</h2>
      <div class="two"><Licences /></div>
    </main>
  );
}
