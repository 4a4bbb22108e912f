/* The map itself, and the name that our scripts share: Kufu. Plain scripts, because the
   same files must one day open from a USB stick, where modules may not be loaded. */
"use strict";

window.Kufu = {
  /* Fill names in braces: say("{count} places", {count: 3}). Numbers are grouped. */
  say(words, values) {
    return words.replace(/\{(\w+)\}/g, (whole, name) => Kufu.number(values[name] ?? whole));
  },

  number(value) {
    return value.toLocaleString(document.documentElement.lang);
  },

  /* Return a new element; text is set as text, never as markup. */
  make(tag, className, text) {
    const element = document.createElement(tag);
    if (className) element.className = className;
    if (text) element.textContent = text;
    return element;
  },

  /* Put our own words into an element. Plain Japanese writes readings in brackets, 地図(ちず):
     for the eye they stand above the word. Never for what people wrote: that is text. */
  speak(element, words) {
    const parts = words.split(/([\u3400-\u9fff々〆ヶ]+)[(（]([\u3041-\u309fー]+)[)）]/);
    const isPlain = document.documentElement.dataset.language !== "easy";
    if (isPlain || parts.length === 1) element.textContent = words;
    else element.replaceChildren(...parts.flatMap(spoken));
    return element;

    function spoken(part, place) {
      if (place % 3 === 0) return part;
      if (place % 3 === 2) return [];
      const ruby = Kufu.make("ruby", "", part);
      ruby.append(Kufu.make("rt", "", parts[place + 1]));
      return ruby;
    }
  },

  async read(url) {
    const answer = await fetch(url);
    if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
    return answer.json();
  },

  map(id, settings) {
    const { bounds, minZoom, maxZoom, words } = settings;
    const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    const map = L.map(id, {
      minZoom,
      maxZoom,
      zoomControl: false,
      attributionControl: false,
      // Escape and focus are ours: the card gives focus back to the marker it came from.
      closePopupOnClick: true,
      zoomAnimation: !calm,
      fadeAnimation: !calm,
      inertia: !calm,
      maxBounds: L.latLngBounds(bounds).pad(1.5),
      maxBoundsViscosity: 0.6,
    });
    map.words = words;
    map.home = L.latLngBounds(bounds);
    map.fitBounds(map.home, { padding: [8, 8] });
    L.control.attribution({ prefix: false }).addTo(map);
    L.control.scale({ imperial: false, position: "topleft" }).addTo(map);
    L.control
      .zoom({ position: "topright", zoomInTitle: words.zoomIn, zoomOutTitle: words.zoomOut })
      .addTo(map);
    keepInPlace(map.getContainer());
    return map;

    // A browser scrolls a focused marker into view even inside of the map; the map is to
    // move instead, or tiles and markers part.
    function keepInPlace(container) {
      container.addEventListener("scroll", () => container.scrollTo(0, 0));
    }
  },
};
