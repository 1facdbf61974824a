/** A field that counts when it is finished, not at every key; what is half typed, or refused, stays as it was typed. */
import { useId, useState } from "preact/hooks";

interface Props {
  type: "text" | "number";
  value: string | number;
  onDone: (text: string) => void;
  /** Why a text is refused; empty where it is taken. */
  refuse?: (text: string) => string;
  /** Told whether what stands in the field is refused. */
  onRefused?: (is: boolean) => void;
  placeholder?: string;
  size?: number;
  maxLength?: number;
  min?: number;
  max?: number;
  step?: number | "any";
}

export function Field({ value, onDone, refuse, onRefused, ...more }: Props) {
  const [draft, write] = useState<string | null>(null);
  const [refused, tell] = useState(false);
  const id = useId();
  const why = refused && draft !== null ? refuse!(draft.trim()) : "";
  const finish = (text: string): void => {
    const wrong = !!refuse?.(text);
    tell(wrong);
    onRefused?.(wrong);
    if (wrong) return;
    write(null);
    onDone(text);
  };
  const bad = why ? { "aria-invalid": true, "aria-describedby": id } : {};
  return (
    <>
      <input {...(more as { type: "text" })} {...bad} value={draft ?? value} onInput={(e) => write(e.currentTarget.value)} onChange={(e) => (write(e.currentTarget.value), finish(e.currentTarget.value.trim()))} />
      {why && <small id={id} class="bad" role="alert">{why}</small>}
    </>
  );
}
