"use strict";
// Narrows the cards of a page down to those that hold a text and bear a tag. Without scripts all of them stand there.
(() => {
  const bar = document.querySelector(".filters");
  if (!bar) return;
  const box = bar.querySelector("input"), shown = bar.querySelector("output");
  const buttons = [...bar.querySelectorAll("button")];
  const cards = [...document.querySelectorAll("[data-tags]")];
  const texts = cards.map((card) => card.textContent.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase());
  const narrow = () => {
    const words = box.value.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().split(/\s+/).filter(Boolean);
    const tags = buttons.filter((b) => b.getAttribute("aria-pressed") === "true").map((b) => b.dataset.tag);
    let count = 0;
    cards.forEach((card, n) => {
      const own = card.dataset.tags.split("|");
      const fits = words.every((w) => texts[n].includes(w)) && (!tags.length || tags.some((t) => own.includes(t)));
      card.hidden = !fits;
      count += fits;
    });
    for (const heading of document.querySelectorAll("section[data-cards]"))
      heading.hidden = !heading.querySelector("[data-tags]:not([hidden])");
    shown.textContent = count === cards.length ? `${count} shown` : `${count} of ${cards.length} shown`;
  };
  box.addEventListener("input", narrow);
  for (const button of buttons)
    button.addEventListener("click", () => {
      button.setAttribute("aria-pressed", String(button.getAttribute("aria-pressed") !== "true"));
      narrow();
    });
  bar.hidden = false;
  narrow();
})();
