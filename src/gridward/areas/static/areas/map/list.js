// The list beside the map says what the map shows: reached by Tab, walked by arrow keys, chosen by Enter.
const MOST = 100;
const ORDER = ["station", "zone", "area", "site", "building", "door"];

export class List {
  constructor(screen) {
    this.screen = screen;
    this.rows = screen.place.querySelector("[data-map-rows]");
    this.filter = screen.place.querySelector("[data-map-filter]");
    this.count = screen.place.querySelector("[data-map-count]");
    this.filter.addEventListener("input", () => this.draw());
    // Enter in the box would send the form the map stands in.
    this.filter.addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault(); });
    this.rows.addEventListener("keydown", (event) => this.walk(event));
  }

  draw() {
    const wanted = this.filter.value.trim().toLowerCase();
    const all = this.screen.shapes.filter(({ feature }) => this.isListed(feature, wanted));
    all.sort((a, b) => ORDER.indexOf(a.feature.properties.kind) - ORDER.indexOf(b.feature.properties.kind));
    const shown = all.slice(0, MOST);
    this.rows.replaceChildren(...shown.map((shape) => this.row(shape)));
    const words = this.screen.words("shown").replace("SHOWN", shown.length).replace("ALL", all.length);
    this.count.textContent = all.length > shown.length ? words : "";
  }

  isListed({ id, properties }, wanted) {
    if (!id || properties.kind === "ground" || !properties.label) return false;
    if (this.screen.mode === "choose" && !this.screen.choosing?.isChoosable(properties.kind)) return false;
    return properties.label.toLowerCase().includes(wanted);
  }

  row(shape) {
    const { feature } = shape;
    const { label, kind, paint } = feature.properties;
    const [line, button, said] = ["li", "button", "small"].map((name) => document.createElement(name));
    Object.assign(button, { type: "button", className: "map-row" });
    button.dataset.id = feature.id;
    button.append(label, " ");
    said.textContent = [this.screen.words(kind), this.screen.painter.sign(paint), paint?.words].filter(Boolean).join(" ");
    button.append(said);
    if (this.screen.mode === "choose") button.setAttribute("aria-pressed", this.screen.isChosen(feature.id));
    button.addEventListener("click", () => this.screen.press(shape, true));
    line.append(button);
    return line;
  }

  /** Arrow keys, Home and End walk the rows. */
  walk(event) {
    const buttons = [...this.rows.querySelectorAll("button")];
    const here = buttons.indexOf(document.activeElement);
    const to = { ArrowDown: here + 1, ArrowUp: here - 1, Home: 0, End: buttons.length - 1 }[event.key];
    if (to === undefined || here < 0) return;
    event.preventDefault();
    buttons[Math.min(Math.max(to, 0), buttons.length - 1)].focus();
  }

  /** Show which row is the present one, or which are chosen. */
  mark() {
    for (const button of this.rows.querySelectorAll("button")) {
      const isChosen = this.screen.isChosen(button.dataset.id);
      if (this.screen.mode === "choose") button.setAttribute("aria-pressed", isChosen);
      else if (isChosen) button.setAttribute("aria-current", "true");
      else button.removeAttribute("aria-current");
    }
  }
}
