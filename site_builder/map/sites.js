/* The sites on the map: what is shown, in which groups, and which one is open. */
"use strict";

Kufu.sites = (map, { points: url, photos, pages }) => {
  const cell = 72;
  const oneSpot = 40;
  const closeEnough = 17;
  const layer = new L.Evented();
  const always = () => true;
  let isShown = always;
  let selected = null;
  let parts = null;

  layer.map = map;
  layer.show = (test) => {
    isShown = test ?? always;
    draw();
  };
  layer.draw = draw;
  layer.open = open;
  layer.selected = () => selected;
  layer.ready = start();
  return layer;

  async function start() {
    try {
      const points = Kufu.points(await Kufu.read(url));
      const catalogue = Kufu.catalogue();
      parts = {
        points,
        markers: Kufu.markers(map, { points, catalogue, onSite: open, onGroup: openGroup }),
        shapes: Kufu.shapes(map, { points, catalogue }),
        card: Kufu.card(map, { points, catalogue, photos, pages }),
      };
      Object.assign(layer, { points, catalogue });
    } catch (error) {
      Kufu.speak(document.getElementById("map-count"), map.words.sitesUnreachable);
      throw error;
    }
    map.on("moveend", draw);
    map.on("cardclose", () => {
      select(null);
      draw();
    });
    draw();
    return layer;
  }

  function draw() {
    if (!parts) return;
    const groups = grouped(map.getZoom(), map.getPixelBounds());
    parts.markers.draw(groups, selected);
    const single = groups.filter(({ sites }) => sites.length === 1).map(({ sites }) => sites[0]);
    parts.shapes(isShown, single, selected);
  }

  function grouped(zoom, bounds) {
    return Kufu.groups(parts.points, isShown, { zoom, bounds, cell });
  }

  /* Open the card of a site; `near`: come close first, so that its marker stands alone. */
  function open(site, { near = false } = {}) {
    const { points, markers, card } = parts;
    if (near && map.getZoom() < closeEnough) {
      map.setView(points.position(site), closeEnough, { animate: false });
    }
    card.openSite(site, () => markers.nodeOf(site) ?? markers.groupOf([site]));
    select(site);
    draw();
  }

  function openGroup({ sites }) {
    const { points, markers, card } = parts;
    const bounds = L.latLngBounds(sites.map(points.position));
    if (isOneSpot(bounds)) {
      const back = () => markers.groupOf(sites);
      card.openList(bounds.getCenter(), sites, (site) => open(site), back);
      return;
    }
    map.once("moveend", () => markers.groupOf(sites)?.focus({ preventScroll: true }));
    const zoom = Math.min(map.getBoundsZoom(bounds, false, [48, 48]), map.getMaxZoom());
    map.setView(bounds.getCenter(), Math.max(zoom, map.getZoom() + 1));
  }

  // However near one comes, they would still lie on each other.
  function isOneSpot(bounds) {
    const zoom = map.getMaxZoom();
    const corner = map.project(bounds.getNorthWest(), zoom);
    return corner.distanceTo(map.project(bounds.getSouthEast(), zoom)) < oneSpot;
  }

  function select(site) {
    if (site === selected) return;
    selected = site;
    layer.fire("select", { site });
  }
};
