/* Reads the data file; site_builder/map/points.py says what is in it. A site is known by
   its index from here on. */
"use strict";

Kufu.points = (said) => {
  const size = said.id.length;
  const [west, south] = said.origin;
  const unit = 1e-6;
  const isEnglish = document.documentElement.lang === "en";
  // Where each site is in the square world of web maps, 0 to 1, worked out once.
  const worldX = new Float64Array(size);
  const worldY = new Float64Array(size);
  for (let site = 0; site < size; site += 1) {
    const { lat, lng } = position(site);
    const sine = Math.sin((lat * Math.PI) / 180);
    worldX[site] = lng / 360 + 0.5;
    worldY[site] = 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI);
  }
  const indexes = new Map(said.id.map((id, site) => [id, site]));

  return {
    size,
    worldX,
    worldY,
    position,
    shape,
    siteWithId: (id) => indexes.get(id),
    id: (site) => said.id[site],
    names: (site) => `${said.name[site]} ${said.name_en[site] ?? ""}`,
    name,
    nameNode,
    category: (site) => said.categories[said.category[site]],
    district: (site) => said.districts[said.district[site]] ?? "",
    rough: (site) => said.rough[site] ?? 0,
    photo: (site) => said.photo[site] ?? null,
    shaped: Object.keys(said.shape).map(Number),
  };

  function position(site) {
    return L.latLng((south + said.y[site]) * unit, (west + said.x[site]) * unit);
  }

  // The name in the page's language where there is one.
  function name(site) {
    return (isEnglish && said.name_en[site]) || said.name[site];
  }

  /* The name as an element's text; a Japanese one in an English page is marked as such. */
  function nameNode(tag, site) {
    const element = Kufu.make(tag, "", name(site));
    if (isEnglish && !said.name_en[site]) element.lang = "ja";
    return element;
  }

  function shape(site) {
    const [type, ...rings] = said.shape[site] ?? [0];
    return { isArea: type === 2, rings: rings.map(walked) };
  }

  function walked(steps) {
    let [x, y] = [west, south];
    const ring = [];
    for (let step = 0; step < steps.length; step += 2) {
      x += steps[step];
      y += steps[step + 1];
      ring.push([y * unit, x * unit]);
    }
    return ring;
  }
};
