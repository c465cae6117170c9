/* What is left out of the drawing: kinds, areas and relations that are not ticked, and what is too far away. */
class Filters {
  constructor(root, onChange) {
    this.boxes = Array.from(root.querySelectorAll("input[data-facet]"));
    this.depth = root.querySelector("#depth");
    for (const box of this.boxes) box.addEventListener("change", onChange);
    if (this.depth) this.depth.addEventListener("change", onChange);
    for (const button of root.querySelectorAll("button[data-all]")) {
      button.addEventListener("click", () => {
        for (const box of this.boxes) if (box.dataset.facet === button.dataset.facet) box.checked = button.dataset.all === "1";
        onChange();
      });
    }
  }

  /* Ticks again what hides something of that kind and area; whether anything did. */
  include(facets) {
    const lost = this.boxes.filter((box) => !box.checked && facets[box.dataset.facet] === box.value);
    for (const box of lost) box.checked = true;
    return lost.length > 0;
  }

  hidden() {
    const sets = { kind: new Set(), area: new Set(), relation: new Set(), depth: this.depth ? Number(this.depth.value) : Infinity };
    for (const box of this.boxes) if (!box.checked) sets[box.dataset.facet].add(box.value);
    return sets;
  }

  write(params) {
    // Whichever is shorter: what is hidden, or what alone is shown.
    for (const facet of new Set(this.boxes.map((box) => box.dataset.facet))) {
      const [shown, hidden] = [true, false].map((isShown) => this.boxes.filter((box) => box.dataset.facet === facet && box.checked === isShown));
      const isFew = hidden.length > shown.length;
      for (const box of isFew ? shown : hidden) params.append(`${isFew ? "only" : "hide"}-${facet}`, box.value);
      if (isFew && !shown.length) params.append(`only-${facet}`, "");
    }
    if (this.depth && this.depth.selectedIndex < this.depth.options.length - 1) params.set("depth", this.depth.value);
  }

  read(params) {
    for (const box of this.boxes) {
      const only = params.getAll(`only-${box.dataset.facet}`);
      box.checked = only.length ? only.includes(box.value) : !params.getAll(`hide-${box.dataset.facet}`).includes(box.value);
    }
    if (this.depth) this.depth.value = Array.from(this.depth.options).some((option) => option.value === params.get("depth")) ? params.get("depth") : this.depth.options[this.depth.options.length - 1].value;
  }
}

function isShown(hidden, { kind, area, distance = 0 }) {
  return !hidden.kind.has(kind) && !hidden.area.has(area) && distance <= hidden.depth;
}

function isLinkShown(hidden, meaning) {
  return !hidden.relation.size || meaning.split("; ").some((part) => !hidden.relation.has(part));
}
