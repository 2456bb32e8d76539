// SPDX-License-Identifier: GPL-2.0-or-later
#include "cli/row_feed.h"

#include "cli/interrupt.h"

namespace geotask::cli {

using client::Result;

client::Client::OpenRows RowFeed::rows() {
  return [this]() -> Result<client::Client::NextRow> {
    complete_ = false;
    input_.rewind();
    meter_ = Meter();
    meter_.stage = "uploading";
    meter_.total = input_.count();
    show();
    return client::Client::NextRow([this](v1::Feature* row) { return next(row); });
  };
}

Result<bool> RowFeed::next(v1::Feature* row) {
  constexpr size_t kRows = 256;  // A line for each row would cost more than the row.
  constexpr size_t kBytes = 1 << 20;
  const Result<bool> more = input_.next(row);
  if (!more.ok()) return more;
  // In this order: a Ctrl-C that found rows on their way is seen here, before the upload is
  // complete.
  if (!*more) complete_ = true;
  if (interrupted()) {
    complete_ = false;
    return client::localError(grpc::StatusCode::CANCELLED, "STOPPED", "The upload was stopped.");
  }
  if (*more) {
    ++meter_.done;
    ++unshown_rows_;
    unshown_bytes_ += row->wkb().size();
  }
  if (!*more || unshown_rows_ >= kRows || unshown_bytes_ >= kBytes) show();
  return more;
}

void RowFeed::show() {
  unshown_rows_ = 0;
  unshown_bytes_ = 0;
  if (meter_.total && *meter_.total > 0) {
    meter_.fraction = static_cast<double>(meter_.done) / static_cast<double>(*meter_.total);
  }
  view_.show(meter_);
}

}  // namespace geotask::cli
