// @ts-check
// What a pressed point says.

import { VAGUE } from "./points.js";
import { withNumber } from "./words.js";

/**
 * Built from text, so no name can bring its own markup.
 * @param {import("./points.js").Point} point
 * @param {import("./words.js").Words} words
 */
export function card(point, words) {
  const box = document.createElement("div");
  box.className = "map-popup";
  const name = document.createElement("strong");
  name.textContent = point.name;
  box.append(name);
  if (point.accuracy > VAGUE) {
    const about = document.createElement("p");
    about.textContent = withNumber(words.about ?? "", Math.ceil(point.accuracy / 50) * 50);
    box.append(about);
  }
  if (point.url) {
    const link = document.createElement("a");
    link.href = point.url;
    link.textContent = words.details ?? "";
    box.append(link);
  }
  return box;
}
