// Keys. An element with data-key="r" is pressed (a field: focused) by r; data-go="i" by g, i; ? shows them all.
(() => {
  "use strict";

  const OFF = "doorstep-keys-off";
  const dialog = document.getElementById("keys");
  let going = 0;
  let changing = 0;
  const held = [];

  const isOff = () => { try { return localStorage.getItem(OFF) === "yes"; } catch { return false; } };
  const isTyping = (target) => target.matches("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");
  const isShown = (element) => element.checkVisibility ? element.checkVisibility() : element.offsetParent !== null;
  const bound = (name, key) => [...document.querySelectorAll(`[${name}="${CSS.escape(key)}"]`)].find(isShown);

  function press(element) {
    if (element.matches("input:not([type=checkbox]), textarea, select")) { element.focus(); element.select?.(); }
    else element.click();
  }

  // Rows of lists: j and k walk over them, and what is bound to a key inside the row in focus comes first.
  function walk(step) {
    const rows = [...document.querySelectorAll("main [data-row], main a.row")].filter(isShown);
    if (!rows.length) return;
    const at = rows.findIndex((row) => row === document.activeElement || row.contains(document.activeElement));
    const next = rows[at < 0 ? (step > 0 ? 0 : rows.length - 1) : Math.min(Math.max(at + step, 0), rows.length - 1)];
    next.focus();
    next.scrollIntoView({ block: "nearest" });
  }

  function inRow(key) {
    const row = document.activeElement?.closest("[data-row]");
    return row ? [...row.querySelectorAll(`[data-key="${CSS.escape(key)}"]`)].find(isShown) : undefined;
  }

  const pressed = (key) => inRow(key) || bound("data-key", key);

  // A page that is being exchanged cannot show what a second decision on it did: a key is kept for the page that comes.
  // The request itself says when it is over: the form it came from may be gone by then, and tell nobody.
  document.addEventListener("htmx:beforeSend", (event) => {
    if (event.detail.target?.id !== "page") return;
    changing += 1;
    event.detail.xhr.addEventListener("loadend", () => setTimeout(() => {  // what was decided is said, and has the focus
      changing -= 1;
      release();
    }, htmx.config.defaultSettleDelay * 2));
  });

  function release() {
    while (held.length && !changing) {
      const element = pressed(held.shift());
      if (element) press(element);
    }
  }

  function show() {
    const here = document.getElementById("keys-here");
    const seen = new Set();
    here.replaceChildren();
    for (const element of document.querySelectorAll("main [data-key]")) {
      const key = element.dataset.key;
      if (seen.has(key) || !isShown(element)) continue;
      seen.add(key);
      const name = document.createElement("dt");
      const kbd = document.createElement("kbd");
      kbd.textContent = key;
      name.append(kbd);
      const what = document.createElement("dd");
      what.textContent = element.dataset.keyName || element.getAttribute("aria-label") || element.textContent.trim().replace(/\s+/g, " ");
      here.append(name, what);
    }
    document.getElementById("keys-page").parentElement.hidden = !seen.size;
    document.getElementById("keys-on").checked = !isOff();
    dialog.showModal();
  }

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || dialog?.open) return;
    if (!(event.target instanceof Element) || isTyping(event.target)) return;
    if (event.key === "?" && dialog) { event.preventDefault(); show(); return; }
    if (isOff()) return;
    if (going) {
      clearTimeout(going);
      going = 0;
      const room = document.querySelector(`[data-go="${CSS.escape(event.key)}"]`);
      if (room) { event.preventDefault(); room.click(); }
      return;
    }
    if (event.key === "g") { going = setTimeout(() => { going = 0; }, 1500); return; }
    if (event.key === "/") { event.preventDefault(); press(bound("data-key", "/") || document.getElementById("find")); return; }
    if (event.key === "j" || event.key === "k") { event.preventDefault(); walk(event.key === "j" ? 1 : -1); return; }
    if (event.key === "Enter" && event.target.matches("[data-row]")) {
      event.target.querySelector("a[href]")?.click();
      return;
    }
    const element = event.key.length === 1 ? pressed(event.key) : undefined;
    if (!element) return;
    event.preventDefault();
    if (changing) held.push(event.key);
    else press(element);
  });

  document.addEventListener("click", (event) => {
    if (!(event.target instanceof Element)) return;
    if (event.target.closest("[data-opens=keys]")) show();
    if (event.target.closest("[data-closes=keys]")) dialog.close();
  });

  document.getElementById("keys-on")?.addEventListener("change", (event) => {
    try { localStorage.setItem(OFF, event.target.checked ? "no" : "yes"); } catch { /* this browser keeps nothing */ }
  });
})();
