// SPDX-License-Identifier: GPL-2.0-or-later
//
// Connects to a geotaskd and asks what it is and what it offers.
//
// Demonstrates: the API loaded from its proto files, a client, a call with one answer. Read this
// one first.
//
//     npm ci
//     node connect.js [ADDRESS]
//
// ADDRESS is HOST:PORT or unix:PATH; without it GEOTASK_SERVER counts, then 127.0.0.1:9090. All
// examples take it so.
"use strict";

const fs = require("node:fs");
const path = require("node:path");
const grpc = require("@grpc/grpc-js");
const loader = require("@grpc/proto-loader");

const PROTO = path.join(__dirname, "../../../proto");
const FILES = fs.readdirSync(path.join(PROTO, "geotask/v1")).map((name) => `geotask/v1/${name}`);

// Names as the proto files have them; 64-bit integers and enums as text.
const definition = loader.loadSync(FILES, {
  includeDirs: [PROTO], keepCase: true, longs: String, enums: String, defaults: true, oneofs: true,
});
const api = grpc.loadPackageDefinition(definition).geotask.v1;

// A client of a service: "Jobs". It connects with the first call, and again when it was lost.
function connect(service) {
  const address = process.argv[2] || process.env.GEOTASK_SERVER || "127.0.0.1:9090";
  return new api[service](address, grpc.credentials.createInsecure());
}

// Makes a call with one answer, which is to be there within 30 seconds.
function ask(client, method, request) {
  return new Promise((resolve, reject) => {
    const deadline = Date.now() + 30_000;
    client[method](request, { deadline }, (error, answer) => {
      if (error) reject(error);
      else resolve(answer);
    });
  });
}

// The message of this name whose serialised bytes these are.
function parse(name, bytes) {
  return definition[`geotask.v1.${name}`].deserialize(bytes);
}

async function main() {
  const server = connect("Server");
  const info = await ask(server, "GetServerInfo", {});
  console.log(`geotaskd ${info.versions.geotaskd} with QGIS ${info.versions.qgis}`);
  console.log(`messages of up to ${info.limits.max_message_bytes} bytes`);
  for (const source of info.sources) {
    for (const layer of source.layers) {
      const kind = layer.schema.geometry_type;
      console.log(`data:${source.name}/${layer.name}: ${layer.feature_count} rows of ${kind}`);
    }
  }
  server.close();
}

module.exports = { ask, connect, parse };
if (require.main === module) main();
