/* The categories as the page's legend shows them: one place for names, icons, sentences. */
"use strict";

Kufu.catalogue = () => {
  const known = new Map();
  for (const entry of document.querySelectorAll("#map-legend [data-category]")) {
    const name = entry.querySelector(".map-kind");
    known.set(entry.dataset.category, {
      family: entry.dataset.family,
      name: name.textContent,
      nameNode: () => copy(name),
      whyNode: () => copy(entry.querySelector(".map-why")),
      icon: () => entry.querySelector(".icon").cloneNode(true),
    });
  }
  return {
    // A category that the vocabulary lost still has a marker; its id is better than nothing.
    get: (id) => known.get(id) ?? unknown(id),
  };

  function unknown(id) {
    const say = () => document.createTextNode(id);
    return { family: "green", name: id, nameNode: say, whyNode: () => "", icon: () => "" };
  }

  // Readings above words (ruby) come along.
  function copy(element) {
    const copied = Kufu.make("span");
    copied.append(...[...element.childNodes].map((node) => node.cloneNode(true)));
    return copied;
  }
};
