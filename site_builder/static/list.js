// Searches the list. Without this script the list and its pages by kind work as they are.
//
// The rows are fetched when somebody first searches: [id, name, English name, kana,
// category, district, address, state], newest first. What people wrote only ever becomes
// text, never markup.
(() => {
  "use strict";

  const AT_ONCE = 100;
  const form = document.getElementById("filter");
  const places = document.getElementById("places");
  const found = document.getElementById("found");
  const paging = document.getElementById("paging");
  if (!form || !places || !found) return;

  const words = form.dataset;
  const page = document.documentElement.dataset.language;
  const asBuilt = { places: [...places.childNodes], found: [...found.childNodes] };
  const kinds = new Map(
    [...form.elements.category.options].map((option) => [
      option.value,
      { name: option.textContent, family: option.dataset.family },
    ]),
  );
  const districts = new Map(
    [...form.elements.district.options].map((option) => [option.value, option.textContent]),
  );
  const icons = new URL("../static/icons.svg", new URL(words.rows, location.href)).pathname;

  let rows = null;
  let latest = 0;

  // One width, one case, katakana as hiragana: すたんど finds ｽﾀﾝﾄﾞ.
  const plain = (text) =>
    text
      .normalize("NFKC")
      .toLowerCase()
      .replace(/[\u30a1-\u30f6]/g, (kana) => String.fromCharCode(kana.charCodeAt(0) - 0x60));

  const load = async () => {
    if (rows) return rows;
    const answer = await fetch(words.rows);
    if (!answer.ok) throw new Error(`${answer.status}`);
    const read = await answer.json();
    rows = read.map(([id, name, english, kana, category, district, address, state]) => {
      const kind = kinds.get(category) || { name: category, family: "green" };
      return {
        id, name, english, category, district, address, state, kind,
        text: plain([name, english, kana, kind.name, districts.get(district) || district, address].join(" ")),
      };
    });
    return rows;
  };

  const element = (name, className, text) => {
    const made = document.createElement(name);
    if (className) made.className = className;
    if (text) made.textContent = text;
    return made;
  };

  const svg = (name) => document.createElementNS("http://www.w3.org/2000/svg", name);

  const mark = (row) => {
    const made = element("span", `mark mark-${row.kind.family}`);
    made.setAttribute("aria-hidden", "true");
    const drawing = svg("svg");
    const use = svg("use");
    use.setAttribute("href", `${icons}#${row.category}`);
    drawing.append(use);
    made.append(drawing);
    return made;
  };

  const card = (row) => {
    const made = element("li", "place");
    made.dataset.state = row.state;
    const link = element("a");
    link.href = `${words.sites}${encodeURIComponent(row.id)}/`;
    const english = page === "en" && row.english;
    const name = element("span", "place-name", english || row.name);
    if (page === "en" && !english) name.lang = "ja";
    link.append(name);
    const kind = element("span", "place-kind");
    kind.append(mark(row), row.kind.name);
    const where = element("span", "place-where", `${districts.get(row.district) || row.district} ${row.address}`);
    made.append(link, kind, where);
    return made;
  };

  const show = (hits) => {
    const more = element("button", "more", words.more);
    more.type = "button";
    let shown = 0;
    const next = () => {
      const added = hits.slice(shown, shown + AT_ONCE).map(card);
      shown += added.length;
      places.append(...added);
      if (shown >= hits.length) more.remove();
      return added[0];
    };
    places.replaceChildren();
    next();
    document.querySelectorAll(".more").forEach((old) => old.remove());
    if (shown < hits.length) {
      places.after(more);
      more.addEventListener("click", () => next()?.querySelector("a").focus());
    }
    found.textContent = hits.length
      ? words.found.replace("{count}", hits.length.toLocaleString(document.documentElement.lang))
      : words.none;
    if (paging) paging.hidden = true;
  };

  const restore = () => {
    document.querySelectorAll(".more").forEach((old) => old.remove());
    places.replaceChildren(...asBuilt.places);
    found.replaceChildren(...asBuilt.found);
    if (paging) paging.hidden = false;
  };

  const asked = () => ({
    q: form.elements.q.value.trim(),
    category: form.elements.category.value,
    district: form.elements.district.value,
  });

  const builtFor = asked().category;

  const search = async () => {
    const turn = ++latest;
    const wanted = asked();
    const said = new URLSearchParams(Object.entries(wanted).filter(([, value]) => value));
    // A search can be sent to somebody as a link.
    history.replaceState(null, "", `${location.pathname}${said.size ? `?${said}` : ""}`);
    if (!wanted.q && !wanted.district && wanted.category === builtFor) {
      restore();
      return;
    }
    try {
      const all = await load();
      if (turn !== latest) return;
      const parts = plain(wanted.q).split(/\s+/).filter(Boolean);
      show(
        all.filter(
          (row) =>
            (!wanted.category || row.category === wanted.category) &&
            (!wanted.district || row.district === wanted.district) &&
            parts.every((part) => row.text.includes(part)),
        ),
      );
    } catch {
      if (turn === latest) {
        restore();
        found.textContent = words.failed;
      }
    }
  };

  const start = new URLSearchParams(location.search);
  for (const name of ["q", "category", "district"]) {
    if (start.has(name)) form.elements[name].value = start.get(name);
  }
  form.hidden = false;
  let pause = 0;
  form.addEventListener("input", () => {
    clearTimeout(pause);
    pause = setTimeout(search, 150);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    search();
  });
  if (start.size) search();
})();
