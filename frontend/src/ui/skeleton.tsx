/** The place of what is on its way: lines at once; after a second the seconds or the runs, and Stop. */
import { useEffect, useState } from "preact/hooks";
import type { Job } from "../api/types";
import { useText, type Text } from "../i18n";

/** Seconds since the component appeared, from the first one on. */
function useSeconds(): number {
  const [seconds, set] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => set((n) => n + 1), 1000);
    return () => clearInterval(timer);
  }, []);
  return seconds;
}

export function Skeleton({ lines = 3, job, onStop }: { lines?: number; job?: Job | null; onStop?: () => void }) {
  const { t } = useText();
  const seconds = useSeconds();
  return (
    <div class="skel" aria-busy="true">
      {Array.from({ length: lines }, (_, i) => <i key={i} class={`w${i % 3}`} aria-hidden="true" />)}
      {seconds >= 1 && <Progress job={job ?? null} {...(onStop ? { onStop } : {})} />}
      {seconds < 1 && <span class="vh">{t("ui.loading")}</span>}
    </div>
  );
}

/** What a job that waits for its turn waits for. */
function queued({ ahead }: Job, t: Text["t"]): string {
  if (!ahead?.jobs) return t("ui.queued");
  return t("ui.queued.behind", { n: ahead.jobs }) + (ahead.total ? t("ui.queued.far", ahead) : "");
}

/** "38 of 60 runs" with a bar and Stop; seconds where there is nothing to count. */
export function Progress({ job, label, left = false, onStop }: { job: Job | null; label?: string; left?: boolean; onStop?: () => void }) {
  const { t } = useText();
  const seconds = useSeconds();
  const counted = job !== null && job.total > 1;
  const rest = left && counted && job.done > 2 && seconds > 2 ? Math.ceil((seconds / job.done) * (job.total - job.done)) : 0;
  return (
    <p class="prog" role="status">
      <span>{label ? `${label} ` : ""}{counted ? t("ui.progress", { done: job.done, total: job.total }) : job?.state === "queued" ? queued(job, t) : seconds ? t("ui.waiting", { s: seconds }) : t("ui.loading")}</span>
      {rest > 1 && <span>{rest > 90 ? t("ui.left.min", { m: Math.ceil(rest / 60) }) : t("ui.left", { s: rest })}</span>}
      {counted && <progress max={job.total} value={job.done} aria-hidden="true" />}
      {onStop && <button onClick={onStop}>{t("ui.stop")}</button>}
    </p>
  );
}
