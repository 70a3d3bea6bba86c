// Typing slips by keyboard: Ctrl and Enter save, Alt and a digit choose the category, also a digit alone outside
// of a text. Without this file the same form works by its button.
"use strict";

const form = document.getElementById("slip");
const drawers = () => [...form.querySelectorAll('[name="category"][type="radio"]')];

form.addEventListener("submit", (event) => {
  if (form.dataset.sent) return event.preventDefault();
  form.dataset.sent = "yes";
});

window.addEventListener("pageshow", () => delete form.dataset.sent);

document.addEventListener("keydown", (event) => {
  if (event.isComposing) return;
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    form.requestSubmit();
  } else if (/^Digit[0-9]$/.test(event.code) && isChoice(event)) {
    const drawer = drawers()[Number(event.code.slice(5))];
    if (!drawer) return;
    event.preventDefault();
    drawer.checked = true;
  }
});

function isChoice(event) {
  if (event.ctrlKey || event.metaKey) return false;
  return event.altKey || !event.target.matches("textarea, select, input:not([type=radio])");
}
