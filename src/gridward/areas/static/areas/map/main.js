// Starts every map of a page, those that htmx brings in included.
import { L } from "./library.js";
import { MapScreen } from "./screen.js";

function startAll(root) {
  for (const place of root.querySelectorAll("[data-map]:not([data-started])")) {
    place.dataset.started = "";
    new MapScreen(L, place).start();
  }
}

startAll(document);
document.addEventListener("htmx:load", (event) => startAll(event.target.parentElement || document));
