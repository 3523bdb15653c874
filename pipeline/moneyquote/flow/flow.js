"use strict";
// Names light up with their lines, a search keeps the lines that match, and a click opens a line's evidence.
const edges = [...document.querySelectorAll("a.edge")];
const rows = new Map(edges.map((edge) => [edge, document.getElementById(edge.getAttribute("href").slice(1))]));
const names = [...document.querySelectorAll("g.name")];
let kept = null;

function show(lit) {
  const ends = new Map();
  for (const edge of edges) {
    edge.classList.toggle("on", lit !== null && lit.has(edge));
    const svg = edge.ownerSVGElement;
    if (lit !== null && lit.has(edge)) {
      if (!ends.has(svg)) ends.set(svg, new Set());
      ends.get(svg).add("from " + edge.dataset.from).add("to " + edge.dataset.to);
    }
  }
  for (const svg of document.querySelectorAll("svg")) svg.classList.toggle("some", lit !== null);
  for (const name of names) {
    const side = name.classList.contains("from") ? "from " : "to ";
    const lines = ends.get(name.ownerSVGElement);
    name.classList.toggle("on", Boolean(lines && lines.has(side + name.dataset.name)));
  }
}

function search(words) {
  const wanted = words.trim().toLowerCase();
  kept = wanted ? new Set(edges.filter((edge) => rows.get(edge).textContent.toLowerCase().includes(wanted))) : null;
  for (const [edge, row] of rows) row.hidden = kept !== null && !kept.has(edge);
  document.getElementById("found").textContent = kept === null ? "" : `${kept.size} of ${edges.length} lines`;
  show(kept);
}

function openTarget() {
  const row = location.hash ? document.getElementById(location.hash.slice(1)) : null;
  const details = row && row.closest("details");
  if (!details) return;
  details.open = true;
  row.hidden = false;
  row.scrollIntoView({ block: "center" });
}

for (const edge of edges) {
  edge.addEventListener("mouseenter", () => show(new Set([edge])));
  edge.addEventListener("mouseleave", () => show(kept));
  edge.addEventListener("click", () => setTimeout(openTarget));
}
for (const name of names) {
  const key = name.classList.contains("from") ? "from" : "to";
  const own = (edge) => edge.ownerSVGElement === name.ownerSVGElement && edge.dataset[key] === name.dataset.name;
  name.addEventListener("mouseenter", () => show(new Set(edges.filter(own))));
  name.addEventListener("mouseleave", () => show(kept));
  name.addEventListener("click", () => {
    const field = document.getElementById("search");
    field.value = name.dataset.name;
    search(field.value);
  });
}
document.getElementById("search").addEventListener("input", (event) => search(event.target.value));
window.addEventListener("hashchange", openTarget);
openTarget();
