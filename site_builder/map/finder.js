/* The panel beside the map: legend, search and nearest places act on the same sites. */
"use strict";

Kufu.finder = async (layer) => {
  const howMany = 30;
  const howNear = 5;
  const { map } = layer;
  const { words } = map;
  const [form, box, nearButton, count, results, title, note, list] = [
    "map-search",
    "map-words",
    "map-near",
    "map-count",
    "map-results",
    "map-results-title",
    "map-results-note",
    "map-results-list",
  ].map((id) => document.getElementById(id));
  const { points, catalogue } = await layer.ready;
  const search = Kufu.search(points, catalogue);
  const legend = Kufu.legend(points, filter);
  const near = Kufu.near(map);
  let sought = null;

  box.addEventListener("input", () => {
    filter();
    listFound();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    list.querySelector("button")?.focus();
  });
  nearButton.addEventListener("click", listNear);
  document.getElementById("map-results-close").addEventListener("click", hideResults);
  window.addEventListener("hashchange", follow);
  layer.on("select", remember);
  follow();

  function isShown(site) {
    const chosen = filter.chosen;
    return (!sought || sought(site)) && (chosen.size === 0 || chosen.has(points.category(site)));
  }

  function filter() {
    sought = search(box.value);
    filter.chosen = new Set(legend.chosen());
    legend.count(sought ?? (() => true));
    layer.show(sought || filter.chosen.size > 0 ? isShown : null);
    let shown = 0;
    for (let site = 0; site < points.size; site += 1) shown += isShown(site) ? 1 : 0;
    const said = shown === points.size ? words.places : words.placesShown;
    Kufu.speak(count, Kufu.say(said, { shown, count: points.size }));
    remember();
  }

  function listFound() {
    if (!sought) {
      hideResults();
      return;
    }
    const found = [];
    for (let site = 0; site < points.size; site += 1) if (isShown(site)) found.push(site);
    const said = found.length > 0 ? words.found : words.foundNone;
    showResults(Kufu.say(said, { count: found.length }), found.slice(0, howMany));
  }

  async function listNear() {
    nearButton.disabled = true;
    Kufu.speak(count, words.locating);
    try {
      const here = await near.locate();
      const nearest = near.nearest(points, here, isShown, howNear);
      const far = new Map(
        nearest.map(({ site, metres }) => [site, near.away(here, points.position(site), metres)]),
      );
      showResults(words.nearest, [...far.keys()], far);
      note.hidden = false;
      filter();
      const around = L.latLngBounds([here, ...nearest.map(({ site }) => points.position(site))]);
      const paddingTopLeft = [40, 40 + covered()];
      map.fitBounds(around, { paddingTopLeft, paddingBottomRight: [40, 56], maxZoom: 17 });
    } catch {
      Kufu.speak(count, words.positionUnknown);
    } finally {
      nearButton.disabled = false;
    }
  }

  // On a phone the results lie over the upper part of the map.
  function covered() {
    const panel = results.getBoundingClientRect();
    const frame = map.getContainer().getBoundingClientRect();
    const isBeside = panel.right <= frame.left;
    return isBeside ? 0 : Math.min(Math.max(panel.bottom - frame.top, 0), frame.height / 2);
  }

  function showResults(heading, sites, remarks = new Map()) {
    Kufu.speak(title, heading);
    note.hidden = true;
    list.replaceChildren(...sites.map((site) => choice(site, remarks.get(site))));
    results.hidden = false;
  }

  function hideResults() {
    results.hidden = true;
    box.focus();
  }

  function choice(site, remark) {
    const category = catalogue.get(points.category(site));
    const button = Kufu.make("button", "map-choice");
    button.type = "button";
    const symbol = Kufu.make("span", "map-symbol");
    symbol.dataset.family = category.family;
    symbol.append(category.icon());
    const text = Kufu.make("span");
    text.append(points.nameNode("span", site), Kufu.speak(Kufu.make("small"), remark ?? category.name));
    button.append(symbol, text);
    button.addEventListener("click", () => {
      results.hidden = true;
      layer.open(site, { near: true });
    });
    const item = Kufu.make("li");
    item.append(button);
    return item;
  }

  function remember() {
    const site = layer.selected();
    Kufu.viewAddress.write({
      site: site === null ? "" : points.id(site),
      categories: legend.chosen(),
      words: box.value.trim(),
    });
  }

  // Read it before filtering: filtering writes it.
  function follow() {
    const said = Kufu.viewAddress.read();
    legend.choose(said.categories);
    box.value = said.words;
    filter();
    if (!said.site) return;
    const site = points.siteWithId(said.site);
    if (site === undefined) Kufu.speak(count, words.siteUnknown);
    else if (site !== layer.selected()) layer.open(site, { near: true });
  }
};
