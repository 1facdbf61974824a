import { useText } from "../../i18n";
import { Empty } from "../../ui/empty";

export default function Explore() {
  const { t } = useText();
  return (
    <main class="page">
      <h1 class="vh">{t("view.explore")}</h1>
      <Empty title={t("explore.soon")} />
    </main>
  );
}
