// A scanner does not wait: what it types while the desk still answers, or while the desk asks something, is kept in
// order and entered afterwards, also when the answer comes in the middle of a scan. Signs that come faster than a
// person types never press a button that has the focus.
"use strict";

(() => {
  const SCANNER_GAP = 60;
  const SAME_SCAN = 1000;
  const SHORTEST = 4;
  const AGAIN_AFTER = 5000;
  const waiting = [];
  let isBusy = false;
  let isOwn = false;
  let isCut = false;
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
    isOwn = true;
    box().form.requestSubmit();
    isOwn = false;
  }

  // At the window, so before the page's own guard against a second click.
  window.addEventListener("submit", (event) => {
    if (isOwn || !event.target.matches(".desk-box")) return;
    if (!isBusy && (asks() || waiting.length === 0)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    keep(box().value);
    box().value = "";
    setTimeout(goOn);
  }, true);

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const gap = event.timeStamp - lastKeyAt;
    const isFast = gap < SCANNER_GAP;
    const goesOn = isFast || (isCut && gap < SAME_SCAN);
    lastKeyAt = event.timeStamp;
    isCut = false;
    if (event.target.matches("input, textarea, select")) {
      burst = "";
      return;
    }
    if (event.key.length === 1) burst = goesOn ? burst + event.key : event.key;
    if (event.key !== "Enter" || !isFast || burst.length < SHORTEST) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    keep(burst);
    burst = "";
    goOn();
  }, true);

  // The new desk stands: a scan that is half typed goes on where the keys go now, in the box or outside it. It settles
  // in the same breath (settle:0ms), so no key falls between the old desk and the new one.
  function takeOver() {
    const isMidScan = performance.now() - lastKeyAt < SAME_SCAN;
    if (asks() && isMidScan && typed) {
      burst = typed;
      isCut = true;
      typed = "";
    }
    const begun = !asks() && isMidScan ? burst : "";
    if (begun) burst = "";
    box().value = typed + begun || box().value;
    typed = "";
  }

  document.addEventListener("htmx:beforeRequest", (event) => {
    if (!event.target.closest("#desk")) return;
    isBusy = true;
    sent = "";
    if (!event.target.matches(".desk-box")) return;
    sent = box().value;
    box().value = typed;
    typed = "";
  });
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (isBusy && box() && event.detail.shouldSwap) typed = box().value;
  });
  document.addEventListener("htmx:afterSwap", () => { if (isBusy && box()) takeOver(); });
  document.addEventListener("htmx:afterSettle", () => {
    if (!isBusy || !box()) return;
    isBusy = false;
    tell();
    goOn();
  });
  // No answer came: what was sent is the first to be entered again, by the next Enter or soon. Repeating is safe.
  function putBack(isSoon) {
    if (!isBusy || !box()) return;
    isBusy = false;
    if (sent) waiting.unshift(sent);
    tell();
    if (sent && isSoon) setTimeout(goOn, AGAIN_AFTER);
  }
  document.addEventListener("htmx:sendError", () => putBack(true));
  document.addEventListener("htmx:timeout", () => putBack(true));
  document.addEventListener("htmx:responseError", (event) => putBack(event.detail.xhr.status >= 500 || event.detail.xhr.status === 429));
})();
