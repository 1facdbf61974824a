import { useText } from "../../i18n";
import { Empty } from "../../ui/empty";

export default function Index() {
  const { t } = useText();
  return (
    <main class="page">
      <h1 class="vh">{t("view.index")}</h1>
      <Empty title={t("index.soon")} />
    </main>
  );
}
