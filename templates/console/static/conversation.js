// An open conversation: says who looks and who writes, counts down what can be undone.
(() => {
  "use strict";

  const BEAT_MS = 10000;
  const STILL_WRITING_MS = 8000;
  let wrote = 0;
  let said = "";

  const page = () => document.getElementById("page");

  function tell(doing) {
    const main = page();
    if (!main?.dataset.presence) return;
    said = doing;
    const body = new URLSearchParams({ proof: main.dataset.proof, doing });
    if (doing === "gone") navigator.sendBeacon(main.dataset.presence, body);
    else fetch(main.dataset.presence, { method: "POST", body, headers: { "HX-Request": "true" } }).catch(() => {});
  }

  const doing = () => (Date.now() - wrote < STILL_WRITING_MS ? "writing" : "viewing");

  document.addEventListener("input", (event) => {
    if (event.target.id !== "text") return;
    const before = doing();
    wrote = event.target.value.trim() ? Date.now() : 0;
    warn();
    if (doing() !== before || said !== doing()) tell(doing());
  });

  // Both write: said in so many words, and not only by colour.
  function warn() {
    const both = document.querySelector("[data-others-write] .both");
    if (both) both.hidden = !document.getElementById("text")?.value.trim();
  }

  // By the server's clock: a browser's own may be wrong.
  function count() {
    for (const label of document.querySelectorAll("[data-goes-in]")) {
      label.goesAt ??= performance.now() + Number(label.dataset.goesIn) * 1000;
      const seconds = Math.ceil((label.goesAt - performance.now()) / 1000);
      const words = `It goes in ${seconds} s.`;
      if (seconds > 0 && label.textContent !== words) label.textContent = words;
      else if (seconds <= 0) label.closest("form").hidden = true;
    }
  }

  setInterval(() => { if (!document.hidden) tell(doing()); }, BEAT_MS);
  setInterval(() => { count(); if (said === "writing" && doing() === "viewing") tell("viewing"); }, 1000);
  document.addEventListener("visibilitychange", () => tell(document.hidden ? "gone" : doing()));
  window.addEventListener("pagehide", () => tell("gone"));
  new MutationObserver(() => { warn(); count(); }).observe(document.body, { childList: true, subtree: true });
  tell("viewing");
  warn();
})();
