/* The card that opens at a marker. Words that people wrote are put in as text only. */
"use strict";

Kufu.card = (map, { points, catalogue, photos, pages }) => {
  const { words } = map;
  let opener = null;
  let popup = null;

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && popup) {
      event.preventDefault();
      close();
    }
  });
  map.on("popupclose", ({ popup: closed }) => {
    if (closed !== popup) return;
    const element = popup.getElement();
    const held = element.contains(document.activeElement);
    // Leaflet would let it fade for a while, and then there might be two of them.
    element.remove();
    popup = null;
    if (held) (opener() ?? map.getContainer()).focus({ preventScroll: true });
    map.fire("cardclose");
  });

  return { openSite, openList, close };

  /* `from` finds the marker to give focus back to: it may have been drawn anew by then. */
  function openSite(site, from) {
    open(points.position(site), siteCard(site), from);
  }

  function openList(latlng, sites, choose, from) {
    const title = Kufu.say(words.sameSpot, { count: sites.length });
    const card = frame(Kufu.speak(Kufu.make("h2"), title));
    const list = Kufu.make("ul", "map-spot");
    for (const site of sites) {
      const button = Kufu.make("button", "map-choice");
      button.type = "button";
      button.append(symbolOf(site), points.nameNode("span", site));
      button.addEventListener("click", () => choose(site));
      const item = Kufu.make("li");
      item.append(button);
      list.append(item);
    }
    card.append(list);
    open(latlng, card, from);
  }

  function open(latlng, card, from) {
    close();
    opener = from;
    const narrow = map.getSize().x < 480;
    popup = L.popup({
      className: "map-card",
      closeButton: false,
      autoClose: false,
      minWidth: narrow ? 232 : 264,
      maxWidth: narrow ? 264 : 304,
      maxHeight: map.getSize().y - 112,
      offset: [0, -14],
      autoPanPaddingTopLeft: [12, 12],
      autoPanPaddingBottomRight: [12, 76],
    });
    const opened = popup.setLatLng(latlng).setContent(card);
    opened.openOn(map);
    card.focus({ preventScroll: true });
  }

  function close() {
    if (popup) map.closePopup(popup);
  }

  function siteCard(site) {
    const category = catalogue.get(points.category(site));
    const card = frame(points.nameNode("h2", site), photoOf(site));
    const kind = Kufu.make("p", "map-card-kind");
    kind.append(symbolOf(site), category.nameNode());
    const why = Kufu.make("p", "map-card-why");
    why.append(category.whyNode());
    const link = Kufu.speak(Kufu.make("a", "map-card-link"), words.details);
    link.href = `${pages}${encodeURIComponent(points.id(site))}/`;
    card.append(kind);
    if (points.rough(site)) {
      card.append(Kufu.speak(Kufu.make("p", "map-card-rough"), words.approximate));
    }
    card.append(why, link);
    return card;
  }

  function frame(heading, picture) {
    const card = Kufu.make("article", "map-card-body");
    card.tabIndex = -1;
    card.setAttribute("role", "dialog");
    heading.id = "map-card-title";
    card.setAttribute("aria-labelledby", heading.id);
    const button = Kufu.make("button", "map-card-close");
    button.type = "button";
    button.setAttribute("aria-label", words.close);
    button.append(Kufu.make("span", "", "×"));
    button.addEventListener("click", close);
    if (picture) card.append(picture);
    card.append(heading, button);
    return card;
  }

  // With its size, so that the card does not jump when the picture comes.
  function photoOf(site) {
    const photo = points.photo(site);
    if (!photo) return null;
    const [file, width, height, isIllustration] = photo;
    const figure = Kufu.make("figure");
    const image = Kufu.make("img");
    Object.assign(image, { width, height, decoding: "async" });
    const said = isIllustration ? words.illustrationOf : words.photoOf;
    image.alt = Kufu.say(said, { name: points.name(site) });
    image.addEventListener("error", () => figure.remove());
    image.src = photos + file.split("/").map(encodeURIComponent).join("/");
    figure.append(image);
    if (isIllustration) figure.append(Kufu.speak(Kufu.make("figcaption"), words.illustration));
    return figure;
  }

  function symbolOf(site) {
    const category = catalogue.get(points.category(site));
    const symbol = Kufu.make("span", "map-symbol");
    symbol.dataset.family = category.family;
    symbol.append(category.icon());
    return symbol;
  }
};
