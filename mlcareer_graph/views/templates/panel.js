/* The side panel: everything is set as text, nothing as markup. */
function element(tag, text, attributes = {}) {
  const made = document.createElement(tag);
  if (text !== undefined && text !== null) made.textContent = text;
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}

function safeLink(href) {
  return typeof href === "string" && /^(https?|mailto):/i.test(href);
}

class Panel {
  constructor(place, onSelect, onClose) {
    this.place = place;
    this.onSelect = onSelect;
    this.onClose = onClose;
  }

  show(entry) {
    const heading = element("h2", entry.name, { tabindex: "-1", dir: "auto" });
    const close = element("button", "×", { type: "button", class: "close", "aria-label": "Close", title: "Close (Escape)" });
    close.addEventListener("click", () => this.onClose());
    const parts = [close, heading, element("p", entry.state || "", { class: "part" })];
    if (entry.actions) parts.push(this.actions(entry.actions));
    if (entry.definition) parts.push(element("p", entry.definition, { dir: "auto" }));
    if (entry.facts) parts.push(this.facts(entry.facts));
    if (entry.why) parts.push(...this.why(entry.why));
    for (const section of entry.sections || []) parts.push(element("h3", section.title), this.list(section.items));
    this.place.replaceChildren(...parts);
    this.place.scrollTop = 0;
  }

  focus() {
    const heading = this.place.querySelector("h2");
    if (heading) heading.focus();
  }

  actions(actions) {
    const row = element("p", null, { class: "actions" });
    for (const { text, run } of actions) {
      const button = element("button", text, { type: "button" });
      button.addEventListener("click", run);
      row.append(button);
    }
    return row;
  }

  facts(facts) {
    const list = element("dl");
    for (const [label, value] of facts) list.append(element("dt", label), element("dd", value));
    return list;
  }

  why(lines) {
    const block = element("div", null, { class: "why" });
    for (const line of lines) block.append(element("p", line, { dir: "auto" }));
    return [element("h3", "Why it is here"), block];
  }

  list(items) {
    const list = element("ul");
    for (const item of items) {
      const line = element("li");
      if (item.to !== null && item.to !== undefined) {
        const button = element("button", item.text, { type: "button", dir: "auto" });
        button.addEventListener("click", () => this.onSelect(item.to));
        line.append(button);
      } else if (safeLink(item.href)) {
        line.append(element("a", item.text, { href: item.href, target: "_blank", rel: "noopener noreferrer" }));
      } else {
        line.textContent = item.text;
      }
      list.append(line);
    }
    return list;
  }
}
