/* What the page shows, kept in its address after the #, so that it can be sent to somebody:
   #site=<id> opens a place, #category=<id>,<id> shows only these kinds, #q=<words> searches.
   All three may be joined with &. */
"use strict";

Kufu.viewAddress = {
  read() {
    const said = new URLSearchParams(window.location.hash.slice(1));
    return {
      site: said.get("site") ?? "",
      categories: (said.get("category") ?? "").split(",").filter(Boolean),
      words: said.get("q") ?? "",
    };
  },

  write({ site, categories, words }) {
    const said = new URLSearchParams();
    if (site) said.set("site", site);
    if (categories.length > 0) said.set("category", categories.join(","));
    if (words) said.set("q", words);
    const hash = said.toString().replaceAll("%2C", ",");
    const address = hash ? `#${hash}` : window.location.pathname + window.location.search;
    if (hash !== window.location.hash.slice(1)) window.history.replaceState(null, "", address);
  },
};
