// The tube one carries from door to door stands in every door's box, until somebody types another there.
"use strict";

(() => {
  document.addEventListener("input", (event) => {
    if (event.target.matches("[data-pooled]")) event.target.dataset.typed = "yes";
  });
  document.addEventListener("htmx:oobAfterSwap", () => {
    const hand = document.querySelector("[data-in-hand]");
    if (!hand) return;
    for (const box of document.querySelectorAll("[data-pooled]:not([data-typed])")) box.value = hand.dataset.inHand;
  });
})();
