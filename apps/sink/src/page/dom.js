/** Small steps on the document. Values become text, never markup: names of tables come from elsewhere. */

/**
 * @param {string} id
 * @returns {HTMLElement}
 */
export function byId(id) {
  const element = document.getElementById(id);
  if (element === null) {
    throw new Error(`The page has no #${id}.`);
  }
  return element;
}

/**
 * Sets text only when it changed, so that screen readers and selections are left alone.
 * @param {Element} element
 * @param {string} text
 */
export function setText(element, text) {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}

/**
 * @param {HTMLElement} element
 * @param {string} tone
 */
export function setTone(element, tone) {
  if (element.dataset.tone !== tone) {
    element.dataset.tone = tone;
  }
}

/**
 * @param {string} tag
 * @param {{ className?: string, text?: string }} [options]
 */
export function make(tag, { className = '', text = '' } = {}) {
  const element = document.createElement(tag);
  element.className = className;
  element.textContent = text;
  return element;
}

/**
 * Brings the children of a list in line with its items: one element for each key, in order; existing ones are reused.
 * @template Item
 * @param {HTMLElement} parent
 * @param {readonly Item[]} items
 * @param {{ key: (item: Item) => string, create: () => HTMLElement, update: (element: HTMLElement, item: Item) => void }} options
 */
export function syncChildren(parent, items, { key, create, update }) {
  const existing = new Map(
    [...parent.children].map((child) => [
      /** @type {HTMLElement} */ (child).dataset.key,
      /** @type {HTMLElement} */ (child),
    ]),
  );
  items.forEach((item, index) => {
    const name = key(item);
    const element = existing.get(name) ?? create();
    existing.delete(name);
    element.dataset.key = name;
    update(element, item);
    if (parent.children[index] !== element) {
      parent.insertBefore(element, parent.children[index] ?? null);
    }
  });
  existing.forEach((element) => element.remove());
}
