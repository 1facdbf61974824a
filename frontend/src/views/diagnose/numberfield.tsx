/** A number with its label and unit, within bounds: what lies outside stays as it was typed, and is refused in words. */
import { useText } from "../../i18n";
import { Field } from "../../ui/field";

interface Props {
  label: string;
  value: number | null;
  min: number;
  max: number;
  step?: number | "any";
  unit?: string;
  /** Read what is typed: a cut of -10 % is one of 10 %. */
  read?: (text: string) => number;
  onSet: (v: number) => void;
  onClear?: () => void;
  onRefused?: (is: boolean) => void;
  /** Values before and after it, between which it must be. */
  between?: [number, number] | undefined;
}

export function NumberField({ label, value, min, max, step = 1, unit = "", read = Number, onSet, onClear, onRefused, between }: Props) {
  const { t } = useText();
  const refuse = (text: string): string => {
    if (text === "") return "";
    const v = read(text);
    const wrong = (low: number, high: number): boolean => !(v >= low && v <= high);
    const told = (low: number, high: number) => ({ low: `${low}${unit}`, high: `${high}${unit}`, value: text });
    if (wrong(min, max)) return t("diagnose.div.wrong", told(min, max));
    return between && wrong(...between) ? t("diagnose.div.wrong.between", told(...between)) : "";
  };
  const send = (text: string): void => {
    if (text === "") return onClear?.();
    if (read(text) !== value) onSet(read(text));
  };
  return <label class="nf"><span>{label}</span><span><Field type="number" value={value ?? ""} min={min} max={max} step={step} refuse={refuse} {...(onRefused ? { onRefused } : {})} onDone={send} />{unit}</span></label>;
}
