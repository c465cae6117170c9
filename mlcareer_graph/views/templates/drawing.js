const STRIP = 46;
const READABLE = 0.8;
const WHOLE = 0.72;

/* The drawing of the explorer: vis-network shows the nodes and edges it is given, at the places it is given. */
class Drawing {
  constructor(container, data, onSelect, onEdge) {
    this.container = container;
    this.data = data;
    this.onSelect = onSelect;
    this.byKey = new Map(data.nodes.map((node) => [node.id, node]));
    this.hidden = null;
    this.selected = null;
    this.related = null;
    this.membersOf = () => [];
    this.dark = window.matchMedia("(prefers-color-scheme: dark)");
    this.nodes = new vis.DataSet(data.nodes);
    this.edges = new vis.DataSet(data.edges);
    this.shown = new vis.DataView(this.nodes, { filter: (node) => this.hidden === null || isShown(this.hidden, node) });
    this.network = new vis.Network(container, { nodes: this.shown, edges: this.edges }, data.options);
    this.network.on("beforeDrawing", (context) => this.drawBands(context));
    this.network.on("afterDrawing", (context) => { this.drawTexts(context); this.drawTitles(context); });
    this.network.on("click", (event) => onSelect(event.nodes.length ? event.nodes[0] : null, { isClick: true }));
    this.network.on("hoverNode", () => { container.style.cursor = "pointer"; });
    this.network.on("blurNode", () => { container.style.cursor = ""; });
    this.network.on("hoverEdge", (event) => onEdge(this.edges.get(event.edge)));
    this.network.on("blurEdge", () => onEdge(null));
    this.dark.addEventListener("change", () => this.paint());
    container.addEventListener("wheel", (event) => this.onWheel(event), { capture: true, passive: false });
    container.addEventListener("keydown", (event) => this.onKey(event));
    this.paint();
    this.showStart();
  }

  get palette() { return this.data.palettes[this.dark.matches ? "dark" : "light"]; }

  extent() {
    const bands = this.data.bands;
    return { left: bands[0].left, right: bands[bands.length - 1].right, top: this.data.head, bottom: this.data.height };
  }

  /* The size at which all of it is seen, and the room there is for it below the titles. */
  whole() {
    const extent = this.extent();
    const room = { across: this.container.clientWidth, down: this.container.clientHeight - STRIP };
    const across = room.across / (extent.right - extent.left);
    const down = room.down / (extent.bottom - extent.top);
    return { extent, room, down, scale: Math.min(across, down, 1.1) };
  }

  look(x, y, scale) {
    this.network.moveTo({ position: { x, y: y - STRIP / 2 / scale }, scale, animation: false });
  }

  /* All of it if it can be read like that; otherwise the left end, or the box in the middle, at a size to read. */
  showStart() {
    const { extent, room, down, scale: all } = this.whole();
    if (all >= WHOLE) { this.fit(); return; }
    const scale = Math.min(Math.max(down, READABLE), 0.9);
    const centre = this.data.nodes.find((node) => node.state === "centre");
    const x = this.withinEnds(centre ? centre.x : extent.left, room.across / scale);
    const middle = (extent.top + extent.bottom) / 2;
    const y = down >= scale ? middle : centre ? centre.y : extent.top + room.down / 2 / scale;
    this.look(x, y, scale);
  }

  /* The middle of what is seen, so that nothing beyond the ends is. */
  withinEnds(x, seen) {
    const { left, right } = this.extent();
    const middle = (left + right) / 2;
    return Math.min(Math.max(x, Math.min(left + seen / 2, middle)), Math.max(right - seen / 2, middle));
  }

  fit() {
    const { extent, scale } = this.whole();
    this.look((extent.left + extent.right) / 2, (extent.top + extent.bottom) / 2, scale);
  }

  /* To the left or right by most of what is seen, no farther than the ends. */
  page(direction) {
    const scale = this.network.getScale();
    const seen = this.container.clientWidth / scale;
    const { x, y } = this.network.getViewPosition();
    this.network.moveTo({ position: { x: this.withinEnds(x + direction * seen * 0.8, seen), y }, scale, animation: false });
  }

  /* The wheel scrolls the page; sideways it moves the drawing; with Ctrl, or a pinch on a touchpad, it zooms. */
  onWheel(event) {
    if (event.ctrlKey || event.metaKey) return;
    event.stopPropagation();
    const sideways = event.shiftKey ? event.deltaX || event.deltaY : Math.abs(event.deltaX) > Math.abs(event.deltaY) ? event.deltaX : 0;
    if (!sideways) return;
    event.preventDefault();
    const scale = this.network.getScale();
    const { x, y } = this.network.getViewPosition();
    this.network.moveTo({ position: { x: x + sideways / scale, y }, scale, animation: false });
  }

  zoom(factor) {
    const scale = Math.min(Math.max(this.network.getScale() * factor, 0.05), 3);
    this.network.moveTo({ scale, animation: false });
  }

  onKey(event) {
    const directions = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    if (directions[event.key]) {
      const key = this.next(...directions[event.key]);
      if (key !== null) this.onSelect(key, { moveThere: true });
    } else if (event.key === "Enter" && this.selected !== null) {
      this.onSelect(this.selected, { focus: true, isClick: this.byKey.get(this.selected).state === "group" });
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
    const from = this.selected === null ? null : this.byKey.get(this.selected);
    const corner = this.network.DOMtoCanvas({ x: 0, y: STRIP });
    let best = null;
    let least = Infinity;
    for (const node of this.shown.get()) {
      const { x, y } = from || corner;
      const along = (node.x - x) * right + (node.y - y) * down;
      const aside = Math.abs((node.x - x) * down) + Math.abs((node.y - y) * right);
      const cost = from ? along + 3 * aside : Math.abs(node.x - x) + Math.abs(node.y - y);
      if ((from && along < 1) || cost >= least) continue;
      best = node.id;
      least = cost;
    }
    return best;
  }

  filter(hidden) {
    this.hidden = hidden;
    this.shown.refresh();
    this.paint();
  }

  /* Other boxes and edges in the place of those that are drawn; what is selected stays so if it is still there. */
  replace({ nodes, edges, bands, height }) {
    Object.assign(this.data, { nodes, edges, bands, height });
    this.byKey = new Map(nodes.map((node) => [node.id, node]));
    this.edges.clear();
    this.nodes.clear();
    this.nodes.add(nodes);
    this.edges.add(edges);
    this.select(this.selected !== null && this.byKey.has(this.selected) ? this.selected : null, false);
  }

  select(key, moveThere) {
    const isDrawn = this.byKey.has(key);
    this.selected = isDrawn ? key : null;
    this.related = isDrawn ? this.relatedTo(key) : null;
    this.network.unselectAll();
    if (isDrawn && this.shown.get(key)) this.network.selectNodes([key], false);
    this.paint();
    if (isDrawn && moveThere) this.bringIntoView(this.byKey.get(key));
  }

  /* Moves as little as it takes: not at all for a box that is well in view. */
  bringIntoView(node) {
    const scale = Math.max(this.network.getScale(), READABLE);
    const { x, y } = this.network.getViewPosition();
    const { across, down } = this.whole().room;
    const reach = { x: Math.max(across / 2 / scale - 200, 0), y: Math.max(down / 2 / scale - 70, 0) };
    const middle = y + STRIP / 2 / scale;
    const clamped = (value, centre, most) => centre + Math.min(Math.max(value - centre, -most), most);
    this.look(x + node.x - clamped(node.x, x, reach.x), middle + node.y - clamped(node.y, middle, reach.y), scale);
  }

  /* The boxes and edges that belong to a box: its neighbours, or all that leads to it and on from it. */
  relatedTo(key) {
    const nodes = new Set([key, ...this.membersOf(key)]);
    const edges = new Set();
    for (const [near, far] of [["to", "from"], ["from", "to"]]) {
      const reached = new Set([key]);
      const queue = [key];
      while (queue.length) {
        const current = queue.pop();
        for (const edge of this.data.edges) {
          if (edge[near] !== current) continue;
          edges.add(edge.id);
          nodes.add(edge[far]);
          if (this.data.chain && !reached.has(edge[far])) {
            reached.add(edge[far]);
            queue.push(edge[far]);
          }
        }
      }
    }
    return { nodes, edges };
  }

  paint() {
    const palette = this.palette;
    this.nodes.update(this.data.nodes.map((node) => this.nodePaint(node, palette)));
    this.edges.update(this.data.edges.map((edge) => this.edgePaint(edge, palette)));
  }

  nodePaint(node, palette) {
    const { fill: filled, line } = palette.kinds[node.kind];
    const fill = node.hollow ? palette.page : filled;
    const isFar = this.related !== null && !this.related.nodes.has(node.id);
    const border = node.id === this.selected ? palette.strong : line;
    const colour = { background: isFar ? palette.page : fill, border: isFar ? palette.edge : border };
    return {
      id: node.id,
      color: { ...colour, highlight: { background: fill, border: palette.strong }, hover: { background: fill, border: palette.strong } },
    };
  }

  edgePaint(edge, palette) {
    const isRelated = this.related !== null && this.related.edges.has(edge.id);
    const isFar = this.related !== null && !isRelated && !(this.related.nodes.has(edge.from) && this.related.nodes.has(edge.to));
    return {
      id: edge.id,
      hidden: (edge.quiet && !isRelated) || (this.hidden !== null && !isLinkShown(this.hidden, edge.meaning)),
      width: isRelated ? (this.isDirect(edge) ? 2.6 : 1.3) : 0.8,
      color: { color: isRelated ? palette.strong : palette.edge, opacity: isFar ? 0.25 : 1, inherit: false },
    };
  }

  isDirect(edge) { return edge.from === this.selected || edge.to === this.selected; }

  drawBands(context) {
    const { top, bottom } = this.extent();
    context.fillStyle = this.palette.band;
    this.data.bands.forEach((band, number) => {
      if (number % 2 === 0) context.fillRect(band.left, top - 9999, band.right - band.left, bottom - top + 19998);
    });
  }

  /* The titles stay at the upper edge, each above what is seen of its band. */
  drawTitles(context) {
    const palette = this.palette;
    const ratio = context.canvas.width / this.container.clientWidth;
    context.save();
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.textAlign = "center";
    context.textBaseline = "alphabetic";
    context.globalAlpha = 0.94;
    context.fillStyle = palette.page;
    context.fillRect(0, 0, this.container.clientWidth, STRIP);
    this.data.bands.forEach((band, number) => this.drawTitle(context, band, number));
    context.globalAlpha = 1;
    context.fillStyle = palette.edge;
    context.fillRect(0, STRIP - 1, this.container.clientWidth, 1);
    context.restore();
  }

  drawTitle(context, band, number) {
    const palette = this.palette;
    const left = Math.max(this.network.canvasToDOM({ x: band.left, y: 0 }).x, 0);
    const right = Math.min(this.network.canvasToDOM({ x: band.right, y: 0 }).x, this.container.clientWidth);
    const room = right - left - 8;
    if (room <= 0) return;
    context.globalAlpha = 0.94;
    context.fillStyle = palette.band;
    if (number % 2 === 0) context.fillRect(left, 0, right - left, STRIP);
    context.globalAlpha = 1;
    for (const [text, y, font, ink] of [
      [band.title, 20, "600 14px system-ui, sans-serif", palette.ink],
      [band.note, 37, "12px system-ui, sans-serif", palette.faint],
    ]) {
      context.font = font;
      context.fillStyle = ink;
      let fitting = text;
      while (fitting && context.measureText(fitting).width > room) fitting = fitting.length > 3 ? `${fitting.slice(0, -2).trimEnd()}…` : "";
      if (fitting) context.fillText(fitting, (left + right) / 2, y);
    }
  }

  /* The sign, the name and the notes of every box, as plain text. */
  drawTexts(context) {
    const palette = this.palette;
    const { width, left, room, line, name, note } = this.data.text;
    context.textAlign = "left";
    context.textBaseline = "alphabetic";
    for (const node of this.shown.get()) {
      const isFar = this.related !== null && !this.related.nodes.has(node.id);
      const start = node.x - width / 2;
      context.fillStyle = isFar ? palette.edge : palette.kinds[node.kind].line;
      context.beginPath();
      for (const [x, y] of this.data.signs[node.kind]) context.lineTo(start + 19 + 8 * x, node.y + 8 * y);
      context.closePath();
      context.fill();
      context.fillStyle = isFar ? palette.faint : palette.ink;
      let baseline = node.y - (line * (node.lines.length + node.notes.length)) / 2 + 0.78 * line;
      for (const [texts, font] of [[node.lines, `bold ${name}px`], [node.notes, `${note}px`]]) {
        context.font = `${font} system-ui, sans-serif`;
        for (const text of texts) {
          context.fillText(text, start + left, baseline, room);
          baseline += line;
        }
      }
    }
  }

  /* What goes on paper: the picture, and between which columns it may be cut. */
  printed() {
    const { left, right } = this.extent();
    const half = this.data.text.width / 2;
    return { picture: this.picture(), edges: [left, ...columnEnds(this.shown.get().map((node) => node.x + half), this.data.bands), right], bands: this.data.bands, below: null };
  }

  /* What is drawn as a picture that needs nothing but itself. */
  picture() {
    const { width: wide, left: indent, line, name, note } = this.data.text;
    const extent = this.extent();
    const [across, down] = [extent.right - extent.left, extent.bottom + 16];
    const parts = [
      `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${extent.left} 0 ${across} ${down}" width="${across}" height="${down}" font-family="system-ui,sans-serif"><style>${this.data.style}</style>`,
      `<rect class="page" x="${extent.left}" y="0" width="${across}" height="${down}"/>`,
    ];
    this.data.bands.forEach((band, number) => {
      if (number % 2 === 0) parts.push(`<rect class="band" x="${band.left}" y="0" width="${band.right - band.left}" height="${down}"/>`);
      const middle = (band.left + band.right) / 2;
      parts.push(`<text x="${middle}" y="26" text-anchor="middle" font-size="17" font-weight="600">${xml(band.title)}</text>`);
      if (band.note) parts.push(`<text x="${middle}" y="45" text-anchor="middle" font-size="14">${xml(band.note)}</text>`);
    });
    for (const edge of this.edges.get()) {
      const [from, to] = [this.shown.get(edge.from), this.shown.get(edge.to)];
      if (edge.hidden || !from || !to) continue;
      const side = to.x > from.x ? wide / 2 : to.x < from.x ? -wide / 2 : 0;
      const [start, end] = [from.x + side, to.x - side];
      const bend = (end - start) * 0.45;
      parts.push(`<path class="link" d="M${start} ${from.y}C${start + bend} ${from.y} ${end - bend} ${to.y} ${end} ${to.y}"${edge.dashes ? ' stroke-dasharray="5 4"' : ""}/>`);
    }
    for (const node of this.shown.get()) {
      const [left, high] = [node.x - wide / 2, node.heightConstraint.minimum];
      const sign = this.data.signs[node.kind].map(([x, y]) => `${left + 19 + 8 * x} ${node.y + 8 * y}`).join("L");
      const dashes = node.shapeProperties.borderDashes ? ` stroke-dasharray="${node.shapeProperties.borderDashes.join(" ")}"` : "";
      parts.push(`<g class="box ${node.kind}${node.hollow ? " hollow" : ""}"><rect x="${left}" y="${node.y - high / 2}" width="${wide}" height="${high}" rx="${node.shapeProperties.borderRadius}" stroke-width="${node.borderWidth}"${dashes}/><path d="M${sign}z"/>`);
      let baseline = node.y - (line * (node.lines.length + node.notes.length)) / 2 + 0.78 * line;
      for (const [texts, size, weight] of [[node.lines, name, 700], [node.notes, note, 400]]) {
        for (const text of texts) {
          parts.push(`<text x="${left + indent}" y="${baseline}" font-size="${size}" font-weight="${weight}">${xml(text)}</text>`);
          baseline += line;
        }
      }
      parts.push("</g>");
    }
    return [...parts, "</svg>"].join("\n");
  }
}
