// How a shape looks. Colour is never alone: a step or state has its own shape in labels and legend, and its own dash.
const STATES = {
  done: { shape: "●", dash: "" },
  open: { shape: "○", dash: "6 4" },
  late: { shape: "▲", dash: "2 4" },
  exempt: { shape: "–", dash: "10 3 2 3" },
  conflict: { shape: "◆", dash: "1 6" },
};
const STEPS = ["▁", "▂", "▃", "▅", "▆", "█"];
const GROUPS = ["#1f6fb2", "#b35900", "#2b7a3d", "#8a2d7b", "#a11d1d", "#0f7c80", "#6b5b00", "#4b4bb0", "#99416b", "#4d6b1f", "#7a4a2a", "#3a5a78"];
const DASHES = ["", "8 4", "2 3", "10 3 2 3"];
const GROUND = {
  water: { color: "#8fb6cf", fillColor: "#cfe3ee", fillOpacity: 1, weight: 1 },
  green: { color: "#bcd2b0", fillColor: "#e2edda", fillOpacity: 1, weight: 1 },
  road: { color: "#d9d2c3", weight: 3, fill: false },
};

export class Painter {
  constructor(place) {
    this.style = getComputedStyle(place);
    this.groups = new Map();
  }

  colour(name) {
    return this.style.getPropertyValue(name).trim() || "#888";
  }

  /** The sign that stands for a paint beside its words. */
  sign(paint) {
    if (!paint) return "";
    if (paint.state) return STATES[paint.state]?.shape || "";
    return paint.level === null ? "" : STEPS[Math.min(Math.max(paint.level, 0), 5)];
  }

  fill(paint, group) {
    if (paint?.state) return this.colour(`--${paint.state}`);
    if (paint && paint.level !== null) return this.colour(`--map-level-${Math.min(Math.max(paint.level, 0), 5)}`);
    return group ? GROUPS[this.place(group) % GROUPS.length] : null;
  }

  place(group) {
    if (!this.groups.has(group)) this.groups.set(group, this.groups.size);
    return this.groups.get(group);
  }

  dash(paint, group) {
    if (paint?.state) return STATES[paint.state]?.dash || "";
    return group && !paint ? DASHES[Math.floor(this.place(group) / GROUPS.length) % DASHES.length] : "";
  }

  /** Leaflet's options for a feature. */
  of(feature, isChosen) {
    const { kind, paint, group } = feature.properties;
    if (kind === "ground") return { interactive: false, ...(GROUND[group] || GROUND.road) };
    const fill = this.fill(paint, group);
    const own = {
      area: { color: "#17211f", weight: 2.5, fillColor: fill || "#ffffff", fillOpacity: fill ? 0.55 : 0.05 },
      zone: { color: fill || "#9b1c1c", weight: 4, dashArray: "12 6", fillColor: fill || "#9b1c1c", fillOpacity: 0.12 },
      site: { color: "#75817b", weight: 1.5, dashArray: "3 4", fillColor: "#ebede8", fillOpacity: 0.35 },
      building: { color: "#47534e", weight: 1.25, fillColor: fill || "#b9bfb8", fillOpacity: 0.9, radius: 6 },
      walk: { color: "#9b1c1c", weight: 3, fill: false, interactive: false },
      door: { color: "#17211f", weight: 1.25, fillColor: fill || "#17497f", fillOpacity: 0.9, radius: 5 },
      station: { color: "#17211f", weight: 3, fillColor: fill || "#b35900", fillOpacity: 1, radius: 10 },
    }[kind] || { color: "#47534e", weight: 1.5, fillColor: fill || "#b9bfb8", fillOpacity: 0.5 };
    if (!feature.id) return { ...own, radius: 2, stroke: false };
    const dash = this.dash(paint, group);
    // Far off, a house is as small as its own border: a group shows only where the border has its colour too.
    const isGroup = group && !paint?.state && (paint?.level ?? null) === null;
    if (kind === "building" && isGroup) Object.assign(own, { color: dash ? "#17211f" : fill, weight: 1 });
    if (dash) own.dashArray = dash;
    return isChosen ? { ...own, color: "#b3005e", weight: 5, dashArray: "" } : own;
  }
}

/** Draw the legend: a swatch with the same colour, dash and sign as on the map, and the words. */
export function drawLegend(list, legend, painter) {
  list.replaceChildren(...legend.map((entry) => {
    const paint = entry.group ? null : { level: entry.level ?? null, state: entry.state || "", words: entry.words };
    const line = document.createElement("li");
    line.append(swatch(painter.fill(paint, entry.group) || "#b9bfb8", painter.dash(paint, entry.group)));
    const words = document.createElement("span");
    words.textContent = `${painter.sign(paint)} ${entry.words}`.trim();
    line.append(words);
    return line;
  }));
}

function swatch(fill, dash) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const box = document.createElementNS("http://www.w3.org/2000/svg", "rect");
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("viewBox", "0 0 28 20");
  for (const [name, value] of Object.entries({ x: 1.5, y: 1.5, width: 25, height: 17, fill, stroke: "#17211f", "stroke-width": 2, "stroke-dasharray": dash })) {
    box.setAttribute(name, value);
  }
  svg.append(box);
  return svg;
}
