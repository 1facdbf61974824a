import { useText } from "../../i18n";
import { Empty } from "../../ui/empty";

export default function Diagnose() {
  const { t } = useText();
  return (
    <main class="page">
      <h1 class="vh">{t("view.diagnose")}</h1>
      <Empty title={t("diagnose.soon")} />
    </main>
  );
}
