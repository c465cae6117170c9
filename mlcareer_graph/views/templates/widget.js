/* The picture of a plan in a notebook. Elements are made one by one and text is set as text. */
const SVG = "http://www.w3.org/2000/svg";

const RULES = `
:host { display: block; font: 14px/1.45 system-ui, sans-serif; color: #1b1f24; background: #ffffff; }
.drawing { overflow: auto; max-height: 560px; border: 1px solid #8a939d; }
.drawing svg { display: block; }
.caption, .about { margin: 6px 8px; overflow-wrap: anywhere; }
.about { min-height: 3em; }
.about > :first-child { font-weight: 700; }
g[data-id] { cursor: pointer; }
g[data-id]:focus-visible > rect, g[data-id][aria-pressed="true"] > rect { stroke: #0b3d91; stroke-width: 4px; }
g[data-id]:focus { outline: none; }
@media (prefers-color-scheme: dark) {
  :host { color: #eef2f6; background: #0f1318; }
  g[data-id]:focus-visible > rect, g[data-id][aria-pressed="true"] > rect { stroke: #ffd75e; }
}
`;

function drawn([tag, attributes, text, children]) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.textContent = text;
  element.append(...children.map(drawn));
  return element;
}

function part(name, ...children) {
  const element = document.createElement("div");
  element.className = name;
  element.append(...children);
  return element;
}

function paragraph(text) {
  const element = document.createElement("div");
  element.textContent = text;
  return element;
}

function render({ model, el }) {
  const host = part("mlcareer-plan");
  const root = host.attachShadow({ mode: "open" });
  const style = document.createElement("style");
  style.textContent = RULES;
  const caption = part("caption");
  const drawing = part("drawing");
  const about = part("about");
  about.setAttribute("role", "status");
  root.append(style, caption, drawing, about);
  el.append(host);

  function choose(id) {
    model.set("selected", model.get("selected") === id ? null : id);
    model.save_changes();
  }

  function draw() {
    const picture = drawn(model.get("_picture"));
    caption.textContent = model.get("_caption");
    for (const box of picture.querySelectorAll("g[data-id]")) {
      box.addEventListener("click", () => choose(box.dataset.id));
      box.addEventListener("keydown", (event) => {
        if (event.key !== "Enter" && event.key !== " ") return;
        event.preventDefault();
        event.stopPropagation();
        choose(box.dataset.id);
      });
    }
    drawing.replaceChildren(picture);
    mark();
  }

  function mark() {
    const selected = model.get("selected");
    for (const box of drawing.querySelectorAll("g[data-id]")) {
      box.setAttribute("aria-pressed", String(box.dataset.id === selected));
    }
    const words = model.get("_words");
    about.replaceChildren(...(Object.hasOwn(words, selected) ? words[selected].map(paragraph) : []));
  }

  model.on("change:_picture", draw);
  model.on("change:selected", mark);
  draw();
  return () => {
    model.off("change:_picture", draw);
    model.off("change:selected", mark);
    host.remove();
  };
}

export default { render };
