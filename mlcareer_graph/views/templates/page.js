/* The page: joins the drawing, the panel, the search, the filters, the address and the tables. */
(async function start() {
  const byId = (id) => document.getElementById(id);
  const hint = byId("hint");
  if (typeof DecompressionStream !== "function") {
    hint.textContent = "This browser is too old for the parts of this page that move. The tables below say the same.";
    return;
  }
  const data = JSON.parse(await inflated("data"));
  const isExplorer = byId("library") !== null;
  if (isExplorer) await runLibrary("library");
  const advice = hint.textContent;
  const stage = byId("stage");
  const picks = Array.from(document.querySelectorAll(".pick"));
  const panel = new Panel(byId("panel"), (key) => select(key, { moveThere: true, focus: true }), () => leavePanel());
  const Kind = isExplorer ? Explorer : Graphic;
  const drawing = new Kind(byId("drawing"), data, (key, how) => select(key, how), (link) => {
    hint.textContent = link ? `${nameOf(link.from)} ${link.meaning} ${nameOf(link.to)}.` : advice;
  });
  const filters = new Filters(document, () => { drawing.filter(filters.hidden()); remember(); });
  if (byId("paper")) new Paper(byId("paper"), drawing);
  const input = byId("search");
  const search = new Search(input, byId("results"), () => drawing.names(), (key) => select(key, { moveThere: true }));
  const isPhone = window.matchMedia("(max-width: 60rem)");
  let selected = null;
  let known = "";

  function nameOf(key) { return drawing.entryOf(key).name; }

  function select(key, { moveThere = false, focus = false, focusBox = false, reveal = moveThere } = {}) {
    if (key !== null && !drawing.has(key)) return;
    // Whoever asks for something that a filter hides wants to see it.
    if (reveal && key !== null && filters.include(drawing.facetsOf(key))) drawing.filter(filters.hidden());
    selected = key;
    for (const pick of picks) pick.closest("tr").classList.toggle("selected", pick.dataset.key === key);
    stage.classList.toggle("open", key !== null);
    // On a phone the panel covers the lower half, so the drawing moves to the upper one.
    if (key !== null && isPhone.matches) stage.scrollIntoView({ block: "start" });
    drawing.select(key, { moveThere: moveThere || isPhone.matches, focusBox });
    remember();
    if (key === null) return;
    panel.show(drawing.entryOf(key));
    if (focus) panel.focus();
  }

  function leavePanel() {
    const hadFocus = byId("panel").contains(document.activeElement);
    stage.classList.remove("open");
    if (hadFocus) drawing.focus(); else select(null);
  }

  /* The address says what is selected and shown, so that a link leads to the same. */
  function address() {
    const params = new URLSearchParams();
    if (selected !== null) params.set("at", selected);
    filters.write(params);
    drawing.write(params);
    return params.toString();
  }

  function remember() {
    known = address();
    // A frame without an address of its own has none to remember it in.
    try { history.replaceState(null, "", `#${known}`); } catch { known = ""; }
  }

  function restore() {
    const text = location.hash.slice(1);
    if (!text || text === known) return;
    const params = new URLSearchParams(text);
    filters.read(params);
    drawing.read(params);
    drawing.filter(filters.hidden());
    const at = params.get("at");
    select(at !== null && drawing.has(at) ? at : null, { moveThere: true, reveal: false });
  }

  async function copyLink() {
    const link = `${location.href.split("#")[0]}#${address()}`;
    const field = byId("link");
    field.value = link;
    field.hidden = false;
    field.select();
    let isCopied = false;
    try { await navigator.clipboard.writeText(link); isCopied = true; } catch { isCopied = document.execCommand("copy"); }
    byId("said").textContent = isCopied ? "The link is copied." : "Copy the link from the field.";
  }

  const buttons = {
    fit: () => drawing.fit(),
    back: () => drawing.page(-1),
    on: () => drawing.page(1),
    nearer: () => drawing.zoom(1.25),
    farther: () => drawing.zoom(0.8),
    copy: copyLink,
    svg: () => saveSvg(data.title, drawing.picture()),
    png: () => savePng(data.title, drawing.picture()),
  };
  for (const [id, run] of Object.entries(buttons)) byId(id).addEventListener("click", run);
  if (byId("grow")) byId("grow").addEventListener("click", remember);
  if (byId("aside")) byId("aside").addEventListener("change", remember);
  if (location.protocol === "about:") byId("copy").hidden = true;
  for (const pick of picks) pick.addEventListener("click", () => select(pick.dataset.key, { moveThere: true, focus: true }));
  document.addEventListener("keydown", (event) => {
    const isTyping = /^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement.tagName) && document.activeElement.type !== "checkbox";
    if (event.key === "/" && !isTyping && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      input.focus();
    } else if (event.key === "Escape" && !isTyping && !document.querySelector("dialog[open]")) {
      if (byId("panel").contains(document.activeElement)) leavePanel(); else select(null);
    }
  });
  if (data.start !== null && drawing.has(data.start)) panel.show(drawing.entryOf(data.start));
  restore();
  window.addEventListener("hashchange", restore);
  window.careerView = Object.freeze({ drawing, filters, select, search, get selected() { return selected; }, picture: () => drawing.picture() });
  document.documentElement.dataset.ready = "";
})();
