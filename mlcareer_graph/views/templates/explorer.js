/* The explorer: starts from the areas of a graph, and opens areas and what stands around concepts, block by block. */
const PITCH = 84;
const STEP = 254;
const BETWEEN = 64;
const PORTION = 48;
const ASKS_FROM = 500;
const LISTED = 60;

class Explorer {
  constructor(container, data, onSelect, onEdge) {
    this.data = data;
    this.whole = data.whole;
    this.container = container;
    this.onSelect = onSelect;
    this.base = { nodes: data.nodes, edges: data.edges, bands: data.bands, height: data.height };
    this.entries = new Map(data.entries.map((entry) => [entry.key, entry]));
    this.numbers = new Map(this.whole.ids.map((id, number) => [id, number]));
    this.blocks = [];
    this.rows = Math.max(Math.floor((data.height - data.head) / PITCH), 8);
    this.pen = document.createElement("canvas").getContext("2d");
    this.hasLeave = false;
    this.hidden = null;
    this.drawing = new Drawing(container, data, (key, how) => this.onKey(key, how), onEdge);
    this.drawing.membersOf = (key) => {
      const block = this.blocks.find((open) => open.key === key || open.more === key);
      return block ? [...block.columns.flat().map((number) => this.whole.ids[number]), block.more] : [];
    };
  }

  get network() { return this.drawing.network; }
  get shown() { return this.drawing.shown; }

  fit() { this.drawing.fit(); }
  page(direction) { this.drawing.page(direction); }
  zoom(factor) { this.drawing.zoom(factor); }

  /* What is not asked for leaves no gap where an area is open; the map of areas itself keeps its places. */
  filter(hidden) {
    this.hidden = hidden;
    if (this.blocks.length) this.draw();
    this.drawing.filter(hidden);
  }

  isOpenShown(block) {
    const group = this.whole.groups.find((one) => one.key === block.key);
    return !group || this.hidden === null || isShown(this.hidden, { kind: this.kindOf(group), area: group.label });
  }

  kindOf(group) { return this.data.signs[group.kind] ? group.kind : "other"; }

  picture() { return this.drawing.picture(); }
  printed() { return this.drawing.printed(); }
  focus() { this.container.focus({ preventScroll: true }); }
  has(key) { return this.entries.has(key) || this.numbers.has(key) || this.blocks.some((block) => block.more === key); }

  /* A click on an area opens it, another one closes it; a click on what is left of an area shows more of it. */
  onKey(key, how = {}) {
    if (key === null || !how.isClick) { this.onSelect(key, how); return; }
    const block = this.blocks.find((open) => open.more === key);
    if (block) { this.grow(block); return; }
    if (this.entries.has(key)) this.toggle(key);
    this.onSelect(key, how);
  }

  toggle(key) {
    if (this.blocks.some((block) => block.key === key)) this.close(key); else this.open(key);
  }

  close(key) {
    const lost = new Set([key]);
    for (const block of this.blocks) if (lost.has(block.parent)) lost.add(block.key);
    this.blocks = this.blocks.filter((block) => !lost.has(block.key));
    this.draw();
    this.reselect();
  }

  open(key, isAsked = true) {
    if (this.blocks.some((block) => block.key === key)) return;
    const block = this.entries.has(key) ? this.areaBlock(key) : this.aroundBlock(key);
    if (block === null || !block.columns.length) return;
    this.add(block.columns.flat().length, isAsked, () => {
      this.blocks.push(block);
      this.draw();
      this.lookAt(block);
      this.reselect();
    });
  }

  grow(block) {
    const next = block.left.slice(0, PORTION);
    this.add(next.length, true, () => {
      block.columns = [...block.columns, next];
      block.left = block.left.slice(next.length);
      this.draw();
      this.reselect();
    });
  }

  /* Once more than a person can take in would be drawn, the person is asked first. */
  add(count, isAsked, run) {
    const dialog = document.getElementById("ask");
    const total = this.data.nodes.length + count;
    if (!isAsked || this.hasLeave || total <= ASKS_FROM) { run(); return; }
    dialog.querySelector("p").textContent = `That would draw ${total} boxes. Drawings of more than ${ASKS_FROM} are slow and hard to read. Draw them?`;
    dialog.onclose = () => { if (dialog.returnValue === "yes") { this.hasLeave = true; run(); } };
    dialog.returnValue = "";
    dialog.showModal();
  }

  reselect() { if (this.drawing.selected !== null) this.onSelect(this.drawing.selected, {}); }

  areaBlock(key) {
    const group = this.whole.groups.find((one) => one.key === key);
    const listed = new Set(group.columns.flat());
    const left = [];
    for (let number = group.start; number < group.start + group.count; number += 1) if (!listed.has(number)) left.push(number);
    return { key, parent: key, title: group.label, columns: group.columns, left, more: `more ${key}`, total: group.count };
  }

  aroundBlock(key) {
    const drawn = new Set(this.data.nodes.map((node) => node.id));
    const centre = this.numbers.get(key);
    const sides = [[], [], []];
    const seen = new Set();
    for (const { other, relation, isSource } of this.around(centre)) {
      if (seen.has(other) || drawn.has(this.whole.ids[other])) continue;
      seen.add(other);
      sides[relation > 2 ? 2 : isSource ? 1 : 0].push(other);
    }
    const ordered = sides.map((side) => side.sort((one, two) => one - two));
    const all = ordered.flat();
    let room = PORTION;
    const columns = ordered.map((side) => { const taken = side.slice(0, room); room -= taken.length; return taken; }).filter((side) => side.length);
    const listed = new Set(columns.flat());
    return { key: `around ${key}`, parent: key, title: `Around ${this.whole.names[centre]}`, columns, left: all.filter((number) => !listed.has(number)), more: `more around ${key}`, total: all.length };
  }

  /* The edges of a concept, from an index made when the first is asked for. */
  around(number) {
    if (!this.near) {
      this.near = this.whole.ids.map(() => []);
      this.whole.relations.forEach(({ pairs }, relation) => {
        for (let at = 0; at < pairs.length; at += 2) {
          this.near[pairs[at]].push({ other: pairs[at + 1], relation, isSource: true });
          this.near[pairs[at + 1]].push({ other: pairs[at], relation, isSource: false });
        }
      });
    }
    return this.near[number];
  }

  groupOf(number) {
    return this.whole.groups.find((group) => number >= group.start && number < group.start + group.count);
  }

  /* The map with the open blocks, each to the right of the band that it was opened from. */
  draw() {
    const nodes = [];
    const bands = [];
    const home = new Map();
    let shift = 0;
    let height = this.base.height;
    const place = (blocks, left) => {
      let right = left;
      for (const block of blocks) {
        const made = this.blockNodes(block, right);
        for (const node of made.nodes) { nodes.push(node); if (!home.has(node.id)) home.set(node.id, block.key); }
        bands.push({ title: block.title, note: `${block.total - block.left.length} of ${block.total}`, left: right, right: made.right });
        height = Math.max(height, made.bottom);
        right = made.right;
        right = place(this.blocks.filter((other) => other !== block && home.get(other.parent) === block.key && other.parent !== other.key), right);
      }
      return right;
    };
    for (const band of this.base.bands) {
      const own = this.base.nodes.filter((node) => node.x > band.left && node.x < band.right);
      const openHere = this.blocks.filter((block) => own.some((node) => node.id === block.parent) && this.isOpenShown(block));
      const open = new Set(openHere.map((block) => block.key));
      for (const node of own) nodes.push({ ...node, x: node.x + shift, borderWidth: open.has(node.id) ? 4.5 : node.borderWidth });
      bands.push({ ...band, left: band.left + shift, right: band.right + shift });
      const end = place(openHere, band.right + shift);
      shift = end - band.right;
    }
    const unique = new Map(nodes.map((node) => [node.id, node]));
    this.drawing.replace({ nodes: [...unique.values()], edges: [...this.closedEdges(), ...this.edges(unique, home)], bands, height });
  }

  /* The lines between areas, without those of areas that are open: their concepts have lines of their own. */
  closedEdges() {
    const open = new Set(this.blocks.map((block) => block.key));
    return this.base.edges.filter((edge) => !open.has(edge.from) && !open.has(edge.to));
  }

  blockNodes(block, left) {
    const nodes = [];
    const top = this.data.head;
    const columns = block.columns.flatMap((column) => this.folded(column));
    if (block.left.length) {
      const last = columns[columns.length - 1];
      if (last.length < this.rows) columns[columns.length - 1] = [...last, block.more]; else columns.push([block.more]);
    }
    const tallest = Math.max(...columns.map((column) => column.length), 0);
    columns.forEach((column, across) => column.forEach((item, down) => {
      const x = left + BETWEEN / 2 + STEP * across + this.data.text.width / 2;
      const y = top + PITCH * (down + 0.5 + Math.max((Math.min(this.rows, tallest) - column.length) / 2, 0));
      nodes.push(item === block.more ? this.moreNode(block, x, y) : this.conceptNode(item, x, y));
    }));
    return { nodes, right: left + STEP * columns.length + BETWEEN - (STEP - this.data.text.width), bottom: top + PITCH * tallest };
  }

  folded(column) {
    const count = Math.ceil(column.length / this.rows);
    const size = Math.ceil(column.length / count);
    return Array.from({ length: count }, (_, part) => column.slice(part * size, (part + 1) * size));
  }

  conceptNode(number, x, y) {
    const group = this.groupOf(number);
    const kind = this.kindOf(group);
    const hours = this.whole.hours[number];
    const note = hours ? `${this.data.kinds[kind][0]}, ${hours.toLocaleString("en")} h` : this.data.kinds[kind][0];
    return { ...this.node(this.whole.ids[number], this.wrapped(this.whole.names[number]), [note], x, y), kind, area: group.label, state: "concept" };
  }

  moreNode(block, x, y) {
    const first = this.groupOf(block.left[0]);
    // What is left around a concept may be of any area.
    const area = this.entries.has(block.key) ? { area: first.label } : {};
    return { ...this.node(block.more, [`${block.left.length.toLocaleString("en")} more`], ["select to show some"], x, y), ...area, kind: this.kindOf(first), state: "group", borderWidth: 2.5, borderWidthSelected: 4, shapeProperties: { borderRadius: 10, borderDashes: false } };
  }

  node(id, lines, notes, x, y) {
    const high = this.data.text.line * (lines.length + notes.length) + 18;
    return { id, label: " ", shape: "box", lines, notes, x, y, heightConstraint: { minimum: high }, hollow: false, borderWidth: 1.5, borderWidthSelected: 3, shapeProperties: { borderRadius: 5, borderDashes: false } };
  }

  /* A name in at most two lines. */
  wrapped(name) {
    const { room, name: size } = this.data.text;
    this.pen.font = `bold ${size}px system-ui, sans-serif`;
    const fits = (text) => this.pen.measureText(text).width <= room;
    if (fits(name)) return [name];
    const lines = ["", ""];
    let at = 0;
    for (const word of name.split(/(?<=-)|(?= )/)) {
      if (at === 0 && lines[0] && !fits(lines[0] + word)) at = 1;
      lines[at] += word;
    }
    return lines.map((line) => line.trim()).filter((line) => line).map((line) => {
      if (fits(line)) return line;
      let cut = line.length;
      while (cut > 1 && !fits(`${line.slice(0, cut)}…`)) cut -= 1;
      return `${line.slice(0, cut).trimEnd()}…`;
    });
  }

  /* What joins the concepts that are drawn; at rest only what is needed within a block, from left to right. */
  edges(nodes, home) {
    const found = new Map();
    const at = this.whole.ids.map((id) => nodes.get(id));
    this.whole.relations.forEach(({ label, pairs }) => {
      const isNeed = label === "is needed for";
      for (let index = 0; index < pairs.length; index += 2) {
        const [from, to] = [at[pairs[index]], at[pairs[index + 1]]];
        if (!from || !to) continue;
        const key = `${pairs[index]} ${pairs[index + 1]}`;
        const edge = found.get(key);
        const isQuiet = !(isNeed && home.get(from.id) === home.get(to.id) && to.x - from.x > 1 && to.x - from.x < STEP * 1.5);
        if (edge) {
          edge.meaning = `${edge.meaning}; ${label}`;
          edge.quiet &&= isQuiet;
        } else {
          const isColumn = Math.abs(to.x - from.x) < 1 && Math.abs(to.y - from.y) > PITCH * 1.5;
          const smooth = isColumn ? { smooth: { enabled: true, type: to.y > from.y ? "curvedCCW" : "curvedCW", roundness: 0.35 } } : {};
          found.set(key, { ...smooth, id: `edge ${key}`, from: from.id, to: to.id, meaning: label, dashes: label.includes("option") || label.includes("prefer"), quiet: isQuiet, arrows: "to" });
        }
      }
    });
    return [...found.values()];
  }

  lookAt(block) {
    const parent = this.drawing.byKey.get(block.parent);
    const band = this.data.bands.find((one) => one.title === block.title && one.left > parent.x);
    if (!band) return;
    const scale = Math.max(this.network.getScale(), READABLE);
    const seen = this.container.clientWidth / scale;
    const left = Math.min(parent.x - this.data.text.width / 2 - 16, band.left);
    const x = band.right - left > seen ? (band.left + seen / 2 - 20) : (left + seen / 2);
    const { y } = this.network.getViewPosition();
    this.network.moveTo({ position: { x: this.drawing.withinEnds(x, seen), y }, scale, animation: false });
  }

  /* What is not drawn yet is: the area of a concept is opened, and as much of it as it takes. */
  select(key, { moveThere = false } = {}) {
    const number = this.numbers.get(key);
    if (moveThere && number !== undefined && !this.drawing.byKey.has(key)) {
      const group = this.groupOf(number);
      if (!this.blocks.some((block) => block.key === group.key)) this.blocks.push(this.areaBlock(group.key));
      const block = this.blocks.find((open) => open.key === group.key);
      if (block.left.includes(number)) {
        block.columns = [...block.columns, [number]];
        block.left = block.left.filter((other) => other !== number);
      }
      this.draw();
    }
    this.drawing.select(key, moveThere);
  }

  facetsOf(key) {
    const number = this.numbers.get(key);
    const group = number === undefined ? this.whole.groups.find((one) => one.key === key) : this.groupOf(number);
    return group ? { kind: this.kindOf(group), area: group.label } : {};
  }

  entryOf(key) {
    const entry = this.entries.get(key);
    if (entry) return this.areaEntry(entry);
    const number = this.numbers.get(key);
    if (number !== undefined) return this.conceptEntry(number);
    return { key, name: "More", kind: "other", state: "" };
  }

  areaEntry(entry) {
    const group = this.whole.groups.find((one) => one.key === entry.key);
    const isOpen = this.blocks.some((block) => block.key === entry.key);
    const items = [];
    for (let number = group.start; number < Math.min(group.start + group.count, group.start + 400); number += 1) items.push({ text: this.whole.names[number], to: this.whole.ids[number] });
    if (group.count > items.length) items.push({ text: `and ${(group.count - items.length).toLocaleString("en")} more; the search finds them` });
    const action = { text: isOpen ? "Close this area" : "Open this area", run: () => { this.toggle(entry.key); this.onSelect(entry.key, {}); } };
    return { ...entry, actions: [action], sections: [{ title: "In this area", items }] };
  }

  conceptEntry(number) {
    const { ids, names, definitions, hours, aliases, relations } = this.whole;
    const group = this.groupOf(number);
    const key = ids[number];
    const sections = new Map();
    for (const { other, relation, isSource } of this.around(number)) {
      const words = isSource ? relations[relation].label : relations[relation].inverse;
      const title = words[0].toUpperCase() + words.slice(1);
      if (!sections.has(title)) sections.set(title, new Map());
      sections.get(title).set(other, { text: names[other], to: ids[other] });
    }
    const facts = [["Kind", (this.data.kinds[group.kind] || this.data.kinds.other)[0]], ["Area", group.label]];
    if (hours[number]) facts.push(["To working level", `about ${hours[number].toLocaleString("en")} hours`]);
    if (aliases[number].length) facts.push(["Also called", aliases[number].slice(0, 6).join(", ")]);
    const lists = Array.from(sections, ([title, items]) => ({ title, items: this.cut([...items.values()]) }));
    return { key, name: names[number], kind: group.kind, state: group.label, definition: definitions[number], facts, actions: this.actions(key), sections: lists };
  }

  cut(items) {
    return items.length > LISTED ? [...items.slice(0, LISTED), { text: `and ${(items.length - LISTED).toLocaleString("en")} more` }] : items;
  }

  actions(key) {
    const name = `around ${key}`;
    if (!this.drawing.byKey.has(key)) return [];
    if (this.blocks.some((block) => block.key === name)) return [{ text: "Hide what was added", run: () => this.close(name) }];
    const drawn = new Set(this.data.nodes.map((node) => node.id));
    const left = new Set(this.around(this.numbers.get(key)).map(({ other }) => other).filter((other) => !drawn.has(this.whole.ids[other])));
    return left.size ? [{ text: `Show ${left.size.toLocaleString("en")} more around it`, run: () => this.open(key) }] : [];
  }

  names() {
    const { ids, names, aliases } = this.whole;
    const areas = [...this.entries.values()];
    return [...areas, ...ids.map((key, number) => ({ key, name: names[number], aliases: [...aliases[number], key], state: this.groupOf(number).label }))];
  }

  write(params) {
    for (const block of this.blocks) params.append("open", block.key);
  }

  read(params) {
    this.blocks = [];
    for (const key of params.getAll("open")) {
      const centre = key.startsWith("around ") && !this.entries.has(key) ? key.slice(7) : key;
      if (this.entries.has(centre) || this.numbers.has(centre)) this.open(centre, false);
    }
    this.draw();
  }
}
