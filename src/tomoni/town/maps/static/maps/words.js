// @ts-check
// The words of the map in the reader's language, written by the server into a <template>.

/** @typedef {Record<string, string | undefined>} Words */

/**
 * @param {Element} box
 * @returns {Words}
 */
export function wordsOf(box) {
  const holder = box.querySelector("[data-map-words]");
  return /** @type {Words} */ ({ .../** @type {HTMLElement} */ (holder)?.dataset });
}

/**
 * Fill `{n}` in a sentence.
 * @param {string} sentence
 * @param {number} n
 */
export function withNumber(sentence, n) {
  return sentence.replace("{n}", n.toLocaleString("ja-JP"));
}
