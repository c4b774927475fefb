// The points of what is drawn: each a handle for mouse, finger and keyboard, with a small one between every two.
const STEP_METRES = 1;
const ARROWS = { ArrowUp: [0, 1], ArrowDown: [0, -1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };
// More handles than this would only be in the way, and slow.
const MOST = 400;

export class Corners {
  constructor(drawing) {
    Object.assign(this, { drawing, L: drawing.L, map: drawing.map, chosen: null });
    this.layer = this.L.layerGroup().addTo(this.map);
  }

  draw() {
    const wasFocused = this.layer.getLayers().some((marker) => marker.getElement() === document.activeElement);
    this.layer.clearLayers();
    const { parts, shape } = this.drawing;
    const count = parts.flat().length;
    if (count > MOST) return;
    let number = 0;
    parts.forEach((part, p) => part.forEach((at, index) => {
      number += 1;
      this.addCorner(p, index, at, this.said(number, count));
      const next = part[index + 1] || (shape === "polygon" && part.length > 2 && !this.drawing.isDrawing ? part[0] : null);
      if (next && !this.drawing.isDrawing) this.addMiddle(p, index, at, next);
    }));
    if (wasFocused) this.focus();
  }

  said(number, count) {
    return this.drawing.screen.words("corner").replace("NUMBER", number).replace("COUNT", count);
  }

  addCorner(part, index, at, words) {
    const isChosen = this.chosen && this.chosen.part === part && this.chosen.index === index;
    const icon = this.L.divIcon({ className: `map-corner${isChosen ? " is-chosen" : ""}`, iconSize: [32, 32] });
    const marker = this.L.marker(at, { icon, draggable: true, alt: words, zIndexOffset: 1000 }).addTo(this.layer);
    const place = { part, index };
    marker.getElement().setAttribute("aria-label", words);
    marker.getElement().dataset.corner = `${part}.${index}`;
    marker.on("dragstart", () => this.drawing.remember());
    marker.on("dragend", () => this.move(place, this.drawing.snapping.near(marker.getLatLng(), at), false));
    marker.on("click", () => this.press(place));
    marker.getElement().addEventListener("focus", () => this.choose(place, at));
    marker.getElement().addEventListener("keydown", (event) => this.key(event, place, at));
  }

  addMiddle(part, index, from, to) {
    const at = this.L.latLngBounds(from, to).getCenter();
    const icon = this.L.divIcon({ className: "map-middle", iconSize: [28, 28] });
    const words = this.drawing.screen.words("middle");
    const marker = this.L.marker(at, { icon, draggable: true, keyboard: false, alt: words }).addTo(this.layer);
    marker.on("click", () => this.insert({ part, index }, at));
    marker.on("dragend", () => this.insert({ part, index }, this.drawing.snapping.near(marker.getLatLng())));
  }

  /** While drawing, the first point finishes the outline; else a point is chosen. */
  press(place) {
    const part = this.drawing.parts[place.part];
    if (this.drawing.isDrawing && place.index === 0 && part.length > 2) this.drawing.use("done");
    else this.layer.getLayers().find((marker) => marker.getElement()?.dataset.corner === `${place.part}.${place.index}`)?.getElement().focus();
  }

  choose(place, at) {
    this.chosen = place;
    for (const marker of this.layer.getLayers()) {
      marker.getElement()?.classList.toggle("is-chosen", marker.getElement().dataset.corner === `${place.part}.${place.index}`);
    }
    const box = this.drawing.box();
    if (box) box.value = `${at.lng.toFixed(6)}, ${at.lat.toFixed(6)}`;
  }

  key(event, place, at) {
    const arrow = ARROWS[event.key];
    if (arrow) this.move(place, this.beside(at, arrow, event.shiftKey ? 10 : 1));
    else if (event.key === "Delete" || event.key === "Backspace") this.remove(place);
    else if (event.key === "Insert" || event.key === "+") this.insert(place, this.between(place));
    else if (event.key !== "Enter") return;
    event.preventDefault();
    event.stopPropagation();
  }

  beside(at, [east, north], times) {
    const metres = STEP_METRES * times;
    const perDegree = 111320;
    const lng = at.lng + (east * metres) / (perDegree * Math.cos((at.lat * Math.PI) / 180));
    return this.L.latLng(at.lat + (north * metres) / perDegree, lng);
  }

  between({ part, index }) {
    const points = this.drawing.parts[part];
    return this.L.latLngBounds(points[index], points[index + 1] || points[0]).getCenter();
  }

  move({ part, index }, at, remembers = true) {
    if (remembers) this.drawing.remember();
    this.drawing.parts[part][index] = at;
    this.chosen = { part, index };
    this.drawing.keep();
  }

  insert({ part, index }, at) {
    this.drawing.remember();
    this.drawing.parts[part].splice(index + 1, 0, at);
    this.chosen = { part, index: index + 1 };
    this.drawing.keep();
    this.focus();
  }

  remove({ part, index }) {
    this.drawing.remember();
    this.drawing.parts[part].splice(index, 1);
    if (!this.drawing.parts[part].length) this.drawing.parts.splice(part, 1);
    this.chosen = this.drawing.parts[part]?.length ? { part, index: Math.max(0, index - 1) } : null;
    this.drawing.keep();
    this.focus();
  }

  focus() {
    if (!this.chosen) return;
    const wanted = `${this.chosen.part}.${this.chosen.index}`;
    this.layer.getLayers().find((marker) => marker.getElement()?.dataset.corner === wanted)?.getElement().focus();
  }
}
