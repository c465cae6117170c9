"use strict";

const NONCE = document.currentScript.nonce;

/* What the page holds compressed, as text. */
async function inflated(id) {
  const bytes = Uint8Array.from(atob(document.getElementById(id).textContent), (char) => char.charCodeAt(0));
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"))).text();
}

/* The policy of the page lets a script run that carries its nonce; the library is one, not text to evaluate. */
async function runLibrary(id) {
  const script = document.createElement("script");
  script.nonce = NONCE;
  script.textContent = await inflated(id);
  document.head.append(script);
  script.remove();
}

/* An XML name is never made of data; a text or an attribute is, so it is escaped here. */
function xml(text) {
  return String(text).replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
}
