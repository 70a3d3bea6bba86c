// An aspect of a text is chosen by selecting it. Without this file its first and last words are typed.
"use strict";

const text = document.getElementById("text");
const form = document.getElementById("hand-over");
const chosen = document.getElementById("chosen");
const unchoose = document.getElementById("unchoose");

// By name and not as a property: `elements.length` says how many there are.
const field = (name) => form.elements.namedItem(name);

// Letters as the server counts them: an emoji is one, and not two as here.
const letters = (some) => [...some].length;

function before(node, offset) {
  const range = document.createRange();
  range.setStart(text, 0);
  range.setEnd(node, offset);
  return range.toString();
}

function show(start, length) {
  field("start").value = start;
  field("length").value = length;
  const shown = [...text.textContent].slice(Number(start), Number(start) + Number(length)).join("");
  chosen.textContent = shown || chosen.dataset.whole;
  unchoose.hidden = !shown;
}

function take() {
  const selection = document.getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return;
  const range = selection.getRangeAt(0);
  if (!text.contains(range.startContainer) || !text.contains(range.endContainer)) return;
  const start = letters(before(range.startContainer, range.startOffset));
  show(start, letters(before(range.endContainer, range.endOffset)) - start);
}

if (text && form) {
  const typed = field("first").value || field("last").value;
  if (!typed) {
    document.body.classList.add("selecting");
    show(field("start").value, field("length").value);
    document.addEventListener("selectionchange", take);
    unchoose.addEventListener("click", () => show("", ""));
  }
}
