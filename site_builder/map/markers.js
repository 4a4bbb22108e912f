/* Markers are plain buttons: they have a name, Tab reaches them, Enter opens them. Round is
   green, square is safety; a group shows how many it holds and a ring in both colours. */
"use strict";

Kufu.markers = (map, { points, catalogue, onSite, onGroup }) => {
  const pane = map.createPane("sites");
  pane.classList.add("map-markers");
  const shown = new Map();
  let groups = [];

  map.on("zoom viewreset", place);
  map.on("zoomanim", ({ zoom, center }) => {
    for (const { node, latlng } of shown.values()) {
      L.DomUtil.setPosition(node, map._latLngToNewLayerPoint(latlng, zoom, center).round());
    }
  });

  return { draw, nodeOf, groupOf };

  // Keeps the buttons of what stays, so that focus is not lost when the map moves.
  function draw(next, selected) {
    groups = [...next].sort((one, other) => one.y - other.y || one.x - other.x);
    const view = map.getBounds();
    const before = new Map(shown);
    const active = document.activeElement;
    shown.clear();
    let cursor = pane.firstChild;
    for (const group of groups) {
      const key = keyOf(group);
      const entry = before.get(key) ?? made(group);
      before.delete(key);
      entry.latlng = latLng(group);
      shown.set(key, entry);
      mark(entry.node, key === `s${selected}`);
      entry.node.tabIndex = view.contains(entry.latlng) ? 0 : -1;
      if (entry.node === cursor) cursor = cursor.nextSibling;
      else pane.insertBefore(entry.node, cursor);
    }
    for (const { node } of before.values()) node.remove();
    place();
    if (active !== document.activeElement && active?.isConnected) {
      active.focus({ preventScroll: true });
    }
  }

  // The same sites, the same button. Thousands of numbers are not written out for it.
  function keyOf({ sites }) {
    if (sites.length === 1) return `s${sites[0]}`;
    let sum = 0;
    let least = sites[0];
    for (const site of sites) {
      sum += site * site;
      least = Math.min(least, site);
    }
    return `g${sites.length}-${least}-${sum}`;
  }

  function mark(node, isSelected) {
    if (isSelected) node.setAttribute("aria-current", "true");
    else node.removeAttribute("aria-current");
  }

  function place() {
    for (const { node, latlng } of shown.values()) {
      L.DomUtil.setPosition(node, map.latLngToLayerPoint(latlng).round());
    }
  }

  function made(group) {
    const node = Kufu.make("button", "map-marker leaflet-zoom-animated");
    node.type = "button";
    if (group.sites.length === 1) dressSite(node, group.sites[0]);
    else dressGroup(node, group.sites);
    node.addEventListener("click", (event) => {
      event.stopPropagation();
      const dragged = event.detail > 0 && map.dragging.moved();
      if (dragged) return;
      if (group.sites.length === 1) onSite(group.sites[0]);
      else onGroup(group);
    });
    node.addEventListener("focus", () => {
      if (node.matches(":focus-visible")) map.panInside(shownAt(node), { padding: [48, 48] });
    });
    return { node, latlng: latLng(group) };
  }

  function dressSite(node, site) {
    const category = catalogue.get(points.category(site));
    const symbol = Kufu.make("span", "map-symbol");
    symbol.dataset.family = category.family;
    symbol.append(category.icon());
    node.append(symbol);
    node.dataset.site = points.id(site);
    node.setAttribute("aria-label", `${points.name(site)} (${category.name})`);
    node.title = points.name(site);
  }

  function dressGroup(node, sites) {
    const count = sites.length;
    const isGreen = (site) => catalogue.get(points.category(site)).family === "green";
    const green = sites.filter(isGreen).length;
    const families = green === count ? "green" : green === 0 ? "resilience" : "both";
    const symbol = Kufu.make("span", "map-group");
    symbol.dataset.family = families;
    symbol.dataset.size = count < 10 ? "s" : count < 100 ? "m" : "l";
    symbol.style.setProperty("--share", `${Math.round((green / count) * 100)}%`);
    symbol.append(Kufu.make("span", "", Kufu.number(count)));
    node.append(symbol);
    const words = Kufu.say(map.words.cluster, { count, green, safety: count - green });
    node.setAttribute("aria-label", words);
  }

  function latLng(group) {
    if (group.sites.length === 1) return points.position(group.sites[0]);
    return map.unproject([group.x, group.y], map.getZoom());
  }

  function shownAt(node) {
    return [...shown.values()].find((entry) => entry.node === node)?.latlng ?? map.getCenter();
  }

  function nodeOf(site) {
    return shown.get(`s${site}`)?.node ?? null;
  }

  /* The button of the group that holds a site, or of the site itself. */
  function groupOf(sites) {
    const group = groups.find((each) => sites.some((site) => each.sites.includes(site)));
    if (!group) return null;
    return shown.get(keyOf(group))?.node;
  }
};
