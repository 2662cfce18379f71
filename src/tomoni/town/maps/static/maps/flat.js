// @ts-check
// The map where WebGL is missing: Leaflet draws the overview, the points and the words.

import { card } from "./card.js";
import { VAGUE } from "./points.js";
import { withNumber } from "./words.js";

const CELL = 54; // Points nearer than this many pixels to each other become one group.
const CLOSEST = 13.5; // The overview has no streets: nearer, a lone place would stand in an empty field.

/** What is painted, from the ground up: layer, colour name, width and dashes. */
const GROUND = /** @type {[string, string, number, string?][]} */ ([
  ["ripple", "ripple", 0.8],
  ["beyond", "beyond", 0],
  ["land", "land", 0],
  ["town", "town", 1, "2 4"],
  ["border", "border", 1.4, "8 3 2 3"],
  ["road", "road_edge", 2],
  ["waterway", "water", 2],
  ["coast", "coast", 1.6],
  ["rail", "rail", 3.4],
  ["rail", "rail_gap", 1.8, "7 7"],
]);

/**
 * @param {import("./map.js").Opening} opening
 * @returns {Promise<import("./map.js").View>}
 */
export async function open({ stage, data, style, words, chosen }) {
  const [L, overview] = await Promise.all([library(data), (await fetch(style.sources.overview.data)).json()]);
  const paint = style.metadata.palette;
  const [west, south, east, north] = style.metadata.bounds;
  const whole = [[south, west], [north, east]];
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const map = L.map(stage, {
    attributionControl: false, zoomControl: false, scrollWheelZoom: false, maxZoom: 18, minZoom: 8, maxBoundsViscosity: 0.8,
    maxBounds: [[south - 0.4, west - 0.5], [north + 0.4, east + 0.5]], zoomSnap: 0.5, zoomAnimation: !still, fadeAnimation: !still,
  });
  map.fitBounds(whole);
  L.control.zoom({ position: "topright", zoomInTitle: words.zoomIn, zoomOutTitle: words.zoomOut }).addTo(map);
  L.control.scale({ imperial: false }).addTo(map);
  stage.setAttribute("aria-label", words.map ?? "");
  stage.style.backgroundColor = paint.sea;
  ground(L, map, overview, paint);
  const relabel = labels(L, map, overview, data.language ?? "ja");

  /** @type {import("./points.js").Point[]} */
  let points = [];
  let lit = "";
  const drawn = L.layerGroup().addTo(map);
  const mine = L.layerGroup().addTo(map);

  function redraw() {
    drawn.clearLayers();
    for (const group of groups(map, points, lit)) {
      const [first] = group;
      if (!first) continue;
      if (group.length > 1) {
        const marker = L.marker(middle(group), { icon: icon(L, "flat-point flat-point--group", withNumber(words.group ?? "{n}", group.length)), alt: withNumber(words.group ?? "{n}", group.length) });
        marker.on("click", () => map.fitBounds(group.map((point) => [point.lat, point.lng]), { padding: [50, 50], maxZoom: map.getZoom() + 3 }));
        drawn.addLayer(marker);
        continue;
      }
      drawn.addLayer(single(first));
    }
  }

  /** @param {import("./points.js").Point} point */
  function single(point) {
    const vague = point.accuracy > VAGUE;
    const on = point.id === lit;
    const group = L.layerGroup();
    if (vague && (on || map.getZoom() >= 12)) {
      group.addLayer(L.circle([point.lat, point.lng], { radius: point.accuracy, color: on ? paint.active : paint.vague, weight: 1.4, dashArray: "4 4", fillOpacity: on ? 0.2 : 0.07, interactive: false }));
    }
    const look = `flat-point${vague ? " flat-point--vague" : ""}${on ? " flat-point--on" : ""}`;
    const marker = L.marker([point.lat, point.lng], { icon: icon(L, look, point.number), alt: point.name, title: point.name, zIndexOffset: on ? 1000 : 0 });
    marker.bindPopup(() => card(point, words), { closeButton: true, autoPan: true });
    marker.on("popupopen", () => chosen(point.id)); // By a press or by the Enter key.
    return group.addLayer(marker);
  }

  map.on("zoomend", () => {
    redraw();
    relabel();
  });
  map.on("moveend", relabel);

  return {
    show(all) {
      points = all;
      redraw();
    },
    light(id, move) {
      if (lit === id) return;
      lit = id;
      redraw();
      const point = points.find((one) => one.id === id);
      if (point && move && !map.getBounds().contains([point.lat, point.lng])) map.panTo([point.lat, point.lng], { animate: !still });
    },
    fit([w, s, e, n]) {
      map.fitBounds([[s, w], [n, e]], { padding: [30, 30], maxZoom: CLOSEST, animate: false });
    },
    me(lat, lng, accuracy) {
      mine.clearLayers();
      mine.addLayer(L.circle([lat, lng], { radius: accuracy, color: paint.me, weight: 1, fillOpacity: 0.12 }));
      mine.addLayer(L.circleMarker([lat, lng], { radius: 8, color: paint.halo, weight: 3, fillColor: paint.me, fillOpacity: 1 }));
      map.setView([lat, lng], Math.max(map.getZoom(), 14), { animate: !still });
    },
  };
}

/** @param {DOMStringMap} data */
async function library(data) {
  const sheet = document.createElement("link");
  sheet.rel = "stylesheet";
  sheet.href = data.leafletCss ?? "";
  const script = document.createElement("script");
  script.src = data.leaflet ?? "";
  const ready = [sheet, script].map((part) => new Promise((done, failed) => {
    part.addEventListener("load", done, { once: true });
    part.addEventListener("error", () => failed(new Error("leaflet")), { once: true });
  }));
  document.head.append(sheet, script);
  await Promise.all(ready);
  return /** @type {any} */ (window).L;
}

/**
 * @param {any} L
 * @param {any} map
 * @param {any} overview
 * @param {Record<string, string>} paint
 */
function ground(L, map, overview, paint) {
  const renderer = L.canvas({ padding: 0.5 });
  for (const [layer, colour, weight, dashArray] of GROUND) {
    const features = overview.features.filter((/** @type {any} */ item) => item.properties.layer === layer);
    const filled = weight === 0;
    const style = { stroke: !filled, color: paint[colour], weight, dashArray, fill: filled, fillColor: paint[colour], fillOpacity: 1, lineCap: dashArray ? "butt" : "round" };
    L.geoJSON({ type: "FeatureCollection", features }, { style, renderer, interactive: false }).addTo(map);
  }
  for (const { properties, geometry } of overview.features) {
    if (properties.layer !== "station") continue;
    const [lng, lat] = geometry.coordinates;
    L.circleMarker([lat, lng], { renderer, interactive: false, radius: 4, weight: 2, color: paint.rail, fillColor: paint.rail_gap, fillOpacity: 1 }).addTo(map);
  }
}

/**
 * Words as HTML; one that would cover another is left out until there is room.
 * @param {any} L
 * @param {any} map
 * @param {any} overview
 * @param {string} language
 */
function labels(L, map, overview, language) {
  const order = ["sea_label", "station", "town_label", "chome_label"];
  const words = overview.features
    .filter((/** @type {any} */ item) => order.includes(item.properties.layer))
    .sort((/** @type {any} */ a, /** @type {any} */ b) => order.indexOf(a.properties.layer) - order.indexOf(b.properties.layer) || (a.properties.rank ?? 0) - (b.properties.rank ?? 0));
  const layer = L.layerGroup().addTo(map);
  const draw = () => {
    layer.clearLayers();
    const view = map.getBounds().pad(0.1);
    /** @type {{ left: number, right: number, y: number }[]} */
    const taken = [];
    for (const { properties, geometry } of words) {
      const place = [geometry.coordinates[1], geometry.coordinates[0]];
      if (!view.contains(place) || (properties.layer === "chome_label" && map.getZoom() < 14)) continue;
      const text = language === "en" ? properties.name_en : properties.name;
      const { x, y } = map.latLngToContainerPoint(place);
      const wide = [...text].reduce((sum, c) => sum + (c.charCodeAt(0) < 256 ? 8 : 14), 0) / 2;
      const box = { left: x - wide, right: x + wide, y };
      if (taken.some((other) => box.left < other.right && other.left < box.right && Math.abs(box.y - other.y) < 20)) continue;
      taken.push(box);
      const spot = document.createElement("span");
      spot.className = `flat-word flat-word--${properties.layer}`;
      spot.textContent = text;
      layer.addLayer(L.marker(place, { icon: L.divIcon({ className: "", html: spot, iconSize: [0, 0] }), interactive: false, keyboard: false, zIndexOffset: -1000 }));
    }
  };
  draw();
  return draw;
}

/**
 * Points that would touch each other at this zoom go together; the one in the light stays alone.
 * @param {any} map
 * @param {import("./points.js").Point[]} points
 * @param {string} lit
 */
function groups(map, points, lit) {
  /** @type {{ x: number, y: number, members: import("./points.js").Point[] }[]} */
  const found = [];
  const apart = map.getZoom() >= 15.5 ? 1 : points.length > 20 ? CELL : CELL / 3;
  for (const point of points) {
    const { x, y } = map.project([point.lat, point.lng], map.getZoom());
    const near = point.id === lit ? undefined : found.find((group) => Math.hypot(group.x - x, group.y - y) < apart && group.members[0]?.id !== lit);
    if (near) near.members.push(point);
    else found.push({ x, y, members: [point] });
  }
  return found.map((group) => group.members);
}

/** @param {import("./points.js").Point[]} group */
function middle(group) {
  return [
    group.reduce((sum, point) => sum + point.lat, 0) / group.length,
    group.reduce((sum, point) => sum + point.lng, 0) / group.length,
  ];
}

/**
 * @param {any} L
 * @param {string} look
 * @param {string} text
 */
function icon(L, look, text) {
  const spot = document.createElement("span");
  spot.className = look;
  spot.textContent = text;
  const size = look.includes("group") ? 40 : 26;
  return L.divIcon({ className: "", html: spot, iconSize: [size, size], iconAnchor: [size / 2, size / 2] });
}
