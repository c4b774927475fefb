// One map: fetches what it shows, draws it, and answers to mouse, finger and keyboard.
import { Choosing } from "./choose.js";
import { Drawing } from "./draw.js";
import { Labels } from "./labels.js";
import { List } from "./list.js";
import { drawLegend, Painter } from "./paint.js";

// Above this many shapes a canvas draws quicker than SVG.
const MANY = 2000;
const ORDER = ["ground", "area", "site", "building", "walk", "door", "zone", "station"];

export class MapScreen {
  constructor(L, place) {
    Object.assign(this, { L, place, mode: place.dataset.mode, shapes: [], payload: null, shownId: "" });
    this.painter = new Painter(place);
    this.colour = place.querySelector("[data-map-colour]");
  }

  words(name) {
    return this.place.querySelector(`[data-word="${name}"]`)?.textContent || "";
  }

  /** The field the map writes into: by its id, else by its name in the form around or the page. */
  field() {
    const name = this.place.dataset.target;
    const around = this.place.closest("form") || document;
    return name && (document.getElementById(name) || around.querySelector(`[name="${name}"]`) || document.querySelector(`[name="${name}"]`));
  }

  async start() {
    const canvas = this.place.querySelector("[data-map-canvas]");
    this.map = this.L.map(canvas, { attributionControl: false, zoomControl: false, minZoom: 3, maxZoom: 21, zoomSnap: 0.25, zoomDelta: 1 });
    this.L.control.zoom({ zoomInTitle: this.words("zoom-in"), zoomOutTitle: this.words("zoom-out") }).addTo(this.map);
    this.L.control.scale({ imperial: false }).addTo(this.map);
    this.map.setView([33.69, 110.33], 14);
    this.addBase();
    this.labels = new Labels(this.L, this.map, this.painter);
    this.list = new List(this);
    const field = this.field();
    if (this.mode === "choose" && field) this.choosing = new Choosing(this, field);
    if (this.mode === "draw" && field) this.drawing = new Drawing(this, field);
    this.colour?.addEventListener("change", () => this.load());
    this.map.on("moveend", () => this.followView());
    // A map that was folded away when it started has no size yet.
    new ResizeObserver(() => this.resized()).observe(canvas);
    await this.load();
  }

  resized() {
    this.map.invalidateSize();
    if (this.payload && !this.isFitted) this.fit();
  }

  addBase() {
    const { tiles, picture, pictureBox, deepest } = this.place.dataset;
    if (tiles) this.L.tileLayer(tiles, { maxNativeZoom: Number(deepest) || 18, maxZoom: 21 }).addTo(this.map);
    if (picture) {
      const [west, south, east, north] = pictureBox.split(",").map(Number);
      this.L.imageOverlay(picture, [[south, west], [north, east]]).addTo(this.map);
    }
  }

  address(box) {
    const url = new URL(this.place.dataset.source, window.location.href);
    if (this.colour) url.searchParams.set("colour", this.colour.value);
    if (box) url.searchParams.set("bbox", box.map((value) => value.toFixed(6)).join(","));
    return url;
  }

  async load(box = null) {
    const given = this.place.querySelector("[data-map-payload]");
    if (given) {
      this.show(JSON.parse(given.content.textContent), false);
      return;
    }
    const number = this.loading = (this.loading || 0) + 1;
    try {
      const answer = await fetch(this.address(box), { headers: { Accept: "application/json" } });
      if (!answer.ok) throw new Error(answer.status);
      const payload = await answer.json();
      if (number === this.loading) this.show(payload, box !== null);
    } catch {
      this.note(this.words("failed"));
    }
  }

  show(payload, keepsView) {
    this.payload = payload;
    if (!keepsView) this.fit();
    this.draw();
    if (payload.at) this.point(payload.at);
    if (!payload.features.length && !keepsView) this.note(this.words("empty"));
    if (payload.features.some(({ id, properties }) => !id && properties.kind === "building")) this.note(this.words("closer"));
    this.place.dataset.drawn = payload.features.length;
    this.place.dispatchEvent(new CustomEvent("map:drawn", { bubbles: true }));
  }

  fit() {
    const box = this.payload.bounds;
    if (!box || !this.map.getSize().x) return;
    this.isFitted = true;
    this.map.fitBounds([[box[1], box[0]], [box[3], box[2]]], { padding: [8, 8], maxZoom: 19, animate: false });
    this.lastView = this.map.getBounds();
  }

  draw() {
    this.layer?.remove();
    const features = [...this.payload.features].sort((a, b) => ORDER.indexOf(a.properties.kind) - ORDER.indexOf(b.properties.kind));
    const count = features.reduce((sum, { geometry }) => sum + (geometry.type === "MultiPoint" ? geometry.coordinates.length : 1), 0);
    this.renderer ||= count > MANY ? this.L.canvas({ padding: 0.3, tolerance: 4 }) : this.L.svg({ padding: 0.3 });
    this.shapes = [];
    // Groups that are named beforehand have the same colour on every map that names them in the same order.
    for (const group of this.payload.groups || []) this.painter.place(group);
    this.layer = this.L.geoJSON(null, {
      style: (feature) => ({ ...this.painter.of(feature, this.isChosen(feature.id)), renderer: this.renderer }),
      pointToLayer: (feature, at) => this.dot(feature, at),
      onEachFeature: (feature, layer) => this.know(feature, layer),
    });
    for (const feature of features) this.layer.addData(feature);
    this.layer.addTo(this.map);
    this.choosing?.ready(this.shapes);
    this.labels.take(this.shapes);
    this.list.draw();
    this.drawing?.ready();
    drawLegend(this.place.querySelector("[data-map-legend]"), this.payload.legend || [], this.painter);
  }

  /** A place without a shape; those of a crowd have no id, and cannot be pressed. */
  dot(feature, at) {
    return this.L.circleMarker(at, { renderer: this.renderer, interactive: Boolean(feature.id) });
  }

  know(feature, layer) {
    const middle = layer.getBounds ? layer.getBounds().isValid() && layer.getBounds().getCenter() : layer.getLatLng();
    const shape = { feature, layer, middle: middle || null };
    this.shapes.push(shape);
    if (feature.id && feature.properties.kind !== "ground") layer.on("click", (event) => this.clicked(event, shape));
  }

  clicked(event, shape) {
    if (this.drawing?.isDrawing) return;
    this.L.DomEvent.stopPropagation(event);
    this.press(shape, false);
  }

  isChosen(id) {
    return this.choosing ? this.choosing.ids.has(id) : Boolean(id) && id === this.shownId;
  }

  /** A shape was clicked on the map, or pressed in the list (which also moves the map there). */
  press(shape, fromList) {
    if (fromList && shape.middle) this.map.setView(shape.middle, this.closeUp(shape), { animate: false });
    if (this.choosing) {
      this.choosing.toggle(shape.feature);
      return;
    }
    this.shownId = shape.feature.id;
    this.repaint();
    this.tell(shape.feature);
  }

  closeUp({ layer }) {
    if (!layer.getBounds) return Math.max(this.map.getZoom(), 18);
    return Math.min(this.map.getBoundsZoom(layer.getBounds()), 19);
  }

  point(id) {
    const shape = this.shapes.find(({ feature }) => feature.id === id);
    if (!shape) return;
    this.shownId = id;
    this.repaint();
    this.tell(shape.feature);
  }

  repaint() {
    for (const { feature, layer } of this.shapes) layer.setStyle?.(this.painter.of(feature, this.isChosen(feature.id)));
    this.list.mark();
  }

  tell({ properties }) {
    const { label, kind, paint, url } = properties;
    const sign = this.painter.sign(paint);
    this.note([`${label}`, this.words(kind), paint && `${sign} ${paint.words}`.trim()].filter(Boolean).join(" · "), url);
  }

  note(words, url = "") {
    const place = this.place.querySelector("[data-map-note]");
    place.textContent = words;
    if (!url) return;
    const link = document.createElement("a");
    Object.assign(link, { href: url, textContent: this.words("open") });
    place.append(" ", link);
  }

  /** Where not everything was sent, what lies in view is asked for. */
  followView() {
    if (!this.payload?.partial) return;
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => {
      const view = this.map.getBounds();
      if (this.lastView && this.lastView.equals(view)) return;
      this.lastView = view;
      const wide = view.pad(0.2);
      this.load([wide.getWest(), wide.getSouth(), wide.getEast(), wide.getNorth()]);
    }, 250);
  }
}
