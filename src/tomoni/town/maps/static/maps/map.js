// @ts-check
// Turns the still picture into a map that moves: when it comes into view, or when asked.

import { around, fromList, fromPage, fromSource, together } from "./points.js";
import { withNumber, wordsOf } from "./words.js";

/**
 * What both engines can do.
 * @typedef {object} View
 * @property {(points: import("./points.js").Point[]) => void} show
 * @property {(id: string, move: boolean) => void} light   Highlights one point; "" none.
 * @property {(box: [number, number, number, number]) => void} fit
 * @property {(lat: number, lng: number, accuracy: number) => void} me
 */
/**
 * @typedef {object} Opening
 * @property {HTMLElement} stage
 * @property {DOMStringMap} data
 * @property {any} style
 * @property {import("./words.js").Words} words
 * @property {(id: string) => void} chosen   Called when a point was pressed.
 */

for (const map of document.querySelectorAll("[data-map]")) prepare(/** @type {HTMLElement} */ (map));

/** @param {HTMLElement} map */
function prepare(map) {
  const opener = /** @type {HTMLButtonElement | null} */ (map.querySelector("[data-map-open]"));
  let begun = false;
  const begin = () => {
    if (begun) return;
    begun = true;
    if (opener) opener.hidden = true;
    void open(map);
  };
  if (opener) opener.onclick = begin;
  if (sparing()) {
    if (opener) opener.hidden = false;
    return;
  }
  const watcher = new IntersectionObserver(
    (entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      watcher.disconnect();
      // The list comes first: the map waits until the page has settled.
      if ("requestIdleCallback" in window) requestIdleCallback(begin, { timeout: 1500 });
      else setTimeout(begin, 200);
    },
    { rootMargin: "100px" },
  );
  watcher.observe(map);
}

/** Slow or metered lines get the picture, and a button. */
function sparing() {
  const line = /** @type {any} */ (navigator).connection;
  return Boolean(line && (line.saveData || /(^|-)2g$|^3g$/.test(line.effectiveType ?? "")));
}

/** @param {HTMLElement} map */
async function open(map) {
  const box = map.closest(".map-box") ?? map;
  const said = /** @type {HTMLElement} */ (box.querySelector("[data-map-said]"));
  const tools = /** @type {HTMLElement | null} */ (box.querySelector("[data-map-tools]"));
  const stage = /** @type {HTMLElement} */ (map.querySelector("[data-map-stage]"));
  const words = wordsOf(box);
  const data = map.dataset;
  const list = data.list ? document.getElementById(data.list) : null;
  try {
    const [style, extra] = await Promise.all([styleOf(data), fromSource(data.source ?? "")]);
    const listed = fromList(list);
    const points = together(listed.length ? listed : fromPage(map), extra);
    const twin = twinOf(list);
    const opening = { stage, data, style, words, chosen: twin.light };
    stage.hidden = false;
    const view = await drawn(opening);
    view.show(points);
    const everything = around(points) ?? style.metadata.bounds;
    view.fit(everything);
    twin.follow(view);
    map.classList.add("map--live");
    if (tools) {
      tools.hidden = false;
      on(tools, "[data-map-fit]", () => view.fit(everything));
      on(tools, "[data-map-me]", () => locate(view, said, words, style.metadata.bounds));
    }
    keepForOffline(data.keep ?? "").catch(() => undefined);
    box.dispatchEvent(new CustomEvent("map:open", { bubbles: true }));
  } catch (problem) {
    console.warn("map", problem);
    stage.hidden = true;
    said.textContent = words.failed ?? "";
  }
}

/**
 * MapLibre where the machine can draw with it, Leaflet elsewhere.
 * @param {Opening} opening
 * @returns {Promise<View>}
 */
async function drawn(opening) {
  if (webgl()) {
    try {
      return await (await import("./gl.js")).open(opening);
    } catch (problem) {
      console.warn("map: no WebGL after all", problem);
      opening.stage.replaceChildren();
    }
  }
  return (await import("./flat.js")).open(opening);
}

function webgl() {
  try {
    return Boolean(document.createElement("canvas").getContext("webgl2"));
  } catch {
    return false;
  }
}

/** @param {DOMStringMap} data */
async function styleOf(data) {
  const chosen = document.documentElement.dataset.theme ?? "auto";
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  const theme = chosen === "auto" ? (dark ? "dark" : "light") : chosen;
  const asked = new URLSearchParams({ theme, lang: data.language ?? "ja", size: data.size ?? "normal" });
  const answer = await fetch(`${data.style}?${asked}`);
  if (!answer.ok) throw new Error(`style ${answer.status}`);
  return answer.json();
}

/**
 * The list is the map's twin: what is looked at here is lit there, and the reverse.
 * @param {HTMLElement | null} list
 */
function twinOf(list) {
  /** @param {string} id */
  const light = (id) => {
    for (const item of list?.querySelectorAll("[data-map-id]") ?? []) {
      const on = /** @type {HTMLElement} */ (item).dataset.mapId === id;
      item.classList.toggle("is-on-map", on);
      if (on) item.scrollIntoView({ block: "nearest" });
    }
  };
  /** @param {View} view */
  const follow = (view) => {
    for (const [event, move] of /** @type {[string, boolean][]} */ ([["focusin", true], ["mouseover", false]])) {
      list?.addEventListener(event, (happened) => {
        const item = happened.target instanceof Element ? happened.target.closest("[data-map-id]") : null;
        const id = /** @type {HTMLElement | null} */ (item)?.dataset.mapId ?? "";
        if (id) view.light(id, move);
        for (const other of list.querySelectorAll(".is-on-map")) if (other !== item) other.classList.remove("is-on-map");
        item?.classList.add("is-on-map");
      });
    }
    list?.addEventListener("mouseleave", () => view.light("", false));
  };
  return { light, follow };
}

/**
 * Asks for the position only now, because the button was pressed; it stays on the device.
 * @param {View} view
 * @param {HTMLElement} said
 * @param {import("./words.js").Words} words
 * @param {number[]} bounds
 */
function locate(view, said, words, bounds) {
  if (!("geolocation" in navigator)) {
    said.textContent = words.denied ?? "";
    return;
  }
  said.textContent = words.looking ?? "";
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => {
      const [west = 0, south = 0, east = 0, north = 0] = bounds;
      const { latitude, longitude, accuracy } = coords;
      if (longitude < west - 0.1 || longitude > east + 0.1 || latitude < south - 0.1 || latitude > north + 0.1) {
        said.textContent = words.outside ?? "";
        return;
      }
      view.me(latitude, longitude, accuracy);
      said.textContent = withNumber(words.here ?? "", Math.max(10, Math.round(accuracy / 10) * 10));
    },
    () => {
      said.textContent = words.denied ?? "";
    },
    { enableHighAccuracy: true, timeout: 15000, maximumAge: 60000 },
  );
}

/**
 * The map that was opened once opens again without a network.
 * @param {string} address
 */
async function keepForOffline(address) {
  const worker = navigator.serviceWorker?.controller ?? (await navigator.serviceWorker?.ready)?.active;
  if (!worker || !address) return;
  const answer = await fetch(address);
  if (!answer.ok) return;
  const { version, urls } = await answer.json();
  if (localStorage.getItem("map") === version) return;
  worker.postMessage({ type: "keep", urls });
  localStorage.setItem("map", version);
}

/**
 * @param {Element} box
 * @param {string} selector
 * @param {() => void} act
 */
function on(box, selector, act) {
  const button = /** @type {HTMLButtonElement | null} */ (box.querySelector(selector));
  if (button) button.onclick = act;
}
