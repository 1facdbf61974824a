import { useText } from "../../i18n";
import { Empty } from "../../ui/empty";

export default function Try() {
  const { t } = useText();
  return (
    <main class="page">
      <h1 class="vh">{t("view.try")}</h1>
      <Empty title={t("try.soon")} />
    </main>
  );
}
