/** Among what a target is divided: the industries of the economy in focus, or the parts of a file of the reader's. */
import { useRef, useState } from "preact/hooks";
import { getFile } from "../../api/client";
import { asApiError } from "../../api/hooks";
import { joined } from "../../format";
import { useText } from "../../i18n";
import { EMBEDDED } from "../../state/embedded";
import { useParam } from "../../state/store";
import { Field } from "../../ui/field";
import { useDrop } from "../../ui/drop";
import { saveFile } from "../../ui/save";
import { Segmented } from "../../ui/segmented";
import { keepText, recallFile, type OwnFile } from "../pathway/own";
import { NumberField } from "./numberfield";

/** Bytes that fit into a question once they are written as text. */
const MOST = 380_000;
const ENDINGS = [".csv", ".xlsx"];
const KB = { kb: MOST / 1000 };

export interface Among {
  /** Whether the parts are the reader's own. */
  own: boolean;
  key: string;
  file: OwnFile | null;
  year: number;
  unit: string;
  /** Per year, in percent; empty where the file or nothing says it. */
  growth: string;
}

/** What is chosen, as the address has it, and how each is set. */
export function useAmong(year: number): { among: Among; set: Record<"own" | "key" | "year" | "unit" | "growth", (said: string) => void> } {
  const [own, setOwn] = useParam("diagnose.among", "");
  const [key, setKey] = useParam("diagnose.parts", "");
  const [of, setYear] = useParam("diagnose.of", String(year));
  const [unit, setUnit] = useParam("diagnose.unit", "Mt");
  const [growth, setGrowth] = useParam("diagnose.growth", "");
  return { among: { own: own === "own", key, file: recallFile(key), year: Number(of) || year, unit, growth }, set: { own: setOwn, key: setKey, year: setYear, unit: setUnit, growth: setGrowth } };
}

/** What the API is sent of a file of the reader's. */
export const sent = ({ file, year, unit, growth }: Among): object => ({ year, file: { name: file!.name, content: file!.text, unit }, ...(growth === "" ? {} : { growth: Number((Number(growth) / 100).toPrecision(12)) }) });

/** The bytes of a file in base64. */
const encoded = (file: File): Promise<string> =>
  new Promise((done, failed) => {
    const reader = new FileReader();
    reader.onload = () => done(String(reader.result).split(",")[1] ?? "");
    reader.onerror = () => failed(reader.error);
    reader.readAsDataURL(file);
  });

type Props = ReturnType<typeof useAmong> & { region: string };

export function AmongPanel({ among, set, region }: Props) {
  const { t } = useText();
  const alone = EMBEDDED && among.own && !among.file; // a figure inside another page, without its file: that is what it shows
  return (
    <section class={`pan among ${alone ? "only" : ""}`} aria-label={t("diagnose.div.among")}>
      <div class="choice"><b aria-hidden="true">{t("diagnose.div.among")}</b>
        <Segmented label={t("diagnose.div.among")} value={among.own ? "own" : ""} onChange={set.own} options={[{ value: "", label: t("diagnose.div.among.industries", { region }) }, { value: "own", label: t("diagnose.div.among.own") }]} />
      </div>
      {among.own && <Own among={among} set={set} />}
    </section>
  );
}

function Own({ among, set }: Omit<Props, "region">) {
  const { t, lang } = useText();
  const [why, setWhy] = useState("");
  const input = useRef<HTMLInputElement>(null);
  async function take([file]: File[]): Promise<void> {
    if (!file) return;
    const name = file.name;
    if (!ENDINGS.some((e) => name.toLowerCase().endsWith(e))) return setWhy(t("diagnose.div.own.ending", { name }));
    if (file.size > MOST) return setWhy(t("diagnose.div.own.large", { name, ...KB }));
    setWhy("");
    set.key(keepText(name, await encoded(file)));
  }
  const fetch = (path: string, name: string) => (): void => void getFile(path).then((file) => saveFile(name, file), (e: unknown) => setWhy(asApiError(e).in(lang)));
  const over = useDrop((files) => void take(files));
  const lost = among.key !== "" && !among.file;
  return (
    <>
      <p class="note">{joined([t("diagnose.div.own.none"), t("diagnose.div.own.what")], lang)}</p>
      <div class={`land ${over ? "over" : ""}`}>
        <input ref={input} hidden type="file" accept={ENDINGS.join(",")} onChange={(e) => (void take([...(e.currentTarget.files ?? [])]), (e.currentTarget.value = ""))} />
        {among.file && <b>{among.file.name}</b>}
        <button class={among.file ? "" : "primary"} onClick={() => input.current?.click()}>{t(among.file ? "diagnose.div.own.other" : "diagnose.div.own.choose")}</button>
        <span class="note">{t("diagnose.div.own.drop", KB)}</span>
        <button onClick={fetch("division/template", "parts.csv")}>{t("diagnose.div.own.template")}</button>
        <button class="link" onClick={fetch("examples/parts", "parts-example.csv")}>{t("data.example")}</button>
      </div>
      {(why || lost) && <p class="bad" role="alert">{why || t("diagnose.div.own.lost")}</p>}
      <div class="givens">
        <NumberField label={t("diagnose.div.own.year")} value={among.year} min={1900} max={2200} onSet={(v) => set.year(String(v))} />
        <label class="nf"><span>{t("diagnose.div.own.unit")}</span><Field type="text" maxLength={40} value={among.unit} onDone={(v) => set.unit(v || "Mt")} /></label>
        <NumberField label={t("diagnose.div.own.growth")} value={among.growth === "" ? null : Number(among.growth)} min={-20} max={20} step="any" unit="%" onSet={(v) => set.growth(String(v))} onClear={() => set.growth("")} />
      </div>
      <p class="note">{joined([t("diagnose.div.own.grows"), t("diagnose.div.own.stays")], lang)}</p>
    </>
  );
}
