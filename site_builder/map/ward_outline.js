/* The ward's border, and a veil over what lies outside of it, so that the map is a map even
   where no tiles come. Colours are in map.css. */
"use strict";

Kufu.wardOutline = async (map, { url, attribution }) => {
  const pane = map.createPane("ward");
  pane.style.zIndex = 350;
  const renderer = L.svg({ pane: "ward", padding: 1 });
  const shared = { renderer, pane: "ward", interactive: false, smoothFactor: 0.5 };
  map.attributionControl.addAttribution(attribution);
  const outline = await Kufu.read(url);
  const rings = outline.coordinates.flat(outline.type === "Polygon" ? 0 : 1).map(turned);
  const world = [[-85, -180], [-85, 180], [85, 180], [85, -180]];
  L.polygon([world, ...rings], { ...shared, className: "ward-veil", stroke: false }).addTo(map);
  L.polygon(rings, { ...shared, className: "ward-border", fill: false }).addTo(map);

  // GeoJSON says longitude first, Leaflet latitude first.
  function turned(ring) {
    return ring.map(([longitude, latitude]) => [latitude, longitude]);
  }
};
