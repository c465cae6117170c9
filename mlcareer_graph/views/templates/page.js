/* The page: joins the drawing, the panel, the search, the filter and the tables. */
(function start() {
  const data = JSON.parse(document.getElementById("data").textContent);
  const entries = new Map(data.entries.map((entry) => [entry.key, entry]));
  const picks = Array.from(document.querySelectorAll(".pick"));
  const panel = new Panel(document.getElementById("panel"), (key) => select(key, { moveThere: true, focus: true }));
  const drawing = new Drawing(document.getElementById("drawing"), data, (key) => select(key));
  const input = document.getElementById("search");
  const search = new Search(input, document.getElementById("results"), data.entries, (key) => select(key, { moveThere: true }));

  function select(key, { moveThere = false, focus = false } = {}) {
    if (key !== null && !entries.has(key)) return;
    drawing.select(key, moveThere);
    for (const pick of picks) pick.closest("tr").classList.toggle("selected", pick.dataset.key === key);
    if (key === null) return;
    panel.show(entries.get(key));
    if (focus) panel.focus();
  }

  for (const pick of picks) pick.addEventListener("click", () => select(pick.dataset.key, { moveThere: true, focus: true }));
  for (const box of document.querySelectorAll("[data-filter]")) {
    box.addEventListener("change", () => drawing.setKindShown(box.dataset.filter, box.checked));
  }
  document.getElementById("fit").addEventListener("click", () => drawing.fit());
  document.getElementById("nearer").addEventListener("click", () => drawing.zoom(1.25));
  document.getElementById("farther").addEventListener("click", () => drawing.zoom(0.8));
  document.addEventListener("keydown", (event) => {
    const isTyping = /^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement.tagName) && document.activeElement.type !== "checkbox";
    if (event.key === "/" && !isTyping && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      input.focus();
    } else if (event.key === "Escape" && !isTyping) {
      select(null);
    }
  });
  if (data.start !== null && entries.has(data.start)) panel.show(entries.get(data.start));
  window.careerView = Object.freeze({ network: drawing.network, nodes: drawing.shown, edges: drawing.edges, entries, select, search });
})();
