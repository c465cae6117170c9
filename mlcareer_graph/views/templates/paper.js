/* The drawing on paper: what is shown, in light colours, in strips that fit the width of a page and cut no column. */
const STRIP_WIDTH = 1500;
const STRIP_HEIGHT = 17;
const FIRST_HEIGHT = 13;

class Paper {
  constructor(place, drawing) {
    this.place = place;
    this.drawing = drawing;
    const media = window.matchMedia("print");
    media.addEventListener("change", () => { if (media.matches) this.fill(); else this.clear(); });
    window.addEventListener("beforeprint", () => this.fill());
    window.addEventListener("afterprint", () => this.clear());
  }

  clear() { this.place.replaceChildren(); }

  fill() {
    const { picture, edges, bands, below } = this.drawing.printed();
    // The page has the rules for all that is drawn; those that a picture carries would be refused.
    const bare = picture.replace(/<style[^>]*>[^<]*<\/style>/, "");
    const whole = new DOMParser().parseFromString(bare, "image/svg+xml").documentElement;
    const { y, height } = whole.viewBox.baseVal;
    const bottom = below ? below.top : y + height;
    const parts = strips(edges).map(([left, right]) => [left, y, right - left, bottom - y]);
    if (below) parts.push([below.left, below.top, below.right - below.left, y + height - below.top]);
    const widest = Math.max(...parts.map((box) => box[2]));
    this.place.replaceChildren(...parts.map((box, number) => {
      const svg = this.strip(whole, box, bands, `${number + 1} of ${parts.length}`);
      // The same scale for all where the height allows it, and no larger than on the screen; the first stands below the head.
      const room = number === 0 ? FIRST_HEIGHT : STRIP_HEIGHT;
      svg.style.width = `min(${(100 * box[2]) / widest}%, ${(room * box[2]) / box[3]}cm)`;
      svg.style.maxWidth = `${box[2]}px`;
      return svg;
    }));
  }

  strip(whole, box, bands, name) {
    const svg = document.importNode(whole, true);
    const [left, top, width, height] = box;
    for (const [attribute, value] of Object.entries({ viewBox: box.join(" "), width, height, role: "img", "aria-label": `Part ${name}` })) svg.setAttribute(attribute, value);
    // What lies beyond the strip would be hidden work for the printer.
    for (const part of svg.querySelectorAll("g.box, rect.band")) {
      const frame = part.matches("rect") ? part : part.querySelector("rect");
      const [x, y, wide, high] = ["x", "y", "width", "height"].map((name) => Number(frame.getAttribute(name)));
      if (x > left + width || x + wide < left || y > top + height || y + high < top) part.remove();
    }
    for (const title of svg.querySelectorAll(":scope > text")) {
      const x = Number(title.getAttribute("x"));
      const band = bands.find((one) => x > one.left && x < one.right);
      const [from, to] = [Math.max(band.left, left), Math.min(band.right, left + width)];
      if (from < to && top < 60) title.setAttribute("x", String((from + to) / 2)); else title.remove();
    }
    const marker = svg.querySelector("marker");
    if (marker) {
      marker.id = `tip ${name}`.replaceAll(" ", "-");
      for (const link of svg.querySelectorAll("[marker-end]")) link.setAttribute("marker-end", `url(#${marker.id})`);
    }
    return svg;
  }
}

/* Where columns end: at the end of a band, else half way to the next column. */
function columnEnds(rights, bands) {
  const sorted = [...new Set(rights.map(Math.round))].sort((one, other) => one - other);
  return sorted.map((right) => {
    const band = bands.find((one) => right > one.left && right <= one.right);
    return band && band.right - right < 40 ? band.right : right + 16;
  });
}

/* As many parts as it takes, each as wide as fits and all about as wide as each other. */
function strips(edges) {
  const [start, end] = [edges[0], edges[edges.length - 1]];
  const count = Math.max(Math.ceil((end - start) / STRIP_WIDTH), 1);
  const even = (end - start) / count;
  const cuts = [start];
  for (const [number, edge] of edges.entries()) {
    const last = cuts[cuts.length - 1];
    const next = edges[number + 1];
    if (edge > last && (next === undefined || next - last > Math.max(even * 1.15, 300))) cuts.push(edge);
  }
  if (cuts[cuts.length - 1] < end) cuts.push(end);
  return cuts.slice(1).map((cut, number) => [cuts[number], cut]);
}
