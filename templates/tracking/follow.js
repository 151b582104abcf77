// An open page follows: the document's language and direction are those of its words, and each message is announced once.
"use strict";
(() => {
  document.addEventListener("htmx:afterSettle", () => {
    const { lang, dir } = document.getElementById("top");
    Object.assign(document.documentElement, { lang, dir });
  });

  const said = (element) => element.querySelector("[data-said]")?.dataset.said;
  document.addEventListener("htmx:oobBeforeSwap", ({ detail }) => {
    if (detail.target.id === "newest" && said(detail.target) === said(detail.fragment)) detail.shouldSwap = false;
  });
})();
