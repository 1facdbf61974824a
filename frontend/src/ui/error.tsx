/** What failed, and what can be done; nothing that was set is lost. */
import type { ComponentChildren } from "preact";
import type { ApiError } from "../api/client";
import { useText } from "../i18n";
import { ENGLISH, messageIn, tagOf } from "../i18n/catalogues";

/** Why, in words; the message as it is written for programs lies folded below where that says more. */
export function Why({ error, text }: { error: ApiError; text?: string | undefined }) {
  const { t, lang } = useText();
  const own = messageIn(error.body, lang);
  const whole = own || error.body.message;
  const plain = text ?? error.in(lang);
  return (
    <>
      <p>{plain}</p>
      {plain.toLowerCase() !== whole.toLowerCase() && <details class="more"><summary>{t("ui.error.words")}</summary><p lang={tagOf(own ? lang : ENGLISH)}>{whole}</p></details>}
    </>
  );
}

/** `text`: what the page itself can say of it, instead of the server's words. */
interface Props {
  error: ApiError;
  title?: string;
  text?: string;
  onRetry?: () => void;
  children?: ComponentChildren;
}

export function ErrorPanel({ error, title, text, onRetry, children }: Props) {
  const { t } = useText();
  return (
    <section class="pan failed" role="alert">
      <h2>{title ?? t("ui.error")}</h2>
      <Why error={error} text={text} />
      {children}
      {onRetry && <p><button onClick={onRetry}>{t("ui.retry")}</button></p>}
    </section>
  );
}
