/* Elements from data. Text is always set as text: nothing handed in becomes markup. */

const SVG = "http://www.w3.org/2000/svg";
const STAR = "M12 2.6l2.9 6 6.5.9-4.7 4.6 1.1 6.5L12 17.5l-5.8 3.1 1.1-6.5L2.6 9.500l6.5-.9z";

export function element(name, attributes = {}, ...parts) {
  const found = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) if (value !== null) found.setAttribute(key, value);
  found.append(...parts.flat().filter((part) => part !== null && part !== undefined && part !== ""));
  return found;
}

function svg(name, attributes, ...parts) {
  const found = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) found.setAttribute(key, value);
  found.append(...parts);
  return found;
}

export const shape = (state, extra = "") =>
  svg(
    "svg",
    { class: `wx-s wx-f-${state} ${extra}`, viewBox: "0 0 16 16", "aria-hidden": "true" },
    svg("use", { href: `#s-${state}` }),
  );

export const icon = (name) =>
  svg("svg", { class: "wx-i", viewBox: "0 0 24 24", "aria-hidden": "true" }, svg("use", { href: `#i-${name}` }));

export function stars(count, label) {
  const one = (at) =>
    svg(
      "svg",
      { viewBox: "0 0 24 24", "aria-hidden": "true" },
      svg("path", { d: STAR, class: at < count ? "wx-star-on" : "wx-star-off" }),
    );
  return element(
    "span",
    { class: "wx-stars", role: "img", "aria-label": label },
    ...Array.from({ length: Math.max(5, count) }, (_, at) => one(at)),
  );
}

export function facts(pairs) {
  const rows = pairs.filter(([, value]) => value !== "" && value !== null && value !== undefined);
  return element(
    "dl",
    { class: "wx-kv" },
    rows.flatMap(([label, value]) => [element("dt", {}, label), element("dd", {}, value)]),
  );
}

/* Words in which dates stay in one piece. */
export const prose = (text) =>
  text
    .split(/(\d{4}-\d{2}-\d{2}(?: \d{2}:\d{2})?)/)
    .map((part, at) => (at % 2 ? element("span", { class: "wx-nw" }, part) : part));

export const mono = (text) => element("span", { class: "wx-mono" }, text);

export function button(label, name, act, isFirst = false) {
  const found = element(
    "button",
    { class: isFirst ? "btn wx-p" : "btn", type: "button" },
    name ? icon(name) : null,
    element("span", {}, label),
  );
  found.addEventListener("click", act);
  return found;
}
