/* The drawing as the SVG that stands in the page: it scrolls, zooms, selects, filters and goes from box to box by keys. */
const READABLE = 0.8;
const WIDEST = 1.1;
const DRAG = 4;

class Graphic {
  constructor(container, data, onSelect, onEdge) {
    this.container = container;
    this.data = data;
    this.onSelect = onSelect;
    this.svg = container.querySelector("svg");
    this.view = this.svg.viewBox.baseVal;
    this.selected = null;
    this.related = null;
    this.hidden = null;
    if (data.grid) this.fillGrid(data.grid);
    const entries = new Map(data.entries.map((entry) => [entry.key, entry]));
    this.boxes = new Map(Array.from(this.svg.querySelectorAll("[data-key]"), (box) => [box.dataset.key, this.place(box, entries)]));
    this.links = Array.from(this.svg.querySelectorAll("[data-link]"), (path) => {
      const [from, to, meaning, quiet] = data.links[Number(path.dataset.link)];
      return { path, from, to, meaning, quiet };
    });
    this.portions = Array.from(this.svg.querySelectorAll("[data-portion]"));
    this.open = 0;
    this.grower = document.getElementById("grow");
    if (this.grower) this.grower.addEventListener("click", () => { this.grow(); this.container.scrollTo({ left: this.lastStart() }); });
    this.aside = this.svg.querySelector("[data-aside]");
    this.asider = document.getElementById("aside");
    this.baseHeight = this.view.height;
    this.baseWidth = this.view.width;
    if (this.asider) this.asider.addEventListener("change", () => this.showAside(this.asider.checked, { moveThere: true }));
    this.titles = Array.from(container.querySelectorAll(".title"));
    this.pins = [];
    this.pinRows();
    this.listen(onEdge);
    this.showStart();
    if (this.portions.length || this.aside) this.filter(null);
  }

  /* The cells of a grid say by their place what they are about; their entries are made here. */
  fillGrid({ order, names, kind, facts, absent }) {
    for (const row of this.svg.querySelectorAll("[data-row]")) {
      const source = Number(row.dataset.row);
      for (const [column, cell] of row.querySelectorAll("path").entries()) {
        const target = order[column];
        if (source === target) continue;
        cell.dataset.key = `${source}>${target}`;
        cell.classList.add("cell");
        const said = facts.map(([label, values]) => [label, values[source][target] === null ? absent : values[source][target].toLocaleString("en")]);
        this.data.entries.push({ key: cell.dataset.key, name: `${names[source]} to ${names[target]}`, kind, facts: said });
      }
    }
  }

  /* The names of rows once more, at the left edge, for when they are scrolled out of sight. */
  pinRows() {
    const rows = Array.from(this.svg.querySelectorAll(".pin"));
    if (!rows.length) return;
    const strip = element("div", null, { class: "pins", "aria-hidden": "true", hidden: "" });
    this.pins = rows.map((row) => {
      // Where there is no room for all of it, the middle of a name is left out: many begin or end the same.
      const [start, end] = row.getAttribute("aria-label").split(/ (?=[^ ]{1,14}$)/);
      const name = element("div");
      name.append(element("span", start));
      if (end) name.append(element("span", ` ${end}`));
      name.dataset.key = row.dataset.key;
      strip.append(name);
      const { y, width, height } = row.querySelector("rect");
      return { name, y: y.baseVal.value, width: width.baseVal.value, height: height.baseVal.value };
    });
    this.svg.before(strip);
    this.container.addEventListener("scroll", () => { strip.hidden = this.container.scrollLeft < 4; }, { passive: true });
  }

  place(box, entries) {
    // What is not shown yet has no extent, but its frame says where it stands.
    const frame = box.querySelector("rect");
    const { x, y, width, height } = frame ? Object.fromEntries(["x", "y", "width", "height"].map((name) => [name, frame[name].baseVal.value])) : box.getBBox();
    const { area, name } = entries.get(box.dataset.key) || {};
    // A chart of many marks leaves to this what all of them have in common.
    if (!box.hasAttribute("role")) for (const [attribute, value] of [["role", "button"], ["tabindex", "-1"], ["aria-label", name]]) box.setAttribute(attribute, value);
    return { box, x: x + width / 2, y: y + height / 2, width, height, kind: box.dataset.kind, portion: Number((box.closest("[data-portion]") || { dataset: { portion: -1 } }).dataset.portion), area, distance: Number(box.dataset.distance || 0), isAside: box.closest("[data-aside]") !== null };
  }

  /* One more portion of what the drawing is continued with. */
  grow() {
    if (this.open === this.portions.length) return;
    this.portions[this.open].classList.remove("hidden");
    this.open += 1;
    this.view.width = this.data.bands[this.data.shown + this.open - 1].right - this.view.x;
    this.setScale(this.scale);
    this.filter(this.hidden);
    const next = this.portions[this.open];
    if (next) this.grower.textContent = `Show ${next.querySelectorAll("[data-key]").length} more`;
    this.grower.hidden = !next;
  }

  /* What is drawn below the rest, or not. */
  showAside(isShown, { moveThere = false } = {}) {
    if (!this.aside) return;
    this.asider.checked = isShown;
    this.aside.classList.toggle("hidden", !isShown);
    this.view.height = this.baseHeight + (isShown ? Number(this.aside.dataset.aside) : 0);
    this.view.width = Math.max(this.baseWidth, isShown ? Number(this.aside.dataset.right) - this.view.x : 0);
    this.setScale(this.scale);
    this.filter(this.hidden);
    if (moveThere && isShown) this.container.scrollTo({ left: 0, top: this.baseHeight * this.scale + this.room().strip });
  }

  lastStart() {
    return (this.data.bands[this.data.shown + this.open - 1].left - this.view.x) * this.scale;
  }

  listen(onEdge) {
    this.container.addEventListener("click", (event) => {
      if (this.wasDragged) return;
      const box = event.target.closest("[data-key]");
      this.onSelect(box ? box.dataset.key : null, {});
    });
    this.container.addEventListener("keydown", (event) => this.onKey(event));
    this.container.addEventListener("pointerdown", (event) => this.onGrab(event));
    this.container.addEventListener("wheel", (event) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      this.zoom(event.deltaY < 0 ? 1.15 : 1 / 1.15);
    }, { passive: false });
    // The titles are those of the bands; what is drawn below the bands has captions of its own.
    if (this.aside) this.container.addEventListener("scroll", () => {
      this.titles[0].parentElement.classList.toggle("past", this.asider.checked && this.container.scrollTop > (this.baseHeight - 24) * this.scale);
    }, { passive: true });
    for (const link of this.links) {
      link.path.addEventListener("pointerenter", () => onEdge(link));
      link.path.addEventListener("pointerleave", () => onEdge(null));
    }
  }

  /* With a mouse the drawing is dragged; a finger scrolls it as it scrolls everything. */
  onGrab(event) {
    this.wasDragged = false;
    if (event.pointerType !== "mouse" || event.button !== 0) return;
    const { scrollLeft, scrollTop } = this.container;
    const move = (now) => {
      const [x, y] = [now.clientX - event.clientX, now.clientY - event.clientY];
      if (Math.abs(x) + Math.abs(y) > DRAG) this.wasDragged = true;
      if (this.wasDragged) this.container.scrollTo(scrollLeft - x, scrollTop - y);
    };
    window.addEventListener("pointermove", move);
    window.addEventListener("pointerup", () => window.removeEventListener("pointermove", move), { once: true });
  }

  room() {
    const strip = this.titles.length ? this.titles[0].parentElement.offsetHeight : 0;
    return { across: this.container.clientWidth, down: this.container.clientHeight - strip, strip };
  }

  setScale(scale) {
    this.scale = scale;
    this.svg.setAttribute("width", (this.view.width * scale).toFixed(1));
    this.svg.setAttribute("height", (this.view.height * scale).toFixed(1));
    for (const { name, y, width, height } of this.pins) {
      name.style.width = `${(width * scale).toFixed(1)}px`;
      name.style.top = `${((y - this.view.y) * scale).toFixed(1)}px`;
      name.style.height = name.style.lineHeight = `${(height * scale).toFixed(1)}px`;
      name.style.fontSize = `${(14 * scale).toFixed(1)}px`;
    }
    this.titles.forEach((title, number) => {
      const band = this.data.bands[number];
      title.style.left = `${((band.left - this.view.x) * scale).toFixed(1)}px`;
      title.hidden = number >= this.data.shown + this.open;
      title.style.width = `${((band.right - band.left) * scale).toFixed(1)}px`;
    });
    if (this.titles.length) this.titles[0].parentElement.style.width = `${(this.view.width * scale).toFixed(1)}px`;
  }

  /* All of it if it can be read like that; otherwise the beginning, or the box in the middle, at a size to read. */
  showStart() {
    const { across, down } = this.room();
    const all = Math.min(across / this.view.width, down / this.view.height, 1.1);
    // What has no columns is read downwards, and may be as wide as there is room; what has some is read from left to right.
    const part = this.data.bands.length ? Math.min(down / this.view.height, 0.9) : Math.min(across / this.view.width, WIDEST);
    this.setScale(all >= READABLE ? all : Math.max(part, READABLE));
    const centre = this.svg.querySelector(".centre");
    if (centre) this.lookAt(centre.dataset.key); else if (this.data.bands.length) this.lookAtFirst();
  }

  /* Where what stands leftmost is far down, it is brought into view. */
  lookAtFirst() {
    const { down } = this.room();
    const { left, right } = this.data.bands[0];
    const tops = Array.from(this.boxes.values(), (place) => (place.x > left && place.x < right && !place.isAside ? place.y - place.height / 2 : Infinity));
    const top = (Math.min(...tops) - this.view.y) * this.scale;
    if (Number.isFinite(top) && top > 0.5 * down) this.container.scrollTo({ top: top - 0.15 * down });
  }

  fit() {
    const { across, down } = this.room();
    this.setScale(Math.min(across / this.view.width, down / this.view.height, 1.1));
    this.container.scrollTo(0, 0);
  }

  zoom(factor) {
    const { across, down } = this.room();
    const { scrollLeft, scrollTop } = this.container;
    const before = this.scale;
    this.setScale(Math.min(Math.max(before * factor, 0.05), 3));
    const grown = this.scale / before;
    this.container.scrollTo((scrollLeft + across / 2) * grown - across / 2, (scrollTop + down / 2) * grown - down / 2);
  }

  page(direction) {
    this.container.scrollBy({ left: direction * this.container.clientWidth * 0.8 });
  }

  lookAt(key) {
    const place = this.boxes.get(key);
    const { across, down } = this.room();
    const y = (place.y - this.view.y) * this.scale;
    const isSeenFromTop = y + place.height * this.scale < down;
    this.container.scrollTo((place.x - this.view.x) * this.scale - across / 2, isSeenFromTop ? 0 : y - down / 2);
  }

  /* Moves as little as it takes: not at all for a box that is well in view. */
  bringIntoView(key) {
    if (this.scale < READABLE) this.setScale(READABLE);
    const place = this.boxes.get(key);
    const { across, down } = this.room();
    const { scrollLeft, scrollTop } = this.container;
    const into = (start, middle, half, room) => {
      const [low, high] = [middle - half - 12, middle + half + 12];
      if (low < start) return low;
      return high > start + room ? Math.min(high - room, low) : start;
    };
    this.container.scrollTo(
      into(scrollLeft, (place.x - this.view.x) * this.scale, (place.width * this.scale) / 2, across),
      into(scrollTop, (place.y - this.view.y) * this.scale, (place.height * this.scale) / 2, down),
    );
  }

  onKey(event) {
    const directions = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (directions[event.key]) {
      const key = this.next(...directions[event.key]);
      if (key !== null) this.onSelect(key, { moveThere: true, focusBox: true });
    } else if ((event.key === "Enter" || event.key === " ") && this.selected !== null) {
      this.onSelect(this.selected, { focus: true });
    } else if (event.key === "+" || event.key === "=") {
      this.zoom(1.25);
    } else if (event.key === "-") {
      this.zoom(0.8);
    } else {
      return;
    }
    event.preventDefault();
  }

  /* The nearest box in a direction, seen from the selected one; without one, the box nearest to the upper left corner. */
  next(right, down) {
    const from = this.selected === null ? null : this.boxes.get(this.selected);
    const corner = { x: this.view.x + this.container.scrollLeft / this.scale, y: this.view.y + this.container.scrollTop / this.scale };
    let best = null;
    let least = Infinity;
    for (const [key, place] of this.boxes) {
      if (place.isHidden) continue;
      const { x, y } = from || corner;
      const along = (place.x - x) * right + (place.y - y) * down;
      const aside = Math.abs((place.x - x) * down) + Math.abs((place.y - y) * right);
      const cost = from ? along + 3 * aside : Math.abs(place.x - x) + Math.abs(place.y - y);
      if ((from && along < 1) || cost >= least) continue;
      best = key;
      least = cost;
    }
    return best;
  }

  select(key, { moveThere = false, focusBox = false } = {}) {
    const isDrawn = this.boxes.has(key);
    while (isDrawn && this.boxes.get(key).portion >= this.open) this.grow();
    if (isDrawn && this.boxes.get(key).isAside && !this.asider.checked) this.showAside(true);
    this.selected = isDrawn ? key : null;
    // Where nothing is joined to anything, nothing is farther away than the rest.
    this.related = isDrawn && this.links.length ? this.relatedTo(key) : null;
    this.paint();
    if (!isDrawn) return;
    if (moveThere) this.bringIntoView(key);
    if (focusBox) this.focus();
  }

  focus() {
    const place = this.boxes.get(this.selected);
    (place ? place.box : this.container).focus({ preventScroll: true });
  }

  /* The boxes and links that belong to a box: its neighbours, or all that leads to it and on from it. */
  relatedTo(key) {
    const nodes = new Set([key]);
    const links = new Set();
    for (const [near, far] of [["to", "from"], ["from", "to"]]) {
      const reached = new Set([key]);
      const queue = [key];
      while (queue.length) {
        const current = queue.pop();
        for (const link of this.links) {
          if (link[near] !== current) continue;
          links.add(link);
          nodes.add(link[far]);
          if (this.data.chain && !reached.has(link[far])) {
            reached.add(link[far]);
            queue.push(link[far]);
          }
        }
      }
    }
    return { nodes, links };
  }

  filter(hidden) {
    this.hidden = hidden;
    for (const place of this.boxes.values()) place.isHidden = place.portion >= this.open || (place.isAside && !this.asider.checked) || (hidden !== null && !isShown(hidden, place));
    this.paint();
  }

  paint() {
    const { related, selected } = this;
    for (const [key, place] of this.boxes) {
      place.box.classList.toggle("hidden", Boolean(place.isHidden));
      place.box.classList.toggle("far", related !== null && !related.nodes.has(key));
      place.box.classList.toggle("chosen", key === selected);
      place.box.setAttribute("aria-pressed", String(key === selected));
    }
    for (const link of this.links) {
      const isRelated = related !== null && related.links.has(link);
      const isLost = [link.from, link.to].some((key) => this.boxes.get(key).isHidden) || (this.hidden !== null && !isLinkShown(this.hidden, link.meaning));
      link.path.classList.toggle("hidden", isLost);
      link.path.classList.toggle("near", isRelated);
      link.path.classList.toggle("direct", isRelated && (link.from === selected || link.to === selected));
      link.path.classList.toggle("far", related !== null && !isRelated);
    }
  }

  /* What goes on paper: the picture, between which columns it may be cut, and where something is drawn below it. */
  printed() {
    const right = this.data.bands[this.data.shown + this.open - 1].right;
    const starts = [];
    for (const place of this.boxes.values()) if (!place.isHidden && !place.isAside) starts.push(place.x + place.width / 2);
    const edges = [this.view.x, ...columnEnds(starts, this.data.bands), right];
    const below = this.asider && this.asider.checked ? { left: this.view.x, right: Number(this.aside.dataset.right), top: this.view.y + this.baseHeight } : null;
    return { picture: this.picture(), edges, bands: this.data.bands, below };
  }

  /* A picture that needs nothing but itself: what is shown now, with the titles above. */
  picture() {
    const space = "http://www.w3.org/2000/svg";
    const copy = this.svg.cloneNode(true);
    for (const lost of copy.querySelectorAll(".hidden, .quiet:not(.near)")) lost.remove();
    for (const part of copy.querySelectorAll("[data-key], [data-link], [data-row]")) {
      for (const name of ["tabindex", "role", "aria-label", "aria-pressed", "data-key", "data-kind", "data-link", "data-distance", "data-row"]) part.removeAttribute(name);
      part.classList.remove("far", "chosen", "near", "direct", "quiet");
    }
    const { x, y, width, height } = this.view;
    for (const [name, value] of Object.entries({ xmlns: space, viewBox: `${x} 0 ${width} ${height + y}`, width, height: height + y })) copy.setAttribute(name, value);
    copy.removeAttribute("id");
    copy.removeAttribute("role");
    for (const band of copy.querySelectorAll(".band")) {
      band.setAttribute("y", "0");
      band.setAttribute("height", String(this.baseHeight + y));
    }
    const make = (tag, attributes, text) => {
      const made = document.createElementNS(space, tag);
      for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
      if (text) made.textContent = text;
      return made;
    };
    copy.prepend(make("style", {}, this.data.style), make("rect", { class: "page", x, y: 0, width, height: height + y }));
    if (!this.data.bands.length) copy.append(make("text", { x: x + 16, y: 30, "font-size": 17, "font-weight": 600 }, this.data.title));
    for (const band of this.data.bands.slice(0, this.data.shown + this.open)) {
      const middle = (band.left + band.right) / 2;
      copy.append(make("text", { x: middle, y: 26, "text-anchor": "middle", "font-size": 17, "font-weight": 600 }, band.title));
      if (band.note) copy.append(make("text", { x: middle, y: 45, "text-anchor": "middle", "font-size": 14 }, band.note));
    }
    return new XMLSerializer().serializeToString(copy);
  }

  facetsOf(key) { return this.boxes.get(key) || {}; }
  entryOf(key) { return this.data.entries.find((entry) => entry.key === key); }
  has(key) { return this.data.entries.some((entry) => entry.key === key); }
  names() { return this.data.entries; }
  write(params) {
    if (this.open) params.set("more", this.open);
    if (this.asider && this.asider.checked) params.set("alternatives", "shown");
  }
  read(params) {
    while (this.open < Math.min(Number(params.get("more")) || 0, this.portions.length)) this.grow();
    this.showAside(params.get("alternatives") === "shown");
  }
}
