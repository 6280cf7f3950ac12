"use strict";
// The filter is kept in the address (#verdict=wrong&words=kim), so that a view can be linked to.
const form = document.getElementById("filter");
const questions = [...document.querySelectorAll(".question")];

function show() {
  const wanted = Object.fromEntries(new FormData(form));
  const words = wanted.words.toLowerCase().split(/\s+/).filter(Boolean);
  let count = 0;
  for (const question of questions) {
    const fits = ["type", "verdict", "stage"].every(
      (name) => !wanted[name] || question.dataset[name] === wanted[name]);
    const text = question.textContent.toLowerCase();
    question.hidden = !(fits && words.every((word) => text.includes(word)));
    count += question.hidden ? 0 : 1;
  }
  document.getElementById("shown").textContent = `${count} of ${questions.length}`;
}

function readAddress() {
  const wanted = new URLSearchParams(location.hash.slice(1));
  for (const field of form.elements) if (field.name) field.value = wanted.get(field.name) ?? "";
  show();
}

form.addEventListener("input", () => {
  const wanted = new URLSearchParams(new FormData(form));
  for (const [name, value] of [...wanted]) if (!value) wanted.delete(name);
  history.replaceState(null, "", `#${wanted}`);
  show();
});
form.addEventListener("submit", (event) => event.preventDefault());
addEventListener("hashchange", readAddress);
addEventListener("beforeprint", () => questions.forEach((question) => { question.open = true; }));
readAddress();
