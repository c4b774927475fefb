// The few things a page cannot do by itself. Everything works without this file, only less comfortably.
"use strict";

(() => {
  const DRAFT = "gridward:draft:";
  const NEVER_KEPT = ["password", "tel", "email", "file", "hidden", "search"];

  /** Say something to those who hear the page, without moving the cursor. */
  function speak(words) {
    const place = document.getElementById("spoken");
    if (place) place.textContent = words;
  }

  // The slash key brings the cursor to the one box that finds everything.
  document.addEventListener("keydown", (event) => {
    const isTyping = event.target.closest("input, textarea, select, [contenteditable]");
    if (event.key === "/" && !isTyping && !event.ctrlKey && !event.metaKey && !event.altKey) {
      const box = document.querySelector("[data-slash]");
      if (box) {
        event.preventDefault();
        box.focus();
        box.select();
      }
    }
    if (event.key === "Escape") closeMenus(null, true);
  });

  // Menus are <details>: a click elsewhere or Escape closes them.
  function closeMenus(except, returnsFocus) {
    for (const menu of document.querySelectorAll("details[data-menu][open]")) {
      if (menu === except) continue;
      if (returnsFocus && menu.contains(document.activeElement)) menu.querySelector("summary").focus();
      menu.open = false;
    }
  }

  document.addEventListener("click", (event) => {
    const target = event.target;
    closeMenus(target.closest("details[data-menu]"), false);
    if (target.closest("[data-close-menu]")) closeMenus(null, true);
    if (target.closest("[data-close]")) target.closest(".notice").remove();
    if (target.closest("[data-print]")) window.print();
    const copier = target.closest("[data-copy]");
    if (copier) copy(copier);
  });

  // Copying: the modern way needs HTTPS, which a laptop serving its own office does not have.
  async function copy(button) {
    const source = document.querySelector(button.dataset.copy);
    const text = "value" in source ? source.value : source.textContent.trim();
    const done = await copied(text, source);
    const words = done ? button.dataset.copied : button.dataset.refused;
    const label = button.querySelector("span:last-child");
    button.dataset.label ||= label.textContent;
    label.textContent = words;
    speak(words);
    setTimeout(() => { label.textContent = button.dataset.label; }, 4000);
  }

  async function copied(text, source) {
    if (navigator.clipboard && window.isSecureContext) {
      try {
        await navigator.clipboard.writeText(text);
        return true;
      } catch { /* the browser refused: the older way below may still be allowed */ }
    }
    if ("select" in source) source.select();
    else getSelection().selectAllChildren(source);
    return document.execCommand("copy");
  }

  // A second click does nothing twice. A form that answers with a file says data-stays and is freed again.
  function hold(form, isHeld) {
    form.toggleAttribute("data-held", isHeld);
    for (const button of form.querySelectorAll("button[type=submit], button:not([type])")) {
      if (isHeld) button.setAttribute("aria-disabled", "true");
      else button.removeAttribute("aria-disabled");
    }
  }

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.getAttribute("method")?.toLowerCase() !== "post") return;
    if (form.hasAttribute("data-held")) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    hold(form, true);
    forgetDraft(form);
    if (form.hasAttribute("data-forget")) forgetAllDrafts();
    if (form.hasAttribute("data-stays")) setTimeout(() => hold(form, false), 3000);
  }, true);
  document.addEventListener("htmx:afterRequest", (event) => {
    const form = event.target.closest("form") || event.detail.elt.closest("form");
    if (form) hold(form, false);
  });
  // Coming back by the browser's back button: the page is as it was left, so its buttons must work again.
  window.addEventListener("pageshow", () => document.querySelectorAll("form[data-held]").forEach((form) => hold(form, false)));

  // Half-filled forms come back. Only fields that say data-keep, which must hold nothing about a person.
  function keepable(form) {
    return [...form.elements].filter((field) => field.name && "keep" in field.dataset && !NEVER_KEPT.includes(field.type));
  }

  function draftKey(form, field) {
    return `${DRAFT}${location.pathname}:${form.id}:${field.name}${field.type === "radio" || field.type === "checkbox" ? `:${field.value}` : ""}`;
  }

  function recall(form) {
    for (const field of keepable(form)) {
      const kept = localStorage.getItem(draftKey(form, field));
      if (kept === null) continue;
      if (field.type === "checkbox" || field.type === "radio") field.checked = kept === "yes";
      else if (!field.value || field.tagName === "SELECT") field.value = kept;
    }
  }

  function forgetDraft(form) {
    for (const field of keepable(form)) localStorage.removeItem(draftKey(form, field));
  }

  function forgetAllDrafts() {
    for (const key of Object.keys(localStorage)) if (key.startsWith(DRAFT)) localStorage.removeItem(key);
  }

  document.addEventListener("input", (event) => {
    const field = event.target;
    if (!field.form || !keepable(field.form).includes(field)) return;
    const isTick = field.type === "checkbox" || field.type === "radio";
    if (field.type === "radio") forgetDraft({ elements: [...field.form.elements].filter((other) => other.name === field.name), id: field.form.id });
    localStorage.setItem(draftKey(field.form, field), isTick ? (field.checked ? "yes" : "no") : field.value);
  });

  // When no answer comes or the server fails, say so in plain words: the words are templates on the page.
  function showTrouble(kind) {
    const place = document.getElementById("messages");
    const words = document.getElementById(`trouble-${kind}`);
    if (!place || !words) return;
    place.replaceChildren(words.content.cloneNode(true));
    place.scrollIntoView({ block: "nearest" });
  }
  // What only looks whether there is news (data-quiet) fails in silence: nothing was asked for, nothing is lost.
  const isQuiet = (event) => event.detail?.elt?.dataset.quiet !== undefined;
  document.addEventListener("htmx:sendError", (event) => { if (!isQuiet(event)) showTrouble("network"); });
  document.addEventListener("htmx:timeout", (event) => { if (!isQuiet(event)) showTrouble("network"); });
  document.addEventListener("htmx:responseError", (event) => {
    if (event.detail.xhr.status >= 500 && !isQuiet(event)) showTrouble("server");
  });

  function settle(root) {
    root.querySelectorAll("[data-print]").forEach((button) => { button.hidden = false; });
    root.querySelectorAll("form").forEach((form) => { if (keepable(form).length) recall(form); });
    const look = root.querySelector("[data-look-here]");
    if (look) look.focus();
  }
  document.addEventListener("htmx:load", (event) => settle(event.detail.elt));
  if (!window.htmx) settle(document);
})();
