// A point set close to a corner of a neighbouring outline falls onto it, so that borders meet without a gap.
const NEAR_PIXELS = 10;

export class Snapping {
  constructor(screen) {
    Object.assign(this, { screen, known: null });
  }

  forget() {
    this.known = null;
  }

  corners() {
    this.known ||= this.screen.shapes
      .filter(({ feature, layer }) => ["area", "site", "zone"].includes(feature.properties.kind) && layer.getLatLngs)
      .flatMap(({ layer }) => layer.getLatLngs().flat(Infinity));
    return this.known;
  }

  /** The nearest corner within reach, else the place itself; `own` is where the point came from. */
  near(at, own = null) {
    const here = this.screen.map.latLngToContainerPoint(at);
    let [best, distance] = [at, NEAR_PIXELS];
    for (const corner of this.corners()) {
      if (own && corner.equals(own)) continue;
      const far = here.distanceTo(this.screen.map.latLngToContainerPoint(corner));
      if (far < distance) [best, distance] = [corner, far];
    }
    return best;
  }
}
