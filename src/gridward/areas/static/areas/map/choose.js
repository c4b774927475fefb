// Choosing shapes: a click, a tap or Enter puts an id into the field, or takes it out again.
export class Choosing {
  constructor(screen, field) {
    Object.assign(this, { screen, field });
    this.kinds = screen.place.dataset.choosable.split(/[\s,]+/).filter(Boolean);
    this.ids = new Set(field.value.split(/[\s,]+/).filter(Boolean));
    field.addEventListener("change", () => this.read());
  }

  /** What may be chosen when nothing was said: buildings where there are some, else areas. */
  ready(shapes) {
    if (!this.kinds.length) {
      const has = (kind) => shapes.some(({ feature }) => feature.properties.kind === kind);
      this.kinds = has("building") ? ["building"] : has("area") ? ["area"] : ["site", "zone", "door"];
    }
  }

  isChoosable(kind) {
    return this.kinds.includes(kind);
  }

  /** Another part of the page may change the field too. */
  read() {
    this.ids = new Set(this.field.value.split(/[\s,]+/).filter(Boolean));
    this.screen.repaint();
  }

  toggle(feature) {
    if (!this.isChoosable(feature.properties.kind)) return;
    if (!this.ids.delete(feature.id)) this.ids.add(feature.id);
    this.field.value = [...this.ids].join(",");
    this.field.dispatchEvent(new Event("change", { bubbles: true }));
    this.screen.note(`${feature.properties.label} · ${this.screen.words("chosen").replace("COUNT", this.ids.size)}`);
  }
}
