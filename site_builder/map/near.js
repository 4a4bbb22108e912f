/* The places nearest to where one stands. The position stays on the device. */
"use strict";

Kufu.near = (map) => {
  const here = L.layerGroup().addTo(map);
  const wait = 12_000;

  return { locate, nearest, away };

  function locate() {
    return new Promise((found, failed) => {
      if (!navigator.geolocation) {
        failed(new Error("no geolocation"));
        return;
      }
      const settings = { enableHighAccuracy: true, timeout: wait, maximumAge: 60_000 };
      navigator.geolocation.getCurrentPosition(
        ({ coords }) => {
          const latlng = L.latLng(coords.latitude, coords.longitude);
          mark(latlng, coords.accuracy);
          found(latlng);
        },
        failed,
        settings,
      );
    });
  }

  function mark(latlng, accuracy) {
    here.clearLayers();
    const shared = { pane: "shapes", interactive: false };
    here.addLayer(L.circle(latlng, { ...shared, radius: accuracy, className: "map-here-around" }));
    const spot = L.circleMarker(latlng, { ...shared, radius: 8, className: "map-here" });
    spot.bindTooltip(Kufu.speak(Kufu.make("span"), map.words.here), { permanent: true, offset: [8, 0] });
    here.addLayer(spot);
  }

  function nearest(points, latlng, isShown, howMany) {
    return Array.from({ length: points.size }, (_, site) => site)
      .filter(isShown)
      .map((site) => ({ site, metres: latlng.distanceTo(points.position(site)) }))
      .sort((one, other) => one.metres - other.metres)
      .slice(0, howMany);
  }

  /* "northeast, about 350 m": rounded to what a walker can use. */
  function away(from, to, metres) {
    const east = (to.lng - from.lng) * Math.cos((from.lat * Math.PI) / 180);
    const turn = Math.atan2(east, to.lat - from.lat) / (Math.PI / 4);
    const direction = map.words.directions.split("|")[(Math.round(turn) + 8) % 8];
    const far = metres >= 1000;
    const distance = far ? `${(metres / 1000).toFixed(1)} km` : `${Math.ceil(metres / 10) * 10} m`;
    return Kufu.say(map.words.away, { direction, distance });
  }
};
