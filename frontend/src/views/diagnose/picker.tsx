/** Choice of an industry from a list; empty: all of them. */
import { useWorld } from "../../context";
import { useText } from "../../i18n";
import { textIn } from "../../i18n/catalogues";

interface Props {
  label: string;
  value: string;
  onChange: (code: string) => void;
  /** Name of the choice of all; left out, one industry has to be chosen. */
  all?: string;
}

export function IndustryPicker({ label, value, onChange, all }: Props) {
  const { lang } = useText();
  const { meta } = useWorld();
  return (
    <label class="pick">
      <span>{label}</span>
      <select value={value} onChange={(e) => onChange(e.currentTarget.value)}>
        {all !== undefined && <option value="">{all}</option>}
        {meta.industries.map((i) => <option key={i.code} value={i.code}>{textIn(i, lang)}</option>)}
      </select>
    </label>
  );
}
