/** A few choices side by side, one of them on: radio buttons to keyboards and screen readers. */
import { useId } from "preact/hooks";

export interface Choice<V extends string> {
  value: V;
  label: string;
  lang?: string;
}

interface Props<V extends string> {
  label: string;
  value: V;
  options: Choice<V>[];
  onChange: (value: V) => void;
  class?: string;
}

export function Segmented<V extends string>({ label, value, options, onChange, class: extra = "" }: Props<V>) {
  const name = useId();
  return (
    <fieldset class={`seg ${extra}`}>
      <legend class="vh">{label}</legend>
      {options.map((o) => (
        <label key={o.value} class={o.value === value ? "on" : ""} lang={o.lang}>
          <input type="radio" class="vh" name={name} checked={o.value === value} onChange={() => onChange(o.value)} />
          {o.label}
        </label>
      ))}
    </fieldset>
  );
}
