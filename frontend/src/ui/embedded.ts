/** What hides the page around a figure that another page shows. */
import "./embedded.css";

export const alone = (): void => document.documentElement.classList.add("embedded");
