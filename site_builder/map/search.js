/* Search by name: half and full width, hiragana and katakana, upper and lower case are one.
   Folded names are made when somebody first types. */
"use strict";

Kufu.search = (points, catalogue) => {
  let folded = null;

  /* Return a test for the words in `text`, or null where it says nothing. */
  return (text) => {
    const words = fold(text).split(/\s+/).filter(Boolean);
    if (words.length === 0) return null;
    folded ??= Array.from({ length: points.size }, (_, site) => fold(describe(site)));
    return (site) => words.every((word) => folded[site].includes(word));
  };

  function describe(site) {
    const kind = catalogue.get(points.category(site)).name;
    return [points.names(site), points.district(site), kind].join(" ");
  }

  function fold(text) {
    return text
      .normalize("NFKC")
      .toLowerCase()
      .replace(/[ァ-ヶ]/g, (kana) => String.fromCharCode(kana.charCodeAt(0) - 0x60));
  }
};
