/** What a view has found, as its title: read out when it changes, once the answer has rested. */
import { useEffect, useState } from "preact/hooks";

/** How long an answer rests before its sentence stands above it, in milliseconds. */
const RESTS = 600;

export function Headline({ text, usual }: { text: string; usual: string }) {
  const [shown, show] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => show(text), shown && text ? RESTS : 0);
    return () => clearTimeout(timer);
  }, [text]);
  return <div class="headline" role="status"><h1>{shown || usual}</h1></div>;
}
