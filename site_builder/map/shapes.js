/* What is more than a point: hedges, greenways and gardens drawn as they lie, and a soft
   circle where a place is only known roughly or shown roughly on purpose. */
"use strict";

Kufu.shapes = (map, { points, catalogue }) => {
  const drawnFrom = 14;
  const roughFrom = 16;
  const atMost = 400;
  const pane = map.createPane("shapes");
  pane.style.zIndex = 390;
  const renderer = L.svg({ pane: "shapes", padding: 0.5 });
  const layer = L.layerGroup().addTo(map);

  /* Draw for `single`, the sites that have a marker of their own in this view. */
  return function draw(isShown, single, selected) {
    layer.clearLayers();
    const view = map.getBounds().pad(0.5);
    if (map.getZoom() >= drawnFrom) {
      points.shaped
        .filter((site) => isShown(site) && view.contains(points.position(site)))
        .slice(0, atMost)
        .forEach(outline);
    }
    const rough = map.getZoom() >= roughFrom ? single : [];
    rough.filter((site) => site !== selected).forEach((site) => circle(site, "map-rough"));
    if (selected !== null) circle(selected, "map-rough is-open");
  };

  function outline(site) {
    const { isArea, rings } = points.shape(site);
    const options = looks(site, isArea ? "map-area" : "map-line");
    layer.addLayer(isArea ? L.polygon(rings, options) : L.polyline(rings, options));
  }

  function circle(site, kind) {
    const radius = points.rough(site);
    if (!radius) return;
    layer.addLayer(L.circle(points.position(site), { radius, ...looks(site, kind) }));
  }

  function looks(site, kind) {
    const { family } = catalogue.get(points.category(site));
    return { renderer, pane: "shapes", interactive: false, className: `${kind} is-${family}` };
  }
};
