// A scanner does not wait: what it types while the desk still answers, or while the desk asks something, is kept in
// order and entered afterwards. Signs that come faster than a person types never press a button that has the focus.
"use strict";

(() => {
  const SCANNER_GAP = 60;
  const SHORTEST = 4;
  const waiting = [];
  let isBusy = false;
  let typed = "";
  let sent = "";
  let burst = "";
  let lastKeyAt = 0;

  const desk = () => document.getElementById("desk");
  const box = () => document.getElementById("desk-text");
  const asks = () => Boolean(desk().querySelector("[data-desk-asks]"));

  function keep(text) {
    if (text.trim()) waiting.push(text.trim());
    tell();
  }

  function tell() {
    const place = desk().querySelector("[data-scans-waiting]");
    place.hidden = waiting.length === 0;
    place.textContent = `${place.dataset.scansWaiting} ${waiting.length}`;
  }

  function goOn() {
    if (isBusy || asks() || waiting.length === 0) return;
    typed = box().value;
    box().value = waiting.shift();
    tell();
    box().form.requestSubmit();
  }

  // At the window, so before the page's own guard against a second click.
  window.addEventListener("submit", (event) => {
    if (!event.target.matches(".desk-box") || !isBusy) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    keep(box().value);
    box().value = "";
  }, true);

  document.addEventListener("keydown", (event) => {
    if (event.target.matches("input, textarea, select") || event.ctrlKey || event.metaKey || event.altKey) return;
    const isFast = event.timeStamp - lastKeyAt < SCANNER_GAP;
    lastKeyAt = event.timeStamp;
    if (event.key.length === 1) burst = isFast ? burst + event.key : event.key;
    if (event.key !== "Enter" || !isFast || burst.length < SHORTEST) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    keep(burst);
    burst = "";
    goOn();
  }, true);

  document.addEventListener("htmx:beforeRequest", (event) => {
    if (!event.target.closest("#desk")) return;
    isBusy = true;
    if (!event.target.matches(".desk-box")) return;
    sent = box().value;
    box().value = typed;
    typed = "";
  });
  document.addEventListener("htmx:beforeSwap", () => { if (isBusy && box()) typed = box().value; });
  document.addEventListener("htmx:afterSettle", () => {
    if (!isBusy || !box()) return;
    isBusy = false;
    box().value = typed || box().value;
    typed = "";
    tell();
    goOn();
  });
  // Nothing came back: what was sent stands in the box again, to be entered once more. Repeating is safe.
  document.addEventListener("htmx:sendError", () => {
    isBusy = false;
    keep(box().value);
    box().value = sent;
  });
})();
