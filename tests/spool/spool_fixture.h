// SPDX-License-Identifier: GPL-2.0-or-later
//
// A spool in a folder of its own, and rows whose bytes can be read in the test.
#pragma once

#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "domain/errors.h"
#include "spool/file_spool.h"

namespace geotask {

// A row is its WKB text and a line break; a record holds up to two rows.
class LineCodec : public FeatureCodec {
 public:
  std::vector<EncodedRecord> encode(FeatureBatch rows) const override {
    std::vector<EncodedRecord> records;
    for (size_t i = 0; i < rows.size(); ++i) {
      if (i % 2 == 0) records.emplace_back();
      absl::StrAppend(&records.back().bytes, *rows[i].wkb, "\n");
      ++records.back().features;
    }
    return records;
  }

  std::unique_ptr<FeatureDecoder> decoder() const override {
    class Decoder : public FeatureDecoder {
      absl::Status decode(absl::string_view record, FeatureBatch& rows) override {
        for (const absl::string_view line : absl::StrSplit(record, '\n', absl::SkipEmpty())) {
          rows.emplace_back();
          rows.back().wkb = std::string(line);
        }
        return absl::OkStatus();
      }
    };
    return std::make_unique<Decoder>();
  }
};

class SpoolTest : public testing::Test {
 protected:
  SpoolTest() {
    std::string name = testing::TempDir() + "/spool.XXXXXX";
    directory_ = ::mkdtemp(name.data());
  }
  ~SpoolTest() override { std::filesystem::remove_all(directory_); }

  std::unique_ptr<FileSpool> openSpool() {
    absl::StatusOr<std::unique_ptr<FileSpool>> spool = FileSpool::open(directory_, codec_);
    EXPECT_TRUE(spool.ok()) << spool.status();
    return *std::move(spool);
  }

  std::shared_ptr<SpooledResult> newResult(const std::string& job_id = "job") {
    if (!spool_) spool_ = openSpool();
    absl::StatusOr<std::shared_ptr<SpooledResult>> result = spool_->createResult(job_id);
    EXPECT_TRUE(result.ok()) << result.status();
    return *std::move(result);
  }

  std::vector<std::string> filesIn(const std::string& folder) const {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(directory_ + "/" + folder)) {
      names.push_back(entry.path().filename());
    }
    return names;
  }

  std::string directory_;
  LineCodec codec_;
  std::unique_ptr<FileSpool> spool_;
};

// "first_ordinal:bytes first_ordinal:bytes …" of what there is to read, or the error's reason.
inline std::string readAll(ResultReader& reader) {
  std::string text;
  for (;;) {
    const absl::StatusOr<std::optional<SpoolRecord>> record = reader.next();
    if (!record.ok()) return text + errorDetail(record.status()).reason;
    if (!record->has_value()) return text;
    absl::StrAppend(&text, text.empty() ? "" : " ", (*record)->first_ordinal, ":",
                    (*record)->bytes);
  }
}

inline std::string readFrom(SpooledResult& result, uint64_t ordinal) {
  const absl::StatusOr<std::unique_ptr<ResultReader>> reader = result.read(ordinal);
  return reader.ok() ? readAll(**reader) : errorDetail(reader.status()).reason;
}

}  // namespace geotask
