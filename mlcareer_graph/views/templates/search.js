/* The search box: finds entries by name and by every other name, best first. */
const FOUND_LIMIT = 12;

function folded(text) {
  return text.normalize("NFKD").toLowerCase().replace(/[^\p{L}\p{N}+#]/gu, "");
}

class Search {
  constructor(input, results, names, onSelect) {
    this.input = input;
    this.results = results;
    this.names = names;
    this.onSelect = onSelect;
    this.found = [];
    this.active = 0;
    this.index = null;
    input.addEventListener("input", () => this.update());
    input.addEventListener("keydown", (event) => this.onKey(event));
    input.addEventListener("blur", () => this.close());
  }

  update() {
    const query = folded(this.input.value);
    this.found = query ? this.ranked(query).slice(0, FOUND_LIMIT) : [];
    this.active = 0;
    this.draw(query !== "");
  }

  ranked(query) {
    this.index ||= this.names().map((entry) => ({ entry, names: [entry.name, ...(entry.aliases || [])].map(folded) }));
    const hits = [];
    for (const { entry, names } of this.index) {
      const ranks = names.map((name) => (name === query ? 0 : name.startsWith(query) ? 1 : name.includes(query) ? 2 : 9));
      const rank = Math.min(...ranks);
      if (rank < 9) hits.push({ entry, rank });
    }
    return hits.sort((one, other) => one.rank - other.rank).map((hit) => hit.entry);
  }

  draw(isAsked) {
    const lines = this.found.map((entry, number) => {
      const line = element("li", entry.name, { role: "option", id: `found-${number}`, "aria-selected": String(number === this.active), dir: "auto" });
      line.append(" ", element("small", entry.state || ""));
      line.addEventListener("pointerdown", (event) => { event.preventDefault(); this.choose(number); });
      return line;
    });
    if (isAsked && !lines.length) lines.push(element("li", "Nothing is called so.", { role: "option", "aria-disabled": "true" }));
    this.results.replaceChildren(...lines);
    this.results.hidden = !isAsked;
    this.input.setAttribute("aria-expanded", String(isAsked));
    if (this.found.length) this.input.setAttribute("aria-activedescendant", `found-${this.active}`);
    else this.input.removeAttribute("aria-activedescendant");
  }

  onKey(event) {
    const count = this.found.length;
    if (event.key === "Enter" && count) {
      this.choose(this.active);
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && count) {
      this.active = (this.active + (event.key === "ArrowDown" ? 1 : count - 1)) % count;
      this.draw(true);
    } else if (event.key === "Escape") {
      this.input.value = "";
      this.close();
    } else {
      return;
    }
    event.preventDefault();
  }

  choose(number) {
    const entry = this.found[number];
    this.close();
    this.onSelect(entry.key);
  }

  close() {
    this.found = [];
    this.draw(false);
  }
}
