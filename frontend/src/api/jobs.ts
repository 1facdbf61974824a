/** Long work on the server: started, followed through server-sent events, cancelled. */
import { ApiError, address, get, forget, getFile, post, remove } from "./client";
import type { Job } from "./types";

/** Told whenever a job has come further. */
export type OnProgress = (job: Job) => void;

/** How often a job is asked for when its events cannot be read, in milliseconds. */
const PATIENCE = 700;

const over = (job: Job): boolean => ["done", "failed", "cancelled"].includes(job.state);

/** Wait until a job is over; a lost stream of events falls back to asking. */
function followed(id: string, onProgress: OnProgress, signal: AbortSignal): Promise<Job> {
  return new Promise((done, failed) => {
    const events = new EventSource(address(`jobs/${id}/events`));
    let timer: ReturnType<typeof setTimeout> | undefined;
    const end = (act: () => void): void => {
      events.close();
      clearTimeout(timer);
      act();
    };
    const take = (job: Job): void => {
      onProgress(job);
      if (over(job)) end(() => done(job));
    };
    const askAgain = (): void => {
      events.close();
      forget(`jobs/${id}`);
      get<Job>(`jobs/${id}`).then(
        (job) => {
          take(job);
          if (!over(job)) timer = setTimeout(askAgain, PATIENCE);
        },
        (e: unknown) => end(() => failed(e)),
      );
    };
    for (const name of ["progress", "done", "failed", "cancelled"])
      events.addEventListener(name, (e) => take(JSON.parse((e as MessageEvent<string>).data) as Job));
    events.onerror = () => void (timer = setTimeout(askAgain, PATIENCE));
    signal.addEventListener("abort", () => end(() => failed(signal.reason)), { once: true });
  });
}

/** Start a job, follow it to its end and return its id; an abort cancels it on the server too. */
export async function follow(kind: string, request: unknown, onProgress: OnProgress, signal: AbortSignal): Promise<string> {
  const started = await post<Job>("jobs", { kind, request }, signal);
  onProgress(started);
  const cancel = (): void => void remove(`jobs/${started.id}`).catch(() => undefined);
  signal.addEventListener("abort", cancel, { once: true });
  try {
    const job = over(started) ? started : await followed(started.id, onProgress, signal);
    if (job.state === "failed") throw new ApiError(409, job.error ?? { kind: "RequestError", message: "the job failed" });
    if (job.state === "cancelled" && !signal.aborted) return await follow(kind, request, onProgress, signal); // by another page that had asked for the same
    if (job.state === "cancelled") throw new DOMException("cancelled", "AbortError");
    return started.id;
  } finally {
    signal.removeEventListener("abort", cancel);
  }
}

/** Run a job to its end and return its result; intermediate results are reported. */
export async function runJob<B>(kind: string, request: unknown, onProgress: OnProgress, signal: AbortSignal, onPart: (part: B) => void): Promise<B> {
  let seen = 0;
  const look = (job: Job): void => {
    onProgress(job);
    if (over(job) || job.parts <= seen) return;
    seen = job.parts;
    get<B>(`jobs/${job.id}/result?part=${seen}`).then((part) => seen === job.parts && !signal.aborted && onPart(part), () => undefined); // the whole follows
  };
  const id = await follow(kind, request, look, signal);
  seen = Infinity;
  return get<B>(`jobs/${id}/result`);
}

/** Run a job that makes a file. */
export async function runFileJob(kind: string, request: unknown, onProgress: OnProgress, signal: AbortSignal): Promise<Blob> {
  return getFile(`jobs/${await follow(kind, request, onProgress, signal)}/result`);
}
