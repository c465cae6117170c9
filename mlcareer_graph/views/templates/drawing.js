"use strict";

/* The drawing: vis-network shows the nodes and edges it is given, at the places it is given. */
class Drawing {
  constructor(container, data, onSelect) {
    this.container = container;
    this.data = data;
    this.byKey = new Map(data.nodes.map((node) => [node.id, node]));
    this.hiddenKinds = new Set();
    this.selected = null;
    this.related = null;
    this.dark = window.matchMedia("(prefers-color-scheme: dark)");
    this.nodes = new vis.DataSet(data.nodes);
    this.edges = new vis.DataSet(data.edges);
    this.shown = new vis.DataView(this.nodes, { filter: (node) => !this.hiddenKinds.has(node.kind) });
    this.network = new vis.Network(container, { nodes: this.shown, edges: this.edges }, data.options);
    this.network.on("beforeDrawing", (context) => this.drawBands(context));
    this.network.on("afterDrawing", (context) => this.drawSigns(context));
    this.network.on("click", (event) => onSelect(event.nodes.length ? event.nodes[0] : null));
    this.network.on("hoverNode", () => { container.style.cursor = "pointer"; });
    this.network.on("blurNode", () => { container.style.cursor = ""; });
    this.dark.addEventListener("change", () => this.paint());
    // The wheel scrolls the page; with Ctrl, or a pinch on a touchpad, it zooms.
    container.addEventListener("wheel", (event) => {
      if (!event.ctrlKey && !event.metaKey) event.stopPropagation();
    }, { capture: true, passive: true });
    container.addEventListener("keydown", (event) => this.onKey(event));
    this.paint();
    this.showStart();
  }

  get palette() { return this.data.palettes[this.dark.matches ? "dark" : "light"]; }

  extent() {
    const bands = this.data.bands;
    return { left: bands[0].left, right: bands[bands.length - 1].right, top: -10, bottom: this.data.height };
  }

  /* All of it if it can be read like that; otherwise the left end, or the box in the middle, at a size to read. */
  showStart() {
    const extent = this.extent();
    const across = this.container.clientWidth / (extent.right - extent.left);
    const down = this.container.clientHeight / (extent.bottom - extent.top);
    const middle = { x: (extent.left + extent.right) / 2, y: (extent.top + extent.bottom) / 2 };
    let scale = Math.min(across, down, 1.1);
    if (scale < 0.66) {
      scale = Math.min(Math.max(down, 0.74), 1);
      const half = { x: this.container.clientWidth / 2 / scale, y: this.container.clientHeight / 2 / scale };
      const centre = this.data.nodes.find((node) => node.state === "centre");
      middle.x = centre ? centre.x : extent.left + half.x;
      if (down < scale) middle.y = centre ? centre.y : extent.top + half.y;
    }
    this.network.moveTo({ position: middle, scale, animation: false });
  }

  fit() {
    const extent = this.extent();
    const across = this.container.clientWidth / (extent.right - extent.left);
    const down = this.container.clientHeight / (extent.bottom - extent.top);
    const position = { x: (extent.left + extent.right) / 2, y: (extent.top + extent.bottom) / 2 };
    this.network.moveTo({ position, scale: Math.min(across, down, 1.1), animation: false });
  }

  zoom(factor) {
    const scale = Math.min(Math.max(this.network.getScale() * factor, 0.05), 3);
    this.network.moveTo({ scale, animation: false });
  }

  onKey(event) {
    const step = 80 / this.network.getScale();
    const moves = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] };
    if (moves[event.key]) {
      const at = this.network.getViewPosition();
      const [right, down] = moves[event.key];
      this.network.moveTo({ position: { x: at.x + right, y: at.y + down }, animation: false });
    } else if (event.key === "+" || event.key === "=") {
      this.zoom(1.25);
    } else if (event.key === "-") {
      this.zoom(0.8);
    } else {
      return;
    }
    event.preventDefault();
  }

  setKindShown(kind, isShown) {
    if (isShown) this.hiddenKinds.delete(kind); else this.hiddenKinds.add(kind);
    this.shown.refresh();
  }

  select(key, moveThere) {
    const isDrawn = this.byKey.has(key);
    this.selected = isDrawn ? key : null;
    this.related = isDrawn ? this.relatedTo(key) : null;
    this.network.unselectAll();
    if (isDrawn && this.shown.get(key)) this.network.selectNodes([key], false);
    this.paint();
    if (isDrawn && moveThere) {
      const { x, y } = this.byKey.get(key);
      const scale = Math.max(this.network.getScale(), 0.8);
      this.network.moveTo({ position: { x, y }, scale, animation: false });
    }
  }

  /* The boxes and edges that belong to a box: its neighbours, or all that leads to it and on from it. */
  relatedTo(key) {
    const nodes = new Set([key]);
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
    const { fill, line } = palette.kinds[node.kind];
    const isFar = this.related !== null && !this.related.nodes.has(node.id);
    const ink = isFar ? palette.faint : palette.ink;
    const border = node.id === this.selected ? palette.strong : line;
    const colour = { background: isFar ? palette.page : fill, border: isFar ? palette.edge : border };
    return {
      id: node.id,
      color: { ...colour, highlight: { background: fill, border: palette.strong }, hover: { background: fill, border: palette.strong } },
      font: { ...this.data.options.nodes.font, color: ink, bold: { ...this.data.options.nodes.font.bold, color: ink } },
    };
  }

  edgePaint(edge, palette) {
    const isRelated = this.related !== null && this.related.edges.has(edge.id);
    const isFar = this.related !== null && !isRelated;
    return {
      id: edge.id,
      hidden: edge.quiet && !(isRelated && this.isDirect(edge)),
      width: isRelated ? (this.isDirect(edge) ? 2.6 : 1.3) : 0.8,
      color: { color: isRelated ? palette.strong : palette.edge, opacity: isFar ? 0.25 : 1, inherit: false },
    };
  }

  isDirect(edge) { return edge.from === this.selected || edge.to === this.selected; }

  drawBands(context) {
    const palette = this.palette;
    const { top, bottom } = this.extent();
    context.textAlign = "center";
    context.textBaseline = "alphabetic";
    // Seen from far away the titles grow, so that the stages can still be told.
    const size = Math.min(Math.max(17, 11 / this.network.getScale()), 90);
    context.font = `600 ${size}px system-ui, sans-serif`;
    this.data.bands.forEach((band, number) => {
      if (number % 2 === 0) {
        context.fillStyle = palette.band;
        context.fillRect(band.left, top - 9999, band.right - band.left, bottom - top + 19998);
      }
      context.fillStyle = palette.ink;
      context.fillText(band.title, (band.left + band.right) / 2, 22, band.right - band.left - 12);
    });
  }

  drawSigns(context) {
    const palette = this.palette;
    const { margin, widthConstraint } = this.data.options.nodes;
    const half = (widthConstraint.minimum + margin.left + margin.right) / 2;
    for (const node of this.shown.get()) {
      const isFar = this.related !== null && !this.related.nodes.has(node.id);
      context.fillStyle = isFar ? palette.edge : palette.kinds[node.kind].line;
      context.beginPath();
      for (const [x, y] of this.data.signs[node.kind]) context.lineTo(node.x - half + 19 + 8 * x, node.y + 8 * y);
      context.closePath();
      context.fill();
    }
  }
}
