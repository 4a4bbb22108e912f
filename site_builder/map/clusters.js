/* Puts sites together that would lie on each other, for one view. A grid over the whole
   world, so that panning changes nothing; then neighbours in the grid that came too close
   become one. A pass over ten thousand sites takes about a millisecond. */
"use strict";

Kufu.groups = (points, isShown, { zoom, bounds, cell }) => {
  const size = 256 * 2 ** zoom;
  // Whole cells and one more all around: what is cut by the edge must not change its shape.
  const west = Math.floor(bounds.min.x / cell) - 1;
  const east = Math.floor(bounds.max.x / cell) + 1;
  const north = Math.floor(bounds.min.y / cell) - 1;
  const south = Math.floor(bounds.max.y / cell) + 1;
  const columns = east - west + 1;
  const cells = new Map();
  for (let site = 0; site < points.size; site += 1) {
    if (!isShown(site)) continue;
    const x = points.worldX[site] * size;
    const y = points.worldY[site] * size;
    const column = Math.floor(x / cell);
    const row = Math.floor(y / cell);
    if (column < west || column > east || row < north || row > south) continue;
    const key = (row - north) * columns + column - west;
    const group = cells.get(key);
    if (group) add(group, site, x, y);
    else cells.set(key, { key, sites: [site], sumX: x, sumY: y });
  }
  merge(cells);
  merge(cells);
  return [...cells.values()].map((group) => ({
    sites: group.sites,
    x: group.sumX / group.sites.length,
    y: group.sumY / group.sites.length,
  }));

  function merge(all) {
    const around = [1, columns - 1, columns, columns + 1];
    for (const key of [...all.keys()].sort((a, b) => a - b)) {
      for (const step of [...around, ...around.map((ahead) => -ahead)]) {
        const one = all.get(key);
        const other = all.get(key + step);
        if (one && other && distance(one, other) < Kufu.groupRadius(one) + Kufu.groupRadius(other)) {
          const [into, from] = one.sites.length >= other.sites.length ? [one, other] : [other, one];
          into.sites.push(...from.sites);
          into.sumX += from.sumX;
          into.sumY += from.sumY;
          all.delete(from.key);
        }
      }
    }
  }

  function add(group, site, x, y) {
    group.sites.push(site);
    group.sumX += x;
    group.sumY += y;
  }

  function distance(one, other) {
    return Math.hypot(
      one.sumX / one.sites.length - other.sumX / other.sites.length,
      one.sumY / one.sites.length - other.sumY / other.sites.length,
    );
  }
};

/* Half of what a marker takes in pixels, with a little air; see .map-group in map.css. */
Kufu.groupRadius = ({ sites }) => {
  const count = sites.length;
  if (count < 10) return count === 1 ? 21 : 24;
  return count < 100 ? 26 : 29;
};
