// Names on the map: areas from afar, buildings from close by, never one over another.
const FROM_ZOOM = { area: 0, zone: 0, station: 14, site: 15, door: 18, building: 17, ground: 17 };
const ORDER = { station: -1, zone: 0, area: 1, site: 2, building: 3, door: 4, ground: 5 };
// A name that stands above its dot, as map.css has it: in pixels.
const ABOVE = { station: 22 };
const MOST = 250;

export class Labels {
  constructor(L, map, painter) {
    Object.assign(this, { L, map, painter, layer: L.layerGroup().addTo(map), shapes: [] });
    map.on("moveend zoomend", () => this.draw());
  }

  /** Take the shapes to be named: pairs of feature and Leaflet layer. */
  take(shapes) {
    this.shapes = shapes
      .filter(({ feature }) => feature.properties.label)
      .sort((a, b) => (ORDER[a.feature.properties.kind] ?? 9) - (ORDER[b.feature.properties.kind] ?? 9));
    this.draw();
  }

  draw() {
    this.layer.clearLayers();
    const [zoom, view, taken] = [this.map.getZoom(), this.map.getBounds(), []];
    for (const { feature, middle } of this.shapes) {
      if (taken.length >= MOST) break;
      const { kind, paint } = feature.properties;
      const label = feature.properties.short || feature.properties.label;
      if (zoom < (FROM_ZOOM[kind] ?? 16) || !middle || !view.contains(middle)) continue;
      // Where the whole name has no room, an area still shows its number.
      const names = kind === "area" ? [label, label.match(/\d+/)?.[0]] : [label];
      this.place(names.filter(Boolean).map((name) => `${name} ${this.painter.sign(paint)}`.trim()), kind, middle, taken);
    }
  }

  place(names, kind, middle, taken) {
    const at = this.map.latLngToContainerPoint(middle).subtract([0, ABOVE[kind] || 0]);
    for (const words of names) {
      const half = this.L.point([...words].reduce((sum, letter) => sum + (letter > "\u2e80" ? 8 : 5), 2), 11);
      const box = this.L.bounds(at.subtract(half), at.add(half));
      if (taken.some((other) => other.intersects(box))) continue;
      taken.push(box);
      this.add(words, kind, middle);
      return;
    }
  }

  add(words, kind, middle) {
    const html = document.createElement("span");
    html.className = `map-label map-label-${kind}`;
    html.textContent = words;
    html.setAttribute("aria-hidden", "true");
    html.style.position = "absolute";
    const icon = this.L.divIcon({ html, className: "", iconSize: [0, 0] });
    this.L.marker(middle, { icon, interactive: false, keyboard: false }).addTo(this.layer);
  }
}
