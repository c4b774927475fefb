// Enter goes on to the next field and row; in an empty row, or in the last, to the button that keeps all of it.
"use strict";

document.addEventListener("keydown", (event) => {
  const field = event.target;
  if (event.key !== "Enter" || event.isComposing || !field.matches("#paper input:not([type=hidden]), #paper select")) return;
  event.preventDefault();
  const fields = [...field.form.querySelectorAll("[data-row]")];
  const row = field.closest("li")?.querySelector("[data-row]");
  const button = field.form.querySelector("button[type=submit]");
  if (!row) {
    const head = [...field.form.querySelectorAll(".paper-head input, .paper-head select")];
    (head[head.indexOf(field) + 1] || fields[0]).focus();
  } else if (!row.value.trim()) {
    button.focus();
  } else {
    (fields[fields.indexOf(row) + 1] || button).focus();
  }
});
