// The map on the tracking page, where tiles are configured: it is drawn once a van is to be seen, and not before.
"use strict";
(() => {
  let map, van, loading;

  const added = (element) =>
    new Promise((done, failed) => {
      element.onload = done;
      element.onerror = failed;
      document.head.append(element);
    });
  const make = (name, fields) => Object.assign(document.createElement(name), fields);
  const load = () =>
    (loading ??= Promise.all([
      added(make("link", { rel: "stylesheet", href: "/assets/leaflet.css" })),
      added(make("script", { src: "/assets/leaflet.js" })),
    ]));

  const place = (text) => text.split(",").map(Number);
  const dot = (kind) => L.divIcon({ className: `dot ${kind}`, iconSize: [18, 18] });

  const draw = async () => {
    const box = document.getElementById("map");
    if (!box) {
      map = van = undefined;
      return;
    }
    await load();
    const [at, door] = [place(box.dataset.van), place(box.dataset.door)];
    map = L.map(box, { attributionControl: true, zoomControl: false, scrollWheelZoom: false, keyboard: false });
    map.attributionControl.setPrefix(false);
    const options = { attribution: box.dataset.attribution, referrerPolicy: "no-referrer", maxZoom: 19 };
    L.tileLayer(box.dataset.tiles, options).addTo(map);
    L.marker(door, { icon: dot("door-dot"), keyboard: false, interactive: false }).addTo(map);
    van = L.marker(at, { icon: dot("van-dot"), keyboard: false, interactive: false }).addTo(map);
    map.fitBounds(L.latLngBounds([at, door]).pad(0.35), { maxZoom: 16, animate: false });
    document.getElementById("sketch")?.setAttribute("hidden", "");
  };

  const safely = () => draw().catch(() => document.getElementById("map")?.remove());
  document.addEventListener("DOMContentLoaded", safely);
  document.addEventListener("htmx:afterSwap", (event) => event.detail.target.id === "van" && safely());
})();
