/* What a tab of the tests has in every frame before anything else. */
/* What a text runs is told, and what a policy has to refuse. */
(() => {
  window.fire = (number) => { report(`it ran the script of ${number}`); };
  document.addEventListener("securitypolicyviolation", (event) => {
    report(`its policy had to refuse ${event.effectiveDirective} ${event.blockedURI} ${event.sample}`);
  });
})();

window.guard = {
  /* What stands in a document that nothing of ours puts there; of texts (inert) or of the page itself (live). */
  scan: ([given, where, tags]) => {
    const found = [];
    const ADDRESSES = ["href", "xlink:href", "src", "action", "formaction", "srcset", "poster", "cite", "background", "ping", "data",
      "longdesc", "manifest", "classid", "codebase", "profile", "dynsrc", "lowsrc"];
    const NAMES = new RegExp("^(aria-[a-z]+|data-[a-z-]+|accent-height|autocomplete|checked|class|cols|charset|color|colspan|content|" +
      "d|dir|disabled|draggable|fill|for|font-family|font-size|font-weight|height|hidden|href|http-equiv|id|lang|label|list|max|min|" +
      "marker-?(end|height|width|units)|method|name|nonce|open|opacity|orient|placeholder|points|preserveaspectratio|r|readonly|ref[xy]|" +
      "rel|role|rowspan|rx|ry|cx|cy|sandbox|scope|selected|spellcheck|src|srcdoc|stroke(-[a-z]+)?|style|tabindex|target|" +
      "text-anchor|dominant-baseline|textlength|lengthadjust|title|transform|type|value|viewbox|width|x|x1|x2|xmlns(:xlink)?|y|y1|y2|alt|border)$", "i");
    const STYLED = /^(style|marker(-end)?|fill|stroke|filter|clip-path|mask)$/i;
    const known = new Map();
    const TAGS = Object.fromEntries(Object.entries(tags).map(([kind, names]) => [kind, new Set(names.split(" "))]));
    const cut = (node) => node.outerHTML.slice(0, 300);
    const note = (what, node, place) => { if (found.length < 200) found.push(`${node.closest("[data-output]")?.dataset.output || place}: ${what}: ${cut(node)}`); };
    const styled = (text, node, place) => {
      if (/@import|expression\s*\(|-moz-binding|behavior\s*:/i.test(text)) note("a style that does more than look", node, place);
      for (const [, address] of text.matchAll(/url\(\s*["']?([^)]*)/gi)) if (!address.startsWith("#")) note("an address in a style", node, place);
    };
    const policy = (root, place) => {
      const meta = root.querySelector("meta[http-equiv='Content-Security-Policy' i]");
      if (!meta) { found.push(`${place}: there is no policy`); return null; }
      if (root.head.querySelector("script, style, link, img")?.compareDocumentPosition(meta) & Node.DOCUMENT_POSITION_FOLLOWING) found.push(`${place}: the policy comes too late`);
      const rules = new Map(meta.content.split(";").map((rule) => rule.trim().split(/\s+/)).map(([name, ...rest]) => [name, rest.join(" ")]));
      if (rules.get("default-src") !== "'none'") found.push(`${place}: the policy allows by default: ${meta.content}`);
      const scripts = rules.get("script-src");
      for (const [name, value] of rules) {
        const strict = { "default-src": /^'none'$/, "script-src": /^'nonce-[0-9a-f]{32}'$/, "style-src": /^'nonce-[0-9a-f]{32}'$/,
          "img-src": /^(data: blob:|data:|blob:)$/, "base-uri": /^'none'$/, "form-action": /^'none'$/ }[name];
        if (!strict || !strict.test(value)) found.push(`${place}: the policy is not strict: ${name} ${value}`);
      }
      return scripts ? scripts.slice(7, -1) : null;
    };
    const walk = (root, place, nonce, kind) => {
      for (const node of root.querySelectorAll("*")) {
        const tag = node.localName;
        if (node.hasAttribute("data-ours")) continue;
        if (!TAGS[kind].has(tag)) note(`an element ${tag}`, node, place);
        if (node.prefix) note("an element with a prefix", node, place);
        for (const name of node.getAttributeNames()) {
          if (!known.has(name)) known.set(name, /^on/i.test(name) || !NAMES.test(name) ? "foreign" : ADDRESSES.includes(name.toLowerCase()) ? "address" : STYLED.test(name) ? "styled" : "plain");
          const part = known.get(name);
          if (part === "plain") continue;
          const value = node.getAttribute(name);
          if (part === "foreign") note(`an attribute ${name}`, node, place);
          if (part === "styled") styled(value, node, place);
          if (part !== "address" && !ADDRESSES.includes(name.toLowerCase())) continue;
          if (value.startsWith("#") || (tag === "img" && /^data:image\/svg\+xml;base64,[A-Za-z0-9+/=]*$/.test(value))) continue;
          if (!/^(https?|mailto):/i.test(value)) note(`an address in ${name}`, node, place);
          else if (tag !== "a") note(`an address that is asked for in ${name}`, node, place);
        }
        if (tag === "meta" && node.httpEquiv && !/^content-security-policy$/i.test(node.httpEquiv)) note("an order to the browser", node, place);
        if (tag === "style") styled(node.textContent, node, place);
        if (tag === "script") {
          if (node.type === "text/plain") { if (!/^[A-Za-z0-9+/=]+$/.test(node.textContent)) note("data that is not packed", node, place); }
          else if (node.type || !nonce || (node.nonce || node.getAttribute("nonce")) !== nonce) note("a script without the word of the policy", node, place);
        }
        if (tag === "iframe") {
          if (node.getAttribute("sandbox") !== "allow-scripts allow-downloads") note("a frame that may do more", node, place);
          if (!node.srcdoc) note("a frame without its page", node, place);
          else if (given === "inert" && !seen.has(node.srcdoc)) page(node.srcdoc, place);
        }
        if (tag === "template") walk(node.content, place, nonce, kind);
        if (node.shadowRoot) walk(node.shadowRoot, place, nonce, kind);
      }
      const comments = document.createNodeIterator(root, NodeFilter.SHOW_COMMENT);
      for (let comment = comments.nextNode(); comment; comment = comments.nextNode()) found.push(`${place}: a comment: ${comment.data.slice(0, 200)}`);
    };
    // A frame whose page stands among the texts by itself has this in its place.
    const seen = new Set(["A"]);
    const page = (html, place) => {
      seen.add(html);
      const parsed = new DOMParser().parseFromString(html, "text/html");
      walk(parsed, place, policy(parsed, place), "page");
      for (const hidden of parsed.querySelectorAll("noscript")) walk(new DOMParser().parseFromString(hidden.textContent, "text/html"), place, null, "page");
    };
    if (given === "live") {
      const isPage = document.querySelector("meta[http-equiv]") !== null;
      const isPicture = document.documentElement.localName === "svg";
      walk(document, where, isPage ? policy(document, where) : null, isPage ? "page" : isPicture ? "svg" : "host");
    } else {
      for (const [name, kind, text] of where) {
        if (kind === "page") { page(text, name); continue; }
        const parsed = new DOMParser().parseFromString(text, kind === "svg" ? "image/svg+xml" : "text/html");
        const error = parsed.querySelector("parsererror");
        if (error && kind === "svg") found.push(`${name}: no XML: ${error.textContent.slice(0, 200)}`); else walk(parsed, name, null, kind);
      }
    }
    return found;
  },

  /* Opens, selects, searches, ticks, hovers over and prints everything that a page has. */
  use: async () => {
    const wait = (time) => new Promise((done) => setTimeout(done, time));
    for (const details of document.querySelectorAll("details")) details.open = true;
    const view = window.careerView;
    const isExplorer = document.querySelector("#library") !== null;
    if (view) for (const { key } of view.drawing.names().filter((_, number) => number < 8 || number % 7 === 0).slice(0, isExplorer ? 12 : 24)) {
      view.select(key, { moveThere: true });
      for (const button of document.querySelectorAll("#panel .actions button")) { button.click(); break; }
    }
    const search = document.querySelector("#search");
    if (search) for (const words of ["fire", "canary", "script", "8"]) {
      search.value = words;
      search.dispatchEvent(new Event("input", { bubbles: true }));
      for (const key of ["ArrowDown", "ArrowUp", "Enter"]) search.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
    }
    for (const part of document.querySelectorAll("#grow, #aside, [data-facet], #fit, #nearer, #copy, .pick")) part.click();
    for (const part of document.querySelectorAll("[data-facet]")) part.click();
    for (const node of document.querySelectorAll("[data-link], [data-key], main a, main button, main tr, main li, main img")) {
      for (const name of ["pointerenter", "mouseover", "focus"]) node.dispatchEvent(new Event(name, { bubbles: name !== "focus" }));
    }
    for (const node of document.querySelectorAll("g[data-id]")) node.dispatchEvent(new MouseEvent("click", { bubbles: true }));
    window.dispatchEvent(new Event("beforeprint"));
    await wait(30);
  },
};
