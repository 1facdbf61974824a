/** The economy beside others and the world in one headline figure, each in its last year. */
import type { NowPage, Point, T } from "../../api/types";
import { Dots } from "../../charts/dots";
import { useText } from "../../i18n";
import { useParam } from "../../state/store";
import { Behind } from "../../ui/behind";
import { Figure } from "../../ui/figure";
import { named, said } from "./words";

interface Standing {
  code: string;
  name: string;
  points: Record<string, Point>;
  me?: boolean;
}

interface Props {
  page: NowPage;
  economies: (T & { code: string })[];
}

const WORLD = "WLD";

export function Peers({ page, economies }: Props) {
  const text = useText();
  const { t, pick } = text;
  const [given, choose] = useParam("now.by", "manufacturing_share");
  const [peers, setPeers] = useParam("now.peers", "");
  const own = Object.fromEntries(page.figures.map((f) => [f.id, { year: f.year, value: f.value }]));
  const all: Standing[] = [
    { code: page.economy.code, name: pick(page.economy), points: own, me: true },
    ...Object.entries(page.peers).map(([code, points]) => ({ code, name: named(page, code, pick), points })),
    { code: WORLD, name: t("now.page.world"), points: page.world },
  ];
  const columns = page.headline.filter((c) => all.some((s) => s.points[c.id]));
  const of = columns.find((c) => c.id === given) ?? columns[0];
  if (!of) return null;
  const usual = own[of.id]?.year ?? Math.max(...all.map((s) => s.points[of.id]?.year ?? 0));
  const rows = all.filter((s) => s.points[of.id]).map((s) => ({ ...s, ...s.points[of.id]! })).sort((a, b) => b.value - a.value);
  const ranked = rows.filter((r) => r.code !== WORLD);
  const place = ranked.findIndex((r) => r.me);
  const say = (v: number): string => said(v, of, text);
  const label = pick(of.label);
  const title = place < 0 ? t("now.peers.alone", { label }) : t("now.peers.title", { label, who: ranked[place]!.name, value: say(ranked[place]!.value), rank: place + 1, of: ranked.length });
  const shown = rows.map((r) => ({ code: r.code, value: r.value, before: page.before[r.code]?.[of.id]?.value ?? null, me: r.me ?? false, label: r.year === usual ? r.name : t("now.peers.year", { name: r.name, year: r.year }) }));
  const codes = Object.keys(page.peers);
  return (
    <Figure id="peers" class="t-index" title={title} of={{ year: usual, status: page.figures.find((f) => f.id === of.id)?.status ?? "observed" }} note={t("now.peers.note", { year: Object.values(page.before).flatMap((of) => Object.values(of))[0]?.year ?? "" })} credit={[...new Set(page.figures.filter((f) => f.id === of.id).map((f) => page.sources[f.source]!.title))].join("; ")}
      tools={<label class="sel">{t("now.peers.by")} <select value={of.id} onChange={(e) => choose(e.currentTarget.value)}>{columns.map((c) => <option key={c.id} value={c.id}>{pick(c.label)}</option>)}</select></label>}
      numbers={{ columns: [t("language.columns.headers.economy"), ...columns.flatMap((c) => [`${pick(c.label)} (${c.unit})`, t("language.columns.headers.year")])], rows: all.map((s) => [s.name, ...columns.flatMap((c) => [s.points[c.id]?.value ?? null, s.points[c.id]?.year ?? null])]) }}
      foot={<>
        <p class="peers">{codes.map((c) => <button key={c} class="chip" aria-label={t("ui.peers.remove", { name: named(page, c, pick) })} onClick={() => setPeers(codes.filter((k) => k !== c).join(","))} disabled={codes.length < 2}>{named(page, c, pick)} <span aria-hidden="true">×</span></button>)}
          <select aria-label={t("now.peers.add")} value="" onChange={(e) => setPeers([...codes, e.currentTarget.value].join(","))}>
            <option value="">{t("now.peers.add")}</option>
            {economies.filter((e) => e.code !== page.economy.code && !codes.includes(e.code)).map((e) => <option key={e.code} value={e.code}>{pick(e)}</option>)}
          </select>
          {peers && <button class="link" onClick={() => setPeers("")}>{t("ui.peers.reset")}</button>}</p>
        <Behind caption={t("now.peers")} rows={all} rowKey={(s) => s.code} rowClass={(s) => (s.me ? "me" : "")} columns={[
          { label: t("language.columns.headers.economy"), cell: (s: Standing) => s.name },
          ...columns.map((c) => ({ label: pick(c.label), numeric: true, cell: (s: Standing) => (s.points[c.id] ? `${said(s.points[c.id]!.value, c, text)} (${s.points[c.id]!.year})` : "–") })),
        ]} />
      </>}>
      <Dots rows={shown} say={say} axis={`${pick(page.units[of.unit])}${page.units[of.unit]?.en ? " · " : ""}${usual}`} label={`${title}. ${shown.map((r) => `${r.label} ${say(r.value)}`).join("; ")}`} />
    </Figure>
  );
}
