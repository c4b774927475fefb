// Drawing an outline, a line or a point. What is drawn stands in the field as GeoJSON, and the field may be edited too.
import { Corners } from "./corners.js";
import { Snapping } from "./snapping.js";

export class Drawing {
  constructor(screen, field) {
    Object.assign(this, { screen, field, L: screen.L, map: screen.map, shape: screen.place.dataset.shape });
    this.parts = read(field.value, this.shape);
    this.isDrawing = !this.parts.length;
    this.past = [];
    this.snapping = new Snapping(screen);
    this.corners = new Corners(this);
    this.tools = screen.place.querySelectorAll("[data-map-tools]");
    this.cross = screen.place.querySelector("[data-map-cross]");
    for (const tools of this.tools) tools.addEventListener("click", (event) => this.use(event.target.closest("[data-tool]")?.dataset.tool));
    this.box()?.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault();
      this.use("place");
    });
    this.map.on("click", (event) => { if (this.isDrawing) this.add(this.snapping.near(event.latlng)); });
    this.map.doubleClickZoom.disable();
    this.map.getContainer().addEventListener("keydown", (event) => this.key(event));
    field.addEventListener("change", () => this.reread());
    this.redraw();
  }

  box() {
    return this.screen.place.querySelector("[data-tool-place]");
  }

  /** The map has its shapes: show what was drawn in the midst of them. */
  ready() {
    if (this.parts.length && !this.wasShown) {
      this.map.fitBounds(this.L.latLngBounds(this.parts.flat()), { padding: [40, 40], maxZoom: 18, animate: false });
    }
    this.wasShown = true;
    this.snapping.forget();
    this.redraw();
  }

  key(event) {
    if (event.target !== this.map.getContainer() || !this.isDrawing) return;
    if (event.key === "Enter") {
      event.preventDefault();
      this.add(this.map.getCenter());
    }
  }

  use(tool) {
    const acts = {
      draw: () => this.startPart(),
      here: () => { this.isDrawing = true; this.add(this.map.getCenter()); },
      done: () => { this.isDrawing = false; this.keep(); },
      undo: () => this.undo(),
      clear: () => { this.remember(); this.parts = []; this.isDrawing = true; this.keep(); },
      place: () => this.setPlace(),
    };
    acts[tool]?.();
  }

  startPart() {
    if (this.shape === "polygon" && (!this.parts.length || this.parts.at(-1).length > 2)) this.parts.push([]);
    this.isDrawing = true;
    this.redraw();
  }

  remember() {
    this.past.push(JSON.stringify(this.parts.map((part) => ({ points: part, holes: part.holes }))));
    if (this.past.length > 100) this.past.shift();
  }

  undo() {
    if (!this.past.length) return;
    this.parts = JSON.parse(this.past.pop()).map(({ points, holes }) =>
      Object.assign(points.map(({ lat, lng }) => this.L.latLng(lat, lng)), { holes }));
    this.keep();
  }

  add(at) {
    this.remember();
    if (this.shape === "point") this.parts = [[at]];
    else if (!this.parts.length) this.parts = [[at]];
    else if (this.closes(at)) this.isDrawing = false;
    else this.parts.at(-1).push(at);
    this.keep();
  }

  /** A click on the first point finishes an outline. */
  closes(at) {
    const part = this.parts.at(-1);
    if (this.shape !== "polygon" || part.length < 3) return false;
    return this.map.latLngToContainerPoint(part[0]).distanceTo(this.map.latLngToContainerPoint(at)) < 12;
  }

  /** The typed coordinates move the chosen point, or add one where none is chosen. */
  setPlace() {
    const [lng, lat] = this.box().value.split(/[,，\s]+/).filter(Boolean).map(Number);
    if (!(Math.abs(lat) <= 90 && Math.abs(lng) <= 180)) {
      this.screen.note(this.screen.words("unread"));
      return;
    }
    const at = this.L.latLng(lat, lng);
    if (this.corners.chosen) this.corners.move(this.corners.chosen, at);
    else this.add(at);
    this.map.panInside(at, { padding: [60, 60] });
  }

  reread() {
    if (this.isWriting) return;
    this.remember();
    this.parts = read(this.field.value, this.shape);
    this.redraw();
  }

  /** Put what is drawn into the field. */
  keep() {
    this.isWriting = true;
    this.field.value = written(this.parts, this.shape);
    this.field.dispatchEvent(new Event("change", { bubbles: true }));
    this.isWriting = false;
    this.redraw();
    this.screen.note(this.screen.words("drawn").replace("COUNT", this.parts.flat().length));
  }

  redraw() {
    this.layer?.remove();
    const look = { color: "#b3005e", weight: 4, fillOpacity: 0.12, interactive: false };
    const drawn = this.parts.filter((part) => part.length > 1).map((part) =>
      this.shape === "polygon" && !(this.isDrawing && part === this.parts.at(-1)) ? this.L.polygon([part, ...(part.holes || [])], look) : this.L.polyline(part, look));
    this.layer = this.L.layerGroup(drawn).addTo(this.map);
    this.corners.draw();
    this.screen.place.querySelector('[data-tool="draw"]')?.setAttribute("aria-pressed", this.isDrawing);
    if (this.cross) this.cross.hidden = !this.isDrawing;
  }
}

/** The parts of a drawn thing: outer rings, one line, or one point. */
export function read(text, shape) {
  let value = null;
  try { value = JSON.parse(text); } catch { return []; }
  if (value?.type === "Feature") value = value.geometry;
  const at = ([lng, lat]) => window.L.latLng(lat, lng);
  const open = (ring) => ring.slice(0, -1).map(at);
  // Holes are kept as they are: only the outer ring has points to move.
  const outline = ([outer, ...holes]) => Object.assign(open(outer), { holes: holes.map(open) });
  if (shape === "point") return value?.type === "Point" ? [[at(value.coordinates)]] : [];
  if (shape === "line") return value?.type === "LineString" ? [value.coordinates.map(at)] : [];
  if (value?.type === "Polygon") return [outline(value.coordinates)];
  return value?.type === "MultiPolygon" ? value.coordinates.map(outline) : [];
}

/** GeoJSON of what is drawn, or nothing where it is not whole yet. */
export function written(parts, shape) {
  const at = ({ lat, lng }) => [Number(lng.toFixed(7)), Number(lat.toFixed(7))];
  if (shape === "point") return parts[0]?.length ? JSON.stringify({ type: "Point", coordinates: at(parts[0][0]) }) : "";
  if (shape === "line") return parts[0]?.length > 1 ? JSON.stringify({ type: "LineString", coordinates: parts[0].map(at) }) : "";
  const ring = (points) => [...points, points[0]].map(at);
  const rings = parts.filter((part) => part.length > 2).map((part) => [ring(part), ...(part.holes || []).map(ring)]);
  if (!rings.length) return "";
  return JSON.stringify(rings.length === 1 ? { type: "Polygon", coordinates: rings[0] } : { type: "MultiPolygon", coordinates: rings });
}
