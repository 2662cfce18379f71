// @ts-check
// The map by MapLibre GL: our own tiles or the town's sketch, our own style, no request elsewhere.

import { card } from "./card.js";
import { VAGUE } from "./points.js";

const EQUATOR_M = 40075016.686;
const FONT = "'BIZ UDPGothic', 'BIZ UDPゴシック', 'Hiragino Sans', 'Noto Sans JP', 'Noto Sans CJK JP', sans-serif";

/**
 * @param {import("./map.js").Opening} opening
 * @returns {Promise<import("./map.js").View>}
 */
export async function open({ stage, data, style, words, chosen }) {
  const gl = await library(data, style);
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const [west, south, east, north] = style.metadata.bounds;
  const map = new gl.Map({
    container: stage,
    style,
    bounds: style.metadata.bounds,
    fitBoundsOptions: { padding: 12 },
    maxBounds: [west - 0.5, south - 0.4, east + 0.5, north + 0.4],
    maxZoom: 18.5,
    attributionControl: false,
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
    cooperativeGestures: true,
    fadeDuration: still ? 0 : 150,
    localIdeographFontFamily: FONT,
    locale: {
      "Map.Title": words.map,
      "NavigationControl.ZoomIn": words.zoomIn,
      "NavigationControl.ZoomOut": words.zoomOut,
      "Popup.Close": words.close,
      "CooperativeGesturesHandler.WindowsHelpText": words.wheel,
      "CooperativeGesturesHandler.MacHelpText": words.mac,
      "CooperativeGesturesHandler.MobileHelpText": words.touch,
    },
  });
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  map.addControl(new gl.NavigationControl({ showCompass: false }), "top-right");
  map.addControl(new gl.ScaleControl({ maxWidth: 90 }), "bottom-left");
  await new Promise((done, failed) => {
    map.once("load", done);
    map.once("error", (/** @type {any} */ event) => (map.loaded() ? undefined : failed(event.error)));
  });

  /** @type {Map<string, import("./points.js").Point>} */
  const known = new Map();
  /** @type {any} */
  let popup = null;

  /** @param {import("./points.js").Point} point */
  const tell = (point) => {
    popup?.remove();
    popup = new gl.Popup({ offset: 14, maxWidth: "none", focusAfterOpen: false })
      .setLngLat([point.lng, point.lat])
      .setDOMContent(card(point, words))
      .addTo(map);
  };
  const light = (/** @type {string} */ id) => {
    const point = known.get(id);
    map.getSource("active").setData(collection(point ? [point] : []));
  };
  map.on("click", ["point", "number"], (/** @type {any} */ event) => {
    const point = known.get(event.features[0].properties.key);
    if (!point) return;
    light(point.id);
    chosen(point.id);
    tell(point);
  });
  map.on("click", "group", async (/** @type {any} */ event) => {
    const [group] = event.features;
    const zoom = await map.getSource("points").getClusterExpansionZoom(group.properties.cluster_id);
    map.easeTo({ center: group.geometry.coordinates, zoom: zoom + 0.3, animate: !still });
  });
  for (const layer of ["point", "group"]) {
    map.on("mouseenter", layer, () => (map.getCanvas().style.cursor = "pointer"));
    map.on("mouseleave", layer, () => (map.getCanvas().style.cursor = ""));
  }

  return {
    show(points) {
      known.clear();
      for (const point of points) known.set(point.id, point);
      if (map.getSource("points")) map.getSource("points").setData(collection(points));
      else addPointLayers(map, style, words, collection(points), points.length);
    },
    light(id, move) {
      light(id);
      const point = known.get(id);
      if (point && move && !map.getBounds().contains([point.lng, point.lat])) {
        map.easeTo({ center: [point.lng, point.lat], animate: !still });
      }
    },
    fit(box) {
      popup?.remove();
      map.fitBounds(box, { padding: 36, maxZoom: Number(data.closest), animate: !still && map.isStyleLoaded() === true && known.size > 0, duration: 600 });
    },
    me(lat, lng, accuracy) {
      const point = { id: "me", lat, lng, accuracy, name: "", url: "", number: "" };
      map.getSource("me").setData(collection([point]));
      map.easeTo({ center: [lng, lat], zoom: Math.max(map.getZoom(), 14), animate: !still });
    },
  };
}

/**
 * Loads MapLibre with its worker from this site, and the reader of tiles when there are any.
 * @param {DOMStringMap} data
 * @param {any} style
 */
async function library(data, style) {
  const sheet = document.createElement("link");
  sheet.rel = "stylesheet";
  sheet.href = data.glCss ?? "";
  const ready = new Promise((done) => sheet.addEventListener("load", done, { once: true }));
  document.head.append(sheet);
  const gl = await import(data.gl ?? "");
  gl.setWorkerUrl(new URL(data.glWorker ?? "", location.href).href);
  const here = location.origin;
  const { overview, tiles } = style.sources;
  overview.data = new URL(overview.data, here).href;
  if (tiles) {
    const { Protocol } = await import(data.pmtiles ?? "");
    if (!library.known) gl.addProtocol("pmtiles", new Protocol().tile);
    library.known = true;
    tiles.url = tiles.url.replace("pmtiles://", `pmtiles://${here}`);
  }
  await ready;
  return gl;
}
library.known = false;

/**
 * @param {any} map
 * @param {any} style
 * @param {import("./words.js").Words} words
 * @param {any} data
 * @param {number} count   A short list is hardly grouped, so that its numbers can be seen.
 */
function addPointLayers(map, style, words, data, count) {
  const paint = style.metadata.palette;
  const [, south, , north] = style.metadata.bounds;
  const metre = (/** @type {number} */ zoom) => (512 * 2 ** zoom) / (EQUATOR_M * Math.cos((((south + north) / 2) * Math.PI) / 180));
  const true_size = ["interpolate", ["exponential", 2], ["zoom"], 0, ["*", ["get", "accuracy"], metre(0)], 22, ["*", ["get", "accuracy"], metre(22)]];
  const font = ["BIZ UDPGothic", "Hiragino Sans", "Noto Sans JP", "sans-serif"];
  const empty = collection([]);
  map.addSource("points", { type: "geojson", data, cluster: true, clusterRadius: count > 20 ? 54 : 16, clusterMaxZoom: 15 });
  map.addSource("active", { type: "geojson", data: empty });
  map.addSource("me", { type: "geojson", data: empty });
  const [before = "", after = ""] = (words.group ?? "{n}").split("{n}");
  const single = ["!", ["has", "point_count"]];
  const vague = [">", ["get", "accuracy"], VAGUE];
  map.addLayer({
    id: "reach", type: "circle", source: "points", minzoom: 12, filter: ["all", single, vague],
    paint: { "circle-radius": true_size, "circle-color": paint.vague, "circle-opacity": 0.07, "circle-stroke-color": paint.vague, "circle-stroke-width": 1, "circle-stroke-opacity": 0.5 },
  });
  map.addLayer({
    id: "active-reach", type: "circle", source: "active", filter: vague,
    paint: { "circle-radius": true_size, "circle-color": paint.active, "circle-opacity": 0.18, "circle-stroke-color": paint.active, "circle-stroke-width": 2 },
  });
  map.addLayer({
    id: "group-ring", type: "circle", source: "points", filter: ["has", "point_count"],
    paint: { "circle-radius": ["step", ["get", "point_count"], 20, 10, 23, 100, 27], "circle-color": paint.point_edge, "circle-stroke-color": paint.point, "circle-stroke-width": 2 },
  });
  map.addLayer({
    id: "group", type: "circle", source: "points", filter: ["has", "point_count"],
    paint: {
      "circle-radius": ["step", ["get", "point_count"], 17, 10, 20, 100, 24], "circle-color": paint.point,
    },
  });
  map.addLayer({
    id: "group-count", type: "symbol", source: "points", filter: ["has", "point_count"],
    layout: { "text-field": ["concat", before, ["get", "point_count"], after], "text-font": font, "text-size": 13, "text-allow-overlap": true },
    paint: { "text-color": paint.point_word },
  });
  map.addLayer({
    id: "point", type: "circle", source: "points", filter: single,
    paint: {
      "circle-radius": ["case", ["==", ["get", "number"], ""], 9, 13],
      "circle-color": ["case", vague, paint.halo, paint.point],
      "circle-stroke-color": ["case", vague, paint.vague, paint.point_edge], "circle-stroke-width": 2.5,
    },
  });
  map.addLayer({
    id: "active", type: "circle", source: "active",
    paint: { "circle-radius": 15, "circle-color": paint.active, "circle-stroke-color": paint.active_word, "circle-stroke-width": 3 },
  });
  for (const [id, source, colour] of [["number", "points", ["case", vague, paint.vague, paint.point_word]], ["active-number", "active", paint.active_word]]) {
    map.addLayer({
      id, type: "symbol", source, filter: single,
      layout: { "text-field": ["get", "number"], "text-font": font, "text-size": 13, "text-allow-overlap": true },
      paint: { "text-color": colour },
    });
  }
  map.addLayer({
    id: "me-reach", type: "circle", source: "me",
    paint: { "circle-radius": true_size, "circle-color": paint.me, "circle-opacity": 0.12 },
  });
  map.addLayer({
    id: "me", type: "circle", source: "me",
    paint: { "circle-radius": 8, "circle-color": paint.me, "circle-stroke-color": paint.halo, "circle-stroke-width": 3 },
  });
}

/** @param {import("./points.js").Point[]} points */
function collection(points) {
  return {
    type: "FeatureCollection",
    features: points.map((point) => ({
      type: "Feature",
      properties: { key: point.id, number: point.number, accuracy: point.accuracy },
      geometry: { type: "Point", coordinates: [point.lng, point.lat] },
    })),
  };
}
