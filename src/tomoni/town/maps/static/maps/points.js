// @ts-check
// The points of a map: first of all those of the list on the page, then those of a GeoJSON source.

/**
 * @typedef {object} Point
 * @property {string} id
 * @property {number} lat
 * @property {number} lng
 * @property {number} accuracy  Metres; above VAGUE the point is a circle, not a pin.
 * @property {string} name
 * @property {string} url
 * @property {string} number    The number in the list, or "".
 */

export const VAGUE = 60;
const LEAST = 0.02; // Degrees of longitude, 1.6 km here.

/**
 * The points of the list items that carry `data-map-id`, `data-lat` and `data-lng`.
 * @param {ParentNode | null} list
 * @returns {Point[]}
 */
export function fromList(list) {
  /** @type {Point[]} */
  const found = [];
  for (const item of list?.querySelectorAll("[data-map-id]") ?? []) {
    const { mapId = "", lat = "", lng = "", accuracy = "0", mapNumber = "" } = /** @type {HTMLElement} */ (item).dataset;
    const point = made(mapId, Number.parseFloat(lat), Number.parseFloat(lng), Number.parseFloat(accuracy));
    if (!point) continue;
    const link = /** @type {HTMLAnchorElement | null} */ (item.querySelector("a[href]"));
    point.name = (item.querySelector("[data-map-name]") ?? link ?? item).textContent?.trim().slice(0, 120) ?? "";
    point.url = link?.href ?? "";
    point.number = mapNumber;
    found.push(point);
  }
  return found;
}

/**
 * The points that the server wrote into the page, for a page without a list.
 * @param {Element} box
 * @returns {Point[]}
 */
export function fromPage(box) {
  try {
    return fromRows(JSON.parse(box.querySelector('script[type="application/json"]')?.textContent ?? "[]"));
  } catch {
    return [];
  }
}

/**
 * The points of a GeoJSON source; an address that does not answer gives none.
 * @param {string} address
 * @returns {Promise<Point[]>}
 */
export async function fromSource(address) {
  if (!address) return [];
  try {
    const answer = await fetch(address, { headers: { Accept: "application/geo+json" } });
    if (!answer.ok) return [];
    const { features = [] } = await answer.json();
    return fromRows(
      features
        .filter((/** @type {any} */ item) => item?.geometry?.type === "Point")
        .map((/** @type {any} */ item) => ({
          ...item.properties,
          id: item.id ?? item.properties?.id ?? item.properties?.slug,
          lng: item.geometry.coordinates[0],
          lat: item.geometry.coordinates[1],
        })),
    );
  } catch {
    return [];
  }
}

/**
 * Both together, each place once; the list's own entry wins, because it has the number.
 * @param {Point[]} listed
 * @param {Point[]} others
 */
export function together(listed, others) {
  const known = new Set(listed.map((point) => point.id));
  return [...listed, ...others.filter((point) => !known.has(point.id))];
}

/**
 * The box around all points: west, south, east, north.
 * @param {Point[]} points
 * @returns {[number, number, number, number] | null}
 */
export function around(points) {
  if (!points.length) return null;
  const reach = points.map((point) => (point.accuracy > VAGUE ? (point.accuracy * 1.3) / 80000 : 0.002));
  const west = Math.min(...points.map((point, i) => point.lng - (reach[i] ?? 0)));
  const east = Math.max(...points.map((point, i) => point.lng + (reach[i] ?? 0)));
  const south = Math.min(...points.map((point, i) => point.lat - (reach[i] ?? 0) * 0.73));
  const north = Math.max(...points.map((point, i) => point.lat + (reach[i] ?? 0) * 0.73));
  // A single place is shown with its surroundings, so that one knows where one is.
  const wide = Math.max(0, LEAST - (east - west)) / 2;
  const high = Math.max(0, LEAST * 0.73 - (north - south)) / 2;
  return [west - wide, south - high, east + wide, north + high];
}

/** @param {any[]} rows */
function fromRows(rows) {
  /** @type {Point[]} */
  const found = [];
  for (const row of rows) {
    const point = made(String(row.id ?? ""), Number(row.lat), Number(row.lng), Number(row.accuracy_m ?? row.accuracy ?? 0));
    if (!point) continue;
    point.name = String(row.name ?? row.title ?? "").slice(0, 120);
    point.url = safe(String(row.url ?? ""));
    found.push(point);
  }
  return found;
}

/**
 * @param {string} id
 * @param {number} lat
 * @param {number} lng
 * @param {number} accuracy
 * @returns {Point | null}
 */
function made(id, lat, lng, accuracy) {
  if (!(Math.abs(lat) <= 85 && Math.abs(lng) <= 180)) return null;
  return { id, lat, lng, accuracy: accuracy > 0 ? accuracy : 0, name: "", url: "", number: "" };
}

/**
 * Only addresses of this site or of the web: never `javascript:`.
 * @param {string} url
 */
function safe(url) {
  try {
    return url && /^https?:$/.test(new URL(url, location.href).protocol) ? url : "";
  } catch {
    return "";
  }
}
