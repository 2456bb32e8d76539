// SPDX-License-Identifier: GPL-2.0-or-later
//
// How numbers, times and durations read. Pure functions.
#pragma once

#include <google/protobuf/duration.pb.h>
#include <google/protobuf/timestamp.pb.h>

#include <cstdint>
#include <string>

#include "geotask/result.h"

namespace geotask::cli {

// 1234567 as `1,234,567`.
std::string countText(uint64_t number);

// As short as it can be: `0.1`, `250`.
std::string numberText(double number);

// `1 row`, `2,050 rows`.
std::string rowsText(uint64_t rows);

// `1 file`, `12 files`.
std::string filesText(uint64_t files);

// `850 B`, `12.4 kB`, `3.1 GB`.
std::string bytesText(uint64_t bytes);

// A bound, as operators set them: `700 KiB`, `1 MiB`, `1.5 GiB`, `999 bytes`.
std::string sizeText(uint64_t bytes);

// `4s`, `3m12s`, `2h05m`, `6d`: two units at most.
std::string durationText(double seconds);

// A period that somebody has set, in one unit if it is whole in it: `10s`, `24h`, `7d`.
std::string periodText(const google::protobuf::Duration& period);

double secondsOf(const google::protobuf::Duration& duration);
double secondsBetween(const google::protobuf::Timestamp& from,
                      const google::protobuf::Timestamp& to);

// `2024-02-29 13:45:30Z`; `-` when absent (0).
std::string timeText(const google::protobuf::Timestamp& time);

// How long ago, by this machine's clock, as durationText of one unit: `3m`.
std::string ageText(const google::protobuf::Timestamp& time);

// `90`, `90s`, `15m`, `2h`, `7d` and sums such as `1h30m`, at least one second.
client::Result<google::protobuf::Duration> parseDuration(const std::string& text);

// A text from elsewhere, fit for a terminal: a control character, which might move the cursor or
// begin a line that looks like one of ours, is shown as `\x1b`. Applied twice it changes no more.
std::string shown(const std::string& text);

// How many columns a text of UTF-8 takes, one a code point.
size_t columnsOf(const std::string& text);

// The text cut to so many columns, with `…` in place of what is cut off.
std::string fitted(const std::string& text, size_t columns);

}  // namespace geotask::cli
