/** Whom the economy is compared with: in the address, so that a link says it too. */
import type { AccountsMeta, Profile } from "../../api/types";
import { regionName, useWorld } from "../../context";
import { useText } from "../../i18n";
import { useAppState, useParam } from "../../state/store";

const MOST = 10;

/** Codes of a list that these accounts have in full, without the economy itself. */
export const peersIn = (meta: AccountsMeta, codes: string, region: string): string[] =>
  codes.split(",").filter((c) => c !== region && meta.regions.some((r) => r.code === c && r.kind !== "rest") && !meta.boundary?.includes(c)).slice(0, MOST);

export function Peers({ profile }: { profile: Profile }) {
  const { t, pick, lang } = useText();
  const { meta } = useWorld();
  const { region } = useAppState();
  const [given, set] = useParam("explore.peers", "");
  const codes = profile.peers.map((p) => p.code);
  const others = meta.regions.filter((r) => r.kind !== "rest" && r.code !== region && !codes.includes(r.code) && !meta.boundary?.includes(r.code));
  if (!codes.length && !others.length) return null;
  return (
    <div class="peers" role="group" aria-label={t("explore.peers")}>
      <span>{t("explore.peers")}</span>
      {profile.peers.map((p) => (
        <button key={p.code} class="chip" disabled={codes.length < 2} aria-label={t("ui.peers.remove", { name: pick(p.label) })} onClick={() => set(codes.filter((c) => c !== p.code).join(","))}>
          {pick(p.label)} <span aria-hidden="true">×</span>
        </button>
      ))}
      {others.length > 0 && codes.length < MOST && (
        <select aria-label={t("explore.peers.add")} value="" onChange={(e) => (set([...codes, e.currentTarget.value].join(",")), (e.currentTarget.value = ""))}>
          <option value="">+ {t("explore.peers.add")}</option>
          {others.map((r) => <option key={r.code} value={r.code}>{regionName(meta, r.code, lang)}</option>)}
        </select>
      )}
      {given && <button class="link" onClick={() => set("")}>{t("ui.peers.reset")}</button>}
    </div>
  );
}
