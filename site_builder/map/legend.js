/* The legend is the filter: nothing chosen shows everything, and kinds that the ward does
   not have yet stay out of the way. */
"use strict";

Kufu.legend = (points, onChange) => {
  const entries = [...document.querySelectorAll("#map-legend [data-category]")];
  const boxes = new Map(entries.map((entry) => [entry.dataset.category, entry.querySelector("input")]));
  const all = document.getElementById("map-all");

  for (const box of boxes.values()) box.addEventListener("change", changed);
  all.addEventListener("click", () => {
    choose([]);
    changed();
  });

  return { chosen, choose, count };

  function chosen() {
    return [...boxes].filter(([, box]) => box.checked).map(([category]) => category);
  }

  function choose(categories) {
    for (const [category, box] of boxes) box.checked = categories.includes(category);
    all.hidden = categories.length === 0;
  }

  function changed() {
    all.hidden = chosen().length === 0;
    onChange();
  }

  /* Say how many of each kind pass `test`. */
  function count(test) {
    const counts = new Map();
    for (let site = 0; site < points.size; site += 1) {
      const category = points.category(site);
      if (!counts.has(category)) counts.set(category, 0);
      if (test(site)) counts.set(category, counts.get(category) + 1);
    }
    for (const entry of entries) {
      const { category } = entry.dataset;
      const number = entry.querySelector(".map-number");
      entry.hidden = !counts.has(category);
      number.hidden = false;
      number.textContent = Kufu.number(counts.get(category) ?? 0);
    }
    for (const family of document.querySelectorAll("#map-legend fieldset")) {
      family.hidden = [...family.querySelectorAll("[data-category]")].every(({ hidden }) => hidden);
    }
  }
};
