// SPDX-License-Identifier: GPL-2.0-or-later
//
// Uploads polygons as a dataset and runs QGIS's native:centroids on it.
//
// Demonstrates: UploadDataset, a stream of the client's; WKB made by hand; an algorithm with its
// parameters; outputs by name. Read handle_errors.js and watch_and_cancel.js first.
"use strict";

const { randomUUID } = require("node:crypto");
const { Readable } = require("node:stream");
const { pipeline } = require("node:stream/promises");
const { readRows } = require("./buffer_geojson");
const { ask, connect } = require("./connect");
const { patiently } = require("./handle_errors");
const { watch } = require("./watch_and_cancel");
const wkb = require("./wkb");

const BATCH = 100; // Rows. A message holds at most 1 MiB; these are 93 bytes each.

// ISO WKB of a square with sides of 1: byte order, type 3 (Polygon), 1 ring, 5 positions.
function square(x, y) {
  const bytes = Buffer.alloc(13 + 5 * 16);
  bytes.writeUInt8(1, 0);
  [3, 1, 5].forEach((number, i) => bytes.writeUInt32LE(number, 1 + 4 * i));
  [x, y, x + 1, y, x + 1, y + 1, x, y + 1, x, y].forEach((number, i) => {
    bytes.writeDoubleLE(number, 13 + 8 * i);
  });
  return bytes;
}

// What UploadDataset takes: a header, the rows in batches, the end with their number.
function* messages() {
  const fields = [{ name: "name", type: "FIELD_TYPE_STRING" }];
  const schema = { crs: "EPSG:25832", geometry_type: "Polygon", fields };
  yield { header: { schema, request_id: randomUUID() } };
  const rows = Array.from({ length: 250 }, (_, id) => (
    { id, wkb: square(id, 0), attributes: [{ string_value: `square ${id}` }] }
  ));
  for (let start = 0; start < rows.length; start += BATCH) {
    yield { batch: { features: rows.slice(start, start + BATCH) } };
  }
  yield { end: { feature_count: rows.length } };
}

// Sends the messages as fast as the server takes them.
async function upload(datasets) {
  let call;
  const answer = new Promise((resolve, reject) => {
    call = datasets.UploadDataset((error, dataset) => (error ? reject(error) : resolve(dataset)));
  });
  await Promise.all([answer, pipeline(Readable.from(messages()), call)]);
  return answer;
}

async function main() {
  const datasets = connect("Datasets");
  const jobs = connect("Jobs");
  const dataset = await upload(datasets);
  console.log(`uploaded ${dataset.feature_count} rows`);

  const fields = { // A google.protobuf.Struct, written out.
    INPUT: { stringValue: dataset.name.replace("datasets/", "dataset:") },
    OUTPUT: { stringValue: "TEMPORARY_OUTPUT" }, // Rows; a file name would give a file.
  };
  // A server that has just started reads its algorithms first.
  let job = await patiently(jobs, "SubmitJob", {
    request_id: randomUUID(),
    spec: { processing: { algorithm: "native:centroids", parameters: { fields } } },
  });
  job = await watch(jobs, job.name, () => {});
  const rows = [];
  for await (const row of readRows(jobs, job.name)) rows.push(row);
  for (const row of rows.slice(0, 2)) {
    const [x, y] = wkb.decode(row.wkb).coordinates;
    console.log(`${row.attributes[0].string_value}: ${x} ${y}`);
  }
  await ask(datasets, "DeleteDataset", { name: dataset.name });
  datasets.close();
  jobs.close();
}

main();
