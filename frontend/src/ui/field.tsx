/** A field that counts when it is finished, not at every key; what is half typed stays while the page is drawn again. */
import { useState } from "preact/hooks";

interface Props {
  type: "text" | "number";
  value: string | number;
  onDone: (text: string) => void;
  placeholder?: string;
  size?: number;
  maxLength?: number;
  min?: number;
  max?: number;
  step?: number | "any";
}

export function Field({ value, onDone, ...more }: Props) {
  const [draft, write] = useState<string | null>(null);
  return <input {...(more as { type: "text" })} value={draft ?? value} onInput={(e) => write(e.currentTarget.value)} onChange={(e) => (write(null), onDone(e.currentTarget.value.trim()))} />;
}
