// An open page follows what happens, while it is looked at: a browser has few connections, and a hidden page needs none.
"use strict";
(() => {
  const AGAIN_MS = 15000;
  const NEWS = ["changed", "van", "language"];
  let source = null;

  const tell = (news) => htmx.trigger(document.body, news);

  function follow() {
    source?.close();
    source = document.hidden ? null : new EventSource(document.body.dataset.live);
    for (const news of NEWS) source?.addEventListener(news, () => tell(news));
    source?.addEventListener("error", ({ target }) => {
      if (target.readyState === EventSource.CLOSED) setTimeout(() => target === source && follow(), AGAIN_MS);
    });
  }

  document.addEventListener("visibilitychange", () => {
    follow();
    if (!document.hidden) NEWS.forEach(tell);
  });
  window.addEventListener("pagehide", () => source?.close());
  window.addEventListener("pageshow", ({ persisted }) => persisted && follow());
  follow();

  // The document's language and direction are those of its words, and each message is announced once.
  document.addEventListener("htmx:afterSettle", () => {
    const { lang, dir } = document.getElementById("top");
    Object.assign(document.documentElement, { lang, dir });
  });

  const said = (element) => element.querySelector("[data-said]")?.dataset.said;
  document.addEventListener("htmx:oobBeforeSwap", ({ detail }) => {
    if (detail.target.id === "newest" && said(detail.target) === said(detail.fragment)) detail.shouldSwap = false;
  });
})();
