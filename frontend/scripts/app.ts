// Behaviour of every page. All of it only adds to what works without scripts.
import { fillFromChips } from "./chips";
import { enhanceFileDrops } from "./file_drop";
import { closeMenuOnEscape } from "./menu";

document.addEventListener("DOMContentLoaded", () => {
  enhanceFileDrops(document);
  closeMenuOnEscape();
  fillFromChips();
});
document.addEventListener("htmx:afterSwap", (event) => {
  if (event.target instanceof Element) enhanceFileDrops(event.target);
});
