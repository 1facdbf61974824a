/** The states of a tab before it has something to show: on its way, refused, or nothing for these accounts. */
import type { ComponentChildren } from "preact";
import type { ApiError } from "../../api/client";
import type { Asked } from "../../api/hooks";
import { useWorld } from "../../context";
import { useText } from "../../i18n";
import { change, useAppState } from "../../state/store";
import { Empty } from "../../ui/empty";
import { ErrorPanel, Why } from "../../ui/error";
import { Skeleton } from "../../ui/skeleton";

/** Back to the accounts that the cockpit opens with; nothing where they are open. */
function ToStart() {
  const { t, pick } = useText();
  const { catalog } = useWorld();
  const { on } = useAppState();
  const { start, accounts } = catalog;
  if (on === start.on) return null;
  return <p><button class="primary" onClick={() => change("on", (s) => ({ ...s, ...start }))}>{t("diagnose.tostart", { accounts: pick(accounts.find((a) => a.name === start.on)?.label), year: start.year })}</button></p>;
}

/** Accounts that end at a border do not know what is asked here. */
export function NeedsWorld({ title }: { title: string }) {
  const { t } = useText();
  return <Empty title={title}><p>{t("diagnose.needsworld")}</p><ToStart /></Empty>;
}

/** What these accounts, or this request, do not allow: why, and a way on. */
export function Refused({ error, title, children }: { error: ApiError; title: string; children?: ComponentChildren }) {
  return (
    <Empty title={title}>
      <Why error={error} />
      {children ?? <ToStart />}
    </Empty>
  );
}

/** Whether an answer says that what was asked cannot be. */
export const refusal = (error: ApiError): boolean => [400, 404, 409, 422].includes(error.status);

interface Props<B> {
  asked: Asked<B>;
  title: string;
  /** What stands beside a refusal, such as a way back to what was. */
  refused?: ComponentChildren;
  children: (data: B) => ComponentChildren;
}

/** Show an answer; what was shown before stays, dimmed, while the next one is awaited. */
export function Awaited<B>({ asked, title, refused, children }: Props<B>) {
  const { t } = useText();
  if (asked.error) return refusal(asked.error) ? <Refused error={asked.error} title={t("diagnose.cannot", { title })}>{refused}</Refused> : <ErrorPanel error={asked.error} title={title} onRetry={asked.again} />;
  if (!asked.data) return <section class="pan" aria-label={title}><div class="ph"><h2>{title}</h2></div><Skeleton lines={6} /></section>;
  return <div class={asked.pending ? "dim" : ""} aria-busy={asked.pending}>{children(asked.data)}</div>;
}
