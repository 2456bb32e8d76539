// SPDX-License-Identifier: GPL-2.0-or-later
//
// Reads ISO WKB, as geometries travel, without a library: all types but curves, with Z and M too.
//
//     wkb.decode(row.wkb)   // { type: "Point", coordinates: [7.6, 51.9] }
//
// The coordinates of an empty point are NaN.
"use strict";

const NAMES = ["Point", "LineString", "Polygon",
  "MultiPoint", "MultiLineString", "MultiPolygon", "GeometryCollection"];
const DIMENSIONS = [2, 3, 3, 4]; // XY, Z (1000 and up), M (2000), ZM (3000).

// The geometry, in the form that GeoJSON gives it.
function decode(bytes) {
  let at = 0;

  function geometry() {
    const little = bytes[at++] === 1;
    const integer = () => {
      at += 4;
      return little ? bytes.readUInt32LE(at - 4) : bytes.readUInt32BE(at - 4);
    };
    const number = () => {
      at += 8;
      return little ? bytes.readDoubleLE(at - 8) : bytes.readDoubleBE(at - 8);
    };
    const several = (read) => Array.from({ length: integer() }, read);

    const code = integer();
    const type = NAMES[(code % 1000) - 1];
    const dimensions = DIMENSIONS[Math.floor(code / 1000)];
    const position = () => Array.from({ length: dimensions }, number);
    const line = () => several(position);
    if (type === "Point") return { type, coordinates: position() };
    if (type === "LineString") return { type, coordinates: line() };
    if (type === "Polygon") return { type, coordinates: several(line) };
    const parts = several(geometry);
    if (type === "GeometryCollection") return { type, geometries: parts };
    return { type, coordinates: parts.map((part) => part.coordinates) };
  }

  return geometry();
}

// All positions of a geometry, one after another.
function positions(geometry) {
  const flat = (values) => (typeof values[0] === "number" ? [values] : values.flatMap(flat));
  return flat(geometry.coordinates);
}

module.exports = { decode, positions };
