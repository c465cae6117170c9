/* The page: joins the drawing, the panel, the search, the filter and the tables. */
(function start() {
  const data = JSON.parse(document.getElementById("data").textContent);
  const entries = new Map(data.entries.map((entry) => [entry.key, entry]));
  const picks = Array.from(document.querySelectorAll(".pick"));
  const panel = new Panel(document.getElementById("panel"), (key) => select(key, { moveThere: true, focus: true }));
  const hint = document.getElementById("hint");
  const advice = hint.textContent;
  const drawing = new Drawing(document.getElementById("drawing"), data, (key, how) => select(key, how), (edge) => {
    hint.textContent = edge ? `${entries.get(edge.from).name} ${edge.meaning} ${entries.get(edge.to).name}.` : advice;
  });
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
  document.getElementById("back").addEventListener("click", () => drawing.page(-1));
  document.getElementById("on").addEventListener("click", () => drawing.page(1));
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
  if (entries.has(data.start)) panel.show(entries.get(data.start));
  window.careerView = Object.freeze({ network: drawing.network, nodes: drawing.shown, edges: drawing.edges, entries, select, search });
})();
