// An aspect of a text is chosen by selecting it. Without this file its first and last words are typed.
"use strict";

const text = document.getElementById("text");
const form = document.getElementById("hand-over");
const chosen = document.getElementById("chosen");
const unchoose = document.getElementById("unchoose");

// Letters as the server counts them: an emoji is one, and not two as here.
const letters = (some) => [...some].length;

function before(node, offset) {
  const range = document.createRange();
  range.setStart(text, 0);
  range.setEnd(node, offset);
  return range.toString();
}

function show(start, length) {
  form.elements.start.value = start;
  form.elements.length.value = length;
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
  const typed = form.elements.first.value || form.elements.last.value;
  if (!typed) {
    document.body.classList.add("selecting");
    show(form.elements.start.value, form.elements.length.value);
    document.addEventListener("selectionchange", take);
    unchoose.addEventListener("click", () => show("", ""));
  }
}
