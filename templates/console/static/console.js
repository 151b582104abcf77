// What the console does beyond plain forms and links. Everything works without it.
(() => {
  "use strict";

  const dayAndTime = new Intl.DateTimeFormat(undefined, {
    weekday: "short", day: "2-digit", month: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23",
  });
  const timeOnly = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });

  // Times that belong to no delivery address are shown on the reader's own clock.
  function localise(root) {
    const today = new Date().toDateString();
    for (const time of root.querySelectorAll("time[data-local]")) {
      const at = new Date(time.dateTime);
      time.textContent = (at.toDateString() === today ? timeOnly : dayAndTime).format(at);
    }
  }

  // A page that is busy being used is not swapped away under its reader's hands.
  function busy(part) {
    const typing = document.activeElement;
    return part.querySelector("details.do[open], [data-pick]:checked") !== null
      || (part.contains(typing) && typing.matches("input, textarea, select"));
  }

  const bottom = (list) => list.scrollHeight - list.scrollTop - list.clientHeight < 80;

  function settle(root) {
    localise(root);
    const thread = document.getElementById("thread");
    if (thread && (root === document || root.contains(thread) || root === thread)) {
      thread.scrollTop = thread.scrollHeight;
    }
  }

  let source = null;
  let following = null;
  let asking = false;
  let again = false;

  async function refresh() {
    const main = document.getElementById("page");
    if (!main || !main.dataset.here) return;
    if (asking) { again = true; return; }
    asking = true;
    try {
      const answer = await fetch(main.dataset.here, { headers: { "HX-Request": "true" } });
      const elsewhere = answer.headers.get("HX-Redirect");
      if (elsewhere) { location.assign(elsewhere); return; }
      if (!answer.ok) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (!page.getElementById("page")?.dataset.moves) delete main.dataset.moves;
      for (const selector of (main.dataset.parts || "#page").split(",")) {
        replace(document.querySelector(selector), page.querySelector(selector));
      }
    } catch {
      // The next event, or the next look, tries again.
    } finally {
      asking = false;
      if (again) { again = false; refresh(); }
    }
  }

  // Times are written anew for each reader, and what is opened or chosen is the reader's own.
  function looks(part) {
    const copy = part.cloneNode(true);
    for (const time of copy.querySelectorAll("time[data-local]")) time.textContent = "";
    for (const one of copy.querySelectorAll("details[open]")) one.open = false;
    return copy.innerHTML;
  }

  function replace(old, fresh) {
    if (!old || !fresh || looks(old) === looks(fresh)) return;
    if (busy(old)) {
      const stale = document.getElementById("stale");
      if (stale) stale.hidden = false;
      return;
    }
    const atBottom = old.id !== "thread" || bottom(old);
    const place = old.scrollTop;
    const sideways = old.scrollLeft;
    const hadFocus = old.contains(document.activeElement);
    for (const open of old.querySelectorAll("details[open][id]")) {
      const same = fresh.querySelector(`#${open.id}`);
      if (same) same.open = true;
    }
    document.adoptNode(fresh);
    old.replaceWith(fresh);
    htmx.process(fresh);
    localise(fresh);
    fresh.scrollLeft = sideways;
    if (fresh.id === "thread") fresh.scrollTop = atBottom ? fresh.scrollHeight : place;
    if (hadFocus && fresh.tabIndex >= -1 && fresh.hasAttribute("tabindex")) fresh.focus({ preventScroll: true });
  }

  // What moves by itself, and is nothing that anybody is told of, is looked at again while it moves.
  setInterval(() => {
    if (!document.hidden && document.getElementById("page")?.dataset.moves) refresh();
  }, 2000);

  // One stream for the page that is looked at: a browser has few connections, and hidden pages need none.
  function follow() {
    const main = document.getElementById("page");
    const address = document.hidden || !main ? undefined : main.dataset.live;
    if (address === following && source && source.readyState !== EventSource.CLOSED) return;
    if (source) source.close();
    following = address;
    source = address ? new EventSource(address) : null;
    if (source) source.addEventListener("changed", refresh);
  }

  document.addEventListener("visibilitychange", () => {
    follow();
    if (!document.hidden) refresh();
  });
  window.addEventListener("pagehide", () => source && source.close());

  document.addEventListener("htmx:afterSettle", (event) => {
    settle(event.detail.elt.isConnected ? event.detail.elt : document);
    follow();
    const flash = document.querySelector("[data-focus]");
    if (flash && event.detail.elt.id === "page") flash.focus();
  });

  // What is no page of ours (too much at once, a fault) is said, and leaves the page as it is.
  document.addEventListener("htmx:beforeSwap", (event) => {
    const kind = event.detail.xhr.getResponseHeader("content-type") || "";
    if (!kind.startsWith("text/html")) { event.detail.shouldSwap = false; trouble(); }
  });
  document.addEventListener("htmx:sendError", trouble);

  function trouble() {
    const stale = document.getElementById("stale");
    if (!stale) return;
    stale.textContent = "That did not work. Nothing was changed; try again in a moment.";
    stale.setAttribute("role", "alert");
    stale.hidden = false;
  }

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      const open = event.target.closest("details[open]");
      if (open) { open.open = false; open.querySelector("summary").focus(); }
    }
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.dataset.submit === "ctrl") {
      event.target.form.requestSubmit();
    }
  });

  // Opening a decision puts the cursor where its reason goes.
  document.addEventListener("toggle", (event) => {
    if (event.target.matches("details.do") && event.target.open) {
      const why = event.target.querySelector("input:not([type=hidden])");
      if (why) why.focus();
    }
  }, true);

  // On a phone the menu is wider than the screen: the room one is in is brought into sight.
  const here = document.querySelector("#menu [aria-current]");
  if (here) here.parentElement.scrollLeft = here.offsetLeft - (here.parentElement.clientWidth - here.offsetWidth) / 2;

  settle(document);
  follow();
  const flash = document.querySelector("[data-focus]");
  if (flash) flash.focus();
})();
