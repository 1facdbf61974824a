/** A number with its label and unit, within bounds. */
import { Field } from "../../ui/field";

interface Props {
  label: string;
  value: number | null;
  min: number;
  max: number;
  step?: number | "any";
  unit?: string;
  onSet: (v: number) => void;
  onClear?: () => void;
}

export function NumberField({ label, value, min, max, step = 1, unit = "", onSet, onClear }: Props) {
  const send = (text: string): void => {
    if (text === "") return onClear?.();
    const v = Number(text);
    if (Number.isFinite(v) && v !== value) onSet(Math.min(max, Math.max(min, v)));
  };
  return <label class="nf"><span>{label}</span><span><Field type="number" value={value ?? ""} min={min} max={max} step={step} onDone={send} />{unit}</span></label>;
}
