// SPDX-License-Identifier: GPL-2.0-or-later
#include "cli/follow.h"

#include "cli/interrupt.h"
#include "cli/job_text.h"
#include "cli/progress.h"
#include "cli/text.h"

namespace geotask::cli {

using client::Result;

Result<v1::Job> follow(Session& session, const std::string& name) {
  constexpr int kMostWarnings = 10;  // The rest is one `geotask logs` away.
  ProgressView view = standardErrorView();
  InterruptScope on_interrupt([&] {
    tell("Cancelling " + name + ". Ctrl-C again leaves at once.");
    const Result<v1::Job> cancelled = session.client().cancel(name);
    if (!cancelled.ok()) report(session, cancelled.error());
  });
  StateFilter states;
  int warnings = 0;
  // From the first event on: what it said before this watch began is worth seeing too.
  v1::WatchJobRequest request = client::watchRequest(name);
  request.set_replay(true);
  Result<v1::Job> end = session.client().watch(request, [&](const v1::JobEvent& event) {
    if (event.has_job()) {
      if (states.isNew(event.job()) && !client::isFinal(states.state())) {
        view.show(meterOf(states.state(), event.job().progress()));
      }
    } else if (event.has_progress()) {
      view.show(meterOf(states.state(), event.progress()));
    } else if (event.has_log() && event.log().severity() >= v1::LogLine::SEVERITY_WARNING) {
      ++warnings;
      if (warnings <= kMostWarnings) view.say(logText(event.log()));
    }
    return true;
  });
  view.clear();
  if (warnings > kMostWarnings) {
    tell(std::to_string(warnings - kMostWarnings) + " more warnings: geotask logs " + name);
  }
  return end;
}

Result<uint64_t> readRows(Session& session, const std::string& name, Output& output,
                          const std::string& output_name,
                          const std::function<void(const Meter&)>& show) {
  Meter meter;
  meter.stage = "downloading";
  client::Client::Reader reader;
  reader.header = [&](const v1::ReadFeaturesHeader& header) {
    if (header.has_feature_count()) meter.total = header.feature_count();
    return output.begin(header.schema());
  };
  reader.row = [&](const v1::Feature& row) {
    ++meter.done;
    if (meter.total && *meter.total > 0) {
      meter.fraction = static_cast<double>(meter.done) / static_cast<double>(*meter.total);
    }
    constexpr uint64_t kStep = 1024;  // A line for each row would cost more than the row.
    if (meter.done % kStep == 0) show(meter);
    return output.add(row);
  };
  const Result<uint64_t> rows = session.client().readFeatures(name, reader, output_name);
  const Result<void> finished = rows.ok() ? output.finish() : Result<void>(rows.error());
  // While Ctrl-C still lets it happen.
  output.discard();
  if (!finished.ok()) return finished.error();
  return *rows;
}

void tellLeftOut(const Output& output) {
  if (output.leftOut() == 0) return;
  tell("warning: The format of " + output.name() +
       " has no place for rows without geometry: " + rowsText(output.leftOut()) + " left out.");
}

Result<uint64_t> fetch(Session& session, const std::string& name, Output& output,
                       const std::string& output_name) {
  ProgressView view = standardErrorView();
  InterruptScope on_interrupt([&] { session.client().stopCalls(); });
  const Result<uint64_t> rows =
      readRows(session, name, output, output_name, [&](const Meter& meter) { view.show(meter); });
  view.clear();
  if (rows.ok()) tellLeftOut(output);
  return rows;
}

}  // namespace geotask::cli
