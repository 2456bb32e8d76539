// SPDX-License-Identifier: GPL-2.0-or-later
//
// Buffers two places, given as GeoJSON, by 500 true metres and reads the result as WKB.
//
// Demonstrates: SubmitJob with inline GeoJSON; ReadFeatures, a stream, which waits for the job;
// large rows that come in pieces; WKB decoded to coordinates. Read connect.js first; wkb.js is the
// decoder.
"use strict";

const { ask, connect, parse } = require("./connect");
const wkb = require("./wkb");

const PLACES = {
  type: "FeatureCollection",
  features: [
    {
      type: "Feature", id: 1, properties: { name: "Station" },
      geometry: { type: "Point", coordinates: [7.635, 51.956] },
    },
    {
      type: "Feature", id: 2, properties: { name: "Market" },
      geometry: { type: "Point", coordinates: [7.628, 51.962] },
    },
  ],
};

// The rows that a job has made, in the order of its input.
async function* readRows(jobs, name) {
  let parts = [];
  for await (const message of jobs.ReadFeatures({ name })) {
    // message.part is "header" once, first: schema and CRS.
    if (message.part === "batch") {
      yield* message.batch.features;
    } else if (message.part === "piece") {
      parts.push(message.piece.data);
      if (parts.length === message.piece.count) {
        yield parse("Feature", Buffer.concat(parts));
        parts = [];
      }
    }
  }
}

async function main() {
  const jobs = connect("Jobs");
  const job = await ask(jobs, "SubmitJob", {
    spec: {
      input: { geojson: JSON.stringify(PLACES) },
      buffer: { distance: 500, unit: "UNIT_METRES" },
    },
  });
  for await (const row of readRows(jobs, job.name)) {
    const shape = wkb.decode(row.wkb);
    const corners = wkb.positions(shape);
    const longitudes = corners.map(([x]) => x);
    const [west, east] = [Math.min(...longitudes), Math.max(...longitudes)];
    console.log(`${row.attributes[0].string_value}: ${shape.type} of ${corners.length} corners, `
      + `from ${west.toFixed(4)} to ${east.toFixed(4)}`);
  }
  jobs.close();
}

module.exports = { readRows };
if (require.main === module) main();
