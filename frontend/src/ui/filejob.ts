/** Files that the server makes in a while: what is being made, or was made last, goes on when the view is left. */
import { useEffect, useState } from "preact/hooks";
import type { ApiError } from "../api/client";
import { asApiError } from "../api/hooks";
import { runFileJob } from "../api/jobs";
import type { Job } from "../api/types";
import { saveFile } from "./save";

export interface Made<A> {
  at: "idle" | "busy" | "done" | "failed";
  of: A | null;
  job: Job | null;
  error: ApiError | null;
  stop: () => void;
}

export interface FileJob<A> {
  /** Make a file and give it to the browser's downloads. */
  make: (of: A) => Promise<void>;
  useMade: () => Made<A>;
}

/** A kind of job that makes files; `nameOf` says what one is called. */
export function fileJob<A>(kind: string, nameOf: (of: A) => string): FileJob<A> {
  let made: Made<A> = { at: "idle", of: null, job: null, error: null, stop: () => undefined };
  const watchers = new Set<() => void>();
  const tell = (next: Partial<Made<A>>): void => {
    made = { ...made, ...next };
    watchers.forEach((f) => f());
  };
  return {
    make: async (of) => {
      const control = new AbortController();
      tell({ at: "busy", of, job: null, error: null, stop: () => control.abort(new DOMException("stopped", "AbortError")) });
      try {
        const file = await runFileJob(kind, of, (job) => tell({ job }), control.signal);
        saveFile(nameOf(of), file);
        tell({ at: "done" });
      } catch (e) {
        tell(control.signal.aborted ? { at: "idle" } : { at: "failed", error: asApiError(e) });
      }
    },
    useMade: () => {
      const [, look] = useState(0);
      useEffect(() => {
        const see = (): void => look((n) => n + 1);
        watchers.add(see);
        return () => void watchers.delete(see);
      }, []);
      return made;
    },
  };
}
