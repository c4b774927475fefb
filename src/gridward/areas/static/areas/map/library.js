// Leaflet as a module: its file sets a name on the window and knows no modules itself.
import "../../leaflet/leaflet.js";

export const L = window.L;
