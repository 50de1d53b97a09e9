/* The tile map by arrow keys, and the slider above its dates. Without scripts every tile is a
   link of its own, and so is every date. */
"use strict";

(() => {
  const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  const SIDEWAYS = 3;
  const PAUSE = 700;
  const REMEMBER = "date-slider";

  /* One tab stop: only the tile that was last visited can be reached with the tab key. */
  function rove(map) {
    const tiles = [...map.querySelectorAll("a")];
    let current = tiles[0];
    if (!current) return;

    function choose(tile) {
      current.tabIndex = -1;
      current = tile;
      current.tabIndex = 0;
    }

    for (const tile of tiles) tile.tabIndex = -1;
    choose(current);
    map.addEventListener("focusin", (event) => {
      map.classList.remove("quiet-tiles");
      if (tiles.includes(event.target)) choose(event.target);
    });
    map.addEventListener("pointermove", () => map.classList.remove("quiet-tiles"));
    map.addEventListener("keydown", (event) => {
      if (event.key === "Escape") map.classList.add("quiet-tiles");
      if (event.altKey || event.ctrlKey || event.metaKey) return;
      const next = event.key === "Home" ? tiles[0] : event.key === "End" ? tiles.at(-1)
        : ARROWS[event.key] && nearest(tiles, current, ARROWS[event.key]);
      if (!next) return;
      event.preventDefault();
      choose(next);
      next.focus();
    });
  }

  function middle(tile) {
    const box = tile.getBoundingClientRect();
    return [(box.left + box.right) / 2 / box.width, (box.top + box.bottom) / 2 / box.height];
  }

  /* The nearest tile in a direction; what lies off to the side counts as further away. */
  function nearest(tiles, from, [x, y]) {
    const [x0, y0] = middle(from);
    let best = null;
    let least = Infinity;
    for (const tile of tiles) {
      const [x1, y1] = middle(tile);
      const ahead = (x1 - x0) * x + (y1 - y0) * y;
      if (ahead < 0.5) continue;
      const aside = Math.abs((x1 - x0) * y) + Math.abs((y1 - y0) * x);
      const away = ahead + SIDEWAYS * aside;
      if (away < least) [best, least] = [tile, away];
    }
    return best;
  }

  /* The slider: it says the day while it moves and opens it when it rests. */
  function slide(nav) {
    const holder = nav.querySelector("[data-slider-range]");
    const range = holder.querySelector("input");
    const said = holder.querySelector("output");
    const links = [...nav.querySelectorAll("[data-stop]")];
    links.sort((one, other) => one.dataset.stop - other.dataset.stop);
    const here = links.findIndex((link) => link.hasAttribute("aria-current"));
    let waiting = 0;

    function say() {
      const words = links[range.value].getAttribute("aria-label");
      said.textContent = words;
      range.setAttribute("aria-valuetext", words);
    }

    function open() {
      clearTimeout(waiting);
      if (Number(range.value) === here) return;
      remember();
      location.assign(links[range.value].href);
    }

    range.value = here;
    holder.hidden = false;
    say();
    if (wasHere()) whenLoaded(() => range.focus({ preventScroll: true }));
    range.addEventListener("input", () => {
      say();
      clearTimeout(waiting);
    });
    range.addEventListener("change", () => {
      clearTimeout(waiting);
      waiting = setTimeout(open, PAUSE);
    });
    range.addEventListener("keydown", (event) => {
      if (event.key === "Enter") open();
    });
  }

  /* After the browser has gone to the part of the page that the address names. */
  function whenLoaded(act) {
    if (document.readyState === "complete") act();
    else window.addEventListener("load", () => setTimeout(act));
  }

  /* Whether the page was opened by its own slider, which then keeps the focus. */
  function remember() {
    try {
      sessionStorage.setItem(REMEMBER, "1");
    } catch {
      /* Storage is refused: the focus starts at the top, as on any page. */
    }
  }

  function wasHere() {
    try {
      const found = sessionStorage.getItem(REMEMBER);
      sessionStorage.removeItem(REMEMBER);
      return found !== null;
    } catch {
      return false;
    }
  }

  for (const map of document.querySelectorAll("[data-tilemap]")) rove(map);
  for (const nav of document.querySelectorAll("[data-slider]")) slide(nav);
})();
