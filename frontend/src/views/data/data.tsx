import { useText } from "../../i18n";
import { Empty } from "../../ui/empty";

export default function Data() {
  const { t } = useText();
  return (
    <main class="page">
      <h1 class="vh">{t("view.data")}</h1>
      <Empty title={t("data.soon")} />
    </main>
  );
}
