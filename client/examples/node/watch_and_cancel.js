// SPDX-License-Identifier: GPL-2.0-or-later
//
// Buffers a layer of the server, sees its progress come, and cancels the job.
//
// Demonstrates: a layer as input; WatchJob, a stream of events that the server pushes; CancelJob.
// Read buffer_geojson.js first. Wants a server that offers QGIS's map of the world:
//
//     geotaskd --source world=/usr/share/qgis/resources/data/world_map.gpkg
"use strict";

const { ask, connect } = require("./connect");

// Follows a job to its end and gives it as it is then.
async function watch(jobs, name, onProgress) {
  let job;
  for await (const event of jobs.WatchJob({ name })) {
    if (event.event === "job") { // First the job as it is now, then each change of state.
      job = event.job;
      console.log(`${job.name} ${job.state.replace("JOB_STATE_", "")}`);
    } else if (event.event === "progress") {
      await onProgress(event.progress);
    } else if (event.event === "log") {
      console.log(`log: ${event.log.message}`);
    }
  }
  return job; // The last event is the job in its final state.
}

async function main() {
  const jobs = connect("Jobs");
  const { name } = await ask(jobs, "SubmitJob", {
    spec: {
      input: { layer: "data:world/states_provinces" },
      buffer: { distance: 1, segments: 100 }, // Degrees, the unit of the layer. Much work.
    },
  });
  let cancelling = false;
  const job = await watch(jobs, name, async (progress) => {
    // They are counted once the layer is open.
    if (Number(progress.features_total) > 0) {
      console.log(`${progress.features_done} of ${progress.features_total} rows`);
    }
    if (Number(progress.features_done) > 0 && !cancelling) {
      cancelling = true;
      await ask(jobs, "CancelJob", { name });
    }
  });
  console.log(`why: ${job.error.reason}`);
  jobs.close();
}

module.exports = { watch };
if (require.main === module) main();
