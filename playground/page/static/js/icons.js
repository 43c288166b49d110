// The page's own icons, as paths for `svg`.
import { svg } from "./dom.js";

const PATHS = {
  hash: ["M9 4 7 20", "M17 4l-2 16", "M4 9h17", "M3 15h17"],
  lock: ["M6 11h12v9H6z", "M9 11V8a3 3 0 0 1 6 0v3"],
  menu: ["M4 6h16", "M4 12h16", "M4 18h16"],
  sun: [
    "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8z",
    "M12 2v2",
    "M12 20v2",
    "M2 12h2",
    "M20 12h2",
    "M5 5l1.4 1.4",
    "M17.6 17.6 19 19",
    "M19 5l-1.4 1.4",
    "M6.4 17.6 5 19",
  ],
  moon: ["M20 14.5A8.5 8.5 0 0 1 9.5 4 8.5 8.5 0 1 0 20 14.5z"],
  controls: ["M4 7h9", "M17 7h3", "M15 5v4", "M4 17h3", "M11 17h9", "M9 15v4"],
  close: ["M6 6l12 12", "M18 6 6 18"],
  send: ["M4 12 20 4l-5 16-4-7z"],
  more: ["M5 12h.01", "M12 12h.01", "M19 12h.01"],
  eye: [
    "M2 12s3.6-6.5 10-6.5S22 12 22 12s-3.6 6.5-10 6.5S2 12 2 12z",
    "M12 9.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5z",
  ],
  down: ["M6 9l6 6 6-6"],
  right: ["M9 6l6 6-6 6"],
  left: ["M15 6l-6 6 6 6"],
  external: ["M14 4h6v6", "M20 4l-9 9", "M18 14v6H4V6h6"],
  file: ["M6 3h8l4 4v14H6z", "M14 3v4h4"],
  check: ["M5 12.5 10 17 19 7"],
  command: ["M14 4l-4 16"],
  apps: ["M4 4h6v6H4z", "M14 4h6v6h-6z", "M4 14h6v6H4z", "M17 13v8", "M13 17h8"],
  mail: ["M3 6h18v12H3z", "M3 7l9 6 9-6"],
  person: ["M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8z", "M4 21c.6-4 4-6 8-6s7.4 2 8 6"],
  copy: ["M9 9h11v11H9z", "M5 15H4V4h11v1"],
};

export const icon = (name, size = 20) => svg(PATHS[name], { size });
