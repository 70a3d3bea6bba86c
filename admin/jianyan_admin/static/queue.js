// The queue by keyboard, and decisions without leaving the page. The list never moves: rows change in their
// place, and only the card beside them is exchanged. Without this file the same forms and links lead on.
"use strict";

const queue = document.getElementById("queue");
const HAND = 10;
const RENEW_MS = 120000;
const UNDO_MS = 10000;
const FIGURES = "h1, .tabs [aria-current] .figure, .queue .list .actions a";
const WAITS = ".side [aria-current] .waits span";
let pending = "";
let busy = false;
let undoable = null;
let renewed = Date.now();

const rows = () => [...queue.querySelectorAll(".row")];
const place = () => document.getElementById("card");
const current = () => place().querySelector("[data-tracking]")?.dataset.tracking;
const rowOf = (tracking) => document.getElementById(`r-${tracking}`);
const isWaiting = (row) => row.dataset.state === "waiting";
const isListed = (row) => row.dataset.state === queue.dataset.state;
const isOpen = (row) => ["waiting", "held"].includes(row.dataset.state) && !("taken" in row.dataset);

function ahead(tracking) {
  const all = rows();
  const at = all.findIndex((row) => row.dataset.tracking === tracking);
  return [...all.slice(at + 1), ...all.slice(0, Math.max(at, 0))].filter(isOpen);
}

function mark() {
  for (const row of rows()) {
    const isCurrent = row.dataset.tracking === current();
    row.querySelector("a").toggleAttribute("aria-current", isCurrent);
    if (isCurrent) row.scrollIntoView({ block: "nearest" });
  }
  keepHand();
}

function put(html) {
  const pieces = document.createElement("template");
  pieces.innerHTML = html;
  const row = pieces.content.querySelector("template")?.content.querySelector(".row");
  const card = pieces.content.getElementById("card");
  const before = row && rowOf(row.dataset.tracking);
  if (before) {
    count(FIGURES, Number(isListed(row)) - Number(isListed(before)));
    count(WAITS, Number(isWaiting(row)) - Number(isWaiting(before)));
    before.replaceWith(row);
  }
  if (!card) return say(pieces.content.textContent.trim());
  place().replaceWith(card);
  window.htmx?.process(card);
  if (row) mayUndo(row);
  mark();
}

function count(figures, by) {
  // what reads 99+ stays: it is not known how many there are
  for (const one of document.querySelectorAll(figures)) {
    one.textContent = one.textContent.replace(/\d+(?![\d+])/, (n) => Number(n) + by);
  }
}

function mayUndo(row) {
  undoable?.querySelector(".undo")?.remove();
  undoable = row.querySelector(".undo") ? row : null;
  if (undoable) setTimeout(() => row.querySelector(".undo")?.remove(), UNDO_MS);
}

function say(text) {
  const notice = document.getElementById("notice");
  notice.textContent = text;
  notice.className = text ? "notice stop" : "";
}

async function ask(address, options) {
  if (busy) return;
  busy = true;
  place().setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(address, { ...options, headers: { "HX-Request": "true" } });
    if (answer.redirected || answer.headers.has("HX-Redirect")) return location.reload();
    say("");
    put(await answer.text());
  } catch {
    say(queue.dataset.offline);
  } finally {
    busy = false;
    place().removeAttribute("aria-busy");
  }
}

function open(tracking) {
  const back = queue.querySelector("[name=back]").value;
  return ask(`${queue.dataset.card.replace(/-$/, "")}${tracking}?back=${encodeURIComponent(back)}`);
}

function send(form, button) {
  const sent = new URLSearchParams(new FormData(form, button));
  const decided = form.action.split("/").at(-2);
  for (const row of ahead(decided).slice(0, 3)) sent.append("next", row.dataset.tracking);
  return ask(form.action, { method: "POST", body: sent });
}

async function keepHand() {
  const wanted = ahead(current()).slice(0, HAND);
  const held = wanted.filter((row) => "mine" in row.dataset).length;
  if (!wanted.length || (held >= Math.min(6, wanted.length) && Date.now() - renewed < RENEW_MS)) return;
  renewed = Date.now();
  const sent = new URLSearchParams({ csrf_token: queue.dataset.token });
  for (const tracking of [current(), ...wanted.map((row) => row.dataset.tracking)]) {
    if (tracking) sent.append("tracking", tracking);
  }
  const answer = await fetch(queue.dataset.hand, { method: "POST", body: sent }).catch(() => null);
  if (!answer?.ok) return;
  const { mine, taken } = await answer.json();
  for (const tracking of mine) rowOf(tracking)?.toggleAttribute("data-mine", true);
  for (const [tracking, sentence] of Object.entries(taken)) {
    const row = rowOf(tracking);
    if (!row) continue;
    row.toggleAttribute("data-taken", true);
    row.querySelector(".mark").textContent = sentence;
  }
}

function step(by) {
  const all = rows();
  const at = all.findIndex((row) => row.dataset.tracking === current());
  const to = all[at + by];
  if (to) return open(to.dataset.tracking);
  if (by > 0) document.getElementById("further")?.click();
}

function press(name) {
  const button = place().querySelector(`.decide [data-key="${name}"]`);
  if (button) send(button.form, button);
}

function choose(digit) {
  const radio = place().querySelectorAll(".decide [name=category]")[digit - 1];
  if (radio) radio.checked = true;
  return radio;
}

function decline(digit) {
  const reasons = place().querySelector(".decide [name=reason]");
  if (!reasons?.options[digit]) return;
  reasons.selectedIndex = digit;
  send(reasons.form, place().querySelector(".decide [value=decline]"));
}

function accept() {
  const proposed = place().querySelector(".decide .proposed [name=category]");
  if (!proposed) return;
  proposed.checked = true;
  press("a");
}

function undo() {
  const form = undoable?.querySelector(".undo");
  if (form) send(form, form.querySelector("button"));
}

function pick() {
  const box = rowOf(current())?.querySelector("[type=checkbox]");
  if (box && !box.disabled) box.checked = !box.checked;
}

function merge() {
  const into = place().querySelector(".merge");
  if (!into) return;
  into.open = !into.open;
  into.querySelector("summary").focus();
}

function help() {
  const keys = document.getElementById("keys");
  keys.open = !keys.open;
}

const KEYS = {
  j: () => step(1),
  k: () => step(-1),
  a: () => press("a"),
  h: () => press("h"),
  p: accept,
  m: merge,
  u: undo,
  x: pick,
  "?": help,
};

if (queue) {
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input:not([type=radio], [type=checkbox]), select, textarea");
    if (event.key === "Escape") {
      pending = "";
      document.activeElement?.blur();
    }
    if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (pending && /^[1-9]$/.test(event.key)) {
      (pending === "d" ? decline : choose)(Number(event.key));
    } else if (event.key === "d" || event.key === "c") {
      pending = event.key;
      event.preventDefault();
      return;
    } else if (KEYS[event.key]) {
      event.preventDefault();
      KEYS[event.key]();
    }
    pending = "";
  });
  queue.addEventListener("submit", (event) => {
    if (!event.target.matches(".decide, .undo, .merge form")) return;
    event.preventDefault();
    send(event.target, event.submitter);
  });
  queue.addEventListener("click", (event) => {
    const link = event.target.closest(".row a");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    open(link.closest(".row").dataset.tracking);
  });
  mark();
}
