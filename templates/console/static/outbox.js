// The outbox: choosing with the keyboard, and Enter in a field repeats the button that asked for it.
(() => {
  "use strict";

  const picks = () => [...document.querySelectorAll("[data-pick]")];

  function count() {
    const chosen = picks().filter((pick) => pick.checked);
    const label = document.getElementById("chosen");
    if (label) label.textContent = chosen.length ? `${chosen.length} chosen` : "";
    document.getElementById("bulk")?.classList.toggle("is-active", chosen.length > 0);
    for (const pick of picks()) pick.closest("[data-row]").classList.toggle("is-chosen", pick.checked);
  }

  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-pick-all]")) for (const pick of picks()) pick.checked = event.target.checked;
    if (event.target.matches("[data-pick], [data-pick-all]")) count();
  });
  document.addEventListener("htmx:afterSettle", count);

  // A decision with nothing chosen is about the row in focus.
  let row = null;
  document.addEventListener("focusin", (event) => { row = event.target.closest("[data-row]") || row; });
  let asked = null;
  document.addEventListener("click", (event) => {
    const button = event.target.closest("#bulk button[name=action]");
    if (!button) return;
    asked = button;
    const pick = row?.isConnected ? row.querySelector("[data-pick]") : null;
    const all = document.querySelector("#bulk [name=all]");
    if (pick && !all?.checked && !picks().some((one) => one.checked)) { pick.checked = true; count(); }
  }, true);
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !event.target.matches("#bulk input") || !asked?.isConnected) return;
    event.preventDefault();
    event.target.form.requestSubmit(asked);
  });
  count();
})();
