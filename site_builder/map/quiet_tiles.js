/* A tile server that cannot be reached is mentioned once, below the map, and nothing else
   changes: ward, places and list do not need it. */
"use strict";

Kufu.quietTiles = (layer) => {
  const note = document.getElementById("map-quiet");
  const enough = 3;
  let failed = 0;
  layer.on("tileload", () => {
    failed = 0;
    note.hidden = true;
  });
  layer.on("tileerror", ({ tile }) => {
    tile.hidden = true;
    failed += 1;
    if (failed !== enough) return;
    Kufu.speak(note, layer._map?.words.tilesUnreachable ?? "");
    note.hidden = false;
  });
};
