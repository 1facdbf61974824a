/** What every part of the view is given. */
import type { PathwayResult } from "../../api/types";

export interface PartProps {
  found: PathwayResult;
  /** What is shown is not what is asked. */
  dim: boolean;
  credit: string;
}
