// SPDX-License-Identifier: GPL-2.0-or-later
//
// Reads what an error says, and repeats a submit without making a second job.
//
// Demonstrates: the ErrorDetail in the trailer `grpc-status-details-bin`; which errors are worth
// another try, and when; `request_id`. Read buffer_geojson.js first.
"use strict";

const { randomUUID } = require("node:crypto");
const { setTimeout: sleep } = require("node:timers/promises");
const { status } = require("@grpc/grpc-js");
const { ask, connect, parse } = require("./connect");

const PATIENCE = 120_000; // Milliseconds.
const NO_ANSWER = [status.UNAVAILABLE, status.DEADLINE_EXCEEDED];

// The ErrorDetail of a failed call; null when the error comes from the transport.
function detailOf(error) {
  const [trailer] = error.metadata ? error.metadata.get("grpc-status-details-bin") : [];
  return trailer ? parse("ErrorDetail", parse("StatusDetails", trailer).details[0].value) : null;
}

// Makes a call, and again as long as that can help. A request that submits has a request_id.
async function patiently(client, method, request) {
  const end = Date.now() + PATIENCE;
  let pause = 0.5;
  for (;;) {
    try {
      return await ask(client, method, request);
    } catch (error) {
      const detail = detailOf(error);
      let wait;
      if (detail && detail.retry_delay) {
        wait = Number(detail.retry_delay.seconds) + detail.retry_delay.nanos / 1e9;
      } else if (!detail && NO_ANSWER.includes(error.code)) {
        wait = Math.min(2 * pause, 10);
        pause = wait;
      }
      if (!wait) throw error; // The same request would fail again.
      if (Date.now() + wait * 1000 > end) throw error;
      console.log(`not now (${detail ? detail.reason : status[error.code]}); again in ${wait} s`);
      await sleep(wait * 1000);
    }
  }
}

async function main() {
  const jobs = connect("Jobs");
  const buffer = { distance: 0.01, segments: 0 };
  const request = {
    request_id: randomUUID(),
    spec: { input: { geojson: '{"type": "Point", "coordinates": [7.628, 51.962]}' }, buffer },
  };
  try {
    await patiently(jobs, "SubmitJob", request);
  } catch (error) {
    const detail = detailOf(error);
    if (!detail) throw error;
    console.log(`refused: ${status[error.code]} ${detail.reason}`);
    console.log(`${detail.field} is ${detail.given}; accepted: ${detail.accepted}`);
    console.log(`what to do: ${detail.remedy}`);
  }

  buffer.segments = 8;
  const first = await patiently(jobs, "SubmitJob", request);
  const again = await patiently(jobs, "SubmitJob", request); // As if the first answer had got lost.
  console.log(first.name === again.name ? "one job" : "two jobs");
  jobs.close();
}

module.exports = { patiently };
if (require.main === module) main();
