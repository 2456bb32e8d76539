// SPDX-License-Identifier: GPL-2.0-or-later
//
// Makes a raster on the server and downloads it, with a break in the middle.
//
// Demonstrates: an output as a file; ReadFile; going on from the byte that is due; the checksum.
// Read upload_and_run.js first. The file is saved as noise.tif in the folder it is called in.
"use strict";

const { createHash, randomUUID } = require("node:crypto");
const fs = require("node:fs");
const { connect } = require("./connect");
const { patiently } = require("./handle_errors");
const { watch } = require("./watch_and_cancel");

const PATH = "noise.tif";

// Appends to a file what it lacks; breaks off after so many messages. Gives its FileInfo.
async function download(jobs, name, messages) {
  const offset = fs.existsSync(PATH) ? fs.statSync(PATH).size : 0;
  let info;
  let count = 0;
  const call = jobs.ReadFile({ name, output: "OUTPUT", offset });
  for await (const message of call) {
    if (message.part === "header") {
      info = message.header;
    } else {
      fs.appendFileSync(PATH, message.data);
      if (++count === messages) break;
    }
  }
  call.cancel(); // Nothing happens when it has ended.
  const { size } = fs.statSync(PATH);
  console.log(`${info.path}, ${info.media_type}: ${size} of ${info.byte_count} bytes`);
  return info;
}

async function main() {
  fs.rmSync(PATH, { force: true });
  const jobs = connect("Jobs");
  const fields = {
    EXTENT: { stringValue: "0,1000,0,1000 [EPSG:25832]" },
    TARGET_CRS: { stringValue: "EPSG:25832" },
    PIXEL_SIZE: { numberValue: 1 },
    LOWER_BOUND: { numberValue: 0 },
    UPPER_BOUND: { numberValue: 1 },
    OUTPUT: { stringValue: PATH },
  };
  const algorithm = "native:createrandomuniformrasterlayer";
  let job = await patiently(jobs, "SubmitJob", {
    request_id: randomUUID(),
    spec: { processing: { algorithm, parameters: { fields } } },
  });
  job = await watch(jobs, job.name, () => {});
  await download(jobs, job.name, 1);
  const info = await download(jobs, job.name);
  const sum = createHash("sha256").update(fs.readFileSync(PATH)).digest("hex");
  console.log(sum === info.sha256 ? "the checksum is right" : "the file is damaged");
  jobs.close();
}

main();
