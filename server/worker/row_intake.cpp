// SPDX-License-Identifier: GPL-2.0-or-later
#include "worker/row_intake.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "domain/wkb.h"

namespace geotask {
namespace {

bool fits(const Value& value, FieldType type) {
  if (std::holds_alternative<std::monostate>(value)) return true;
  switch (type) {
    case FieldType::kBoolean:
      return std::holds_alternative<bool>(value);
    case FieldType::kInteger:
    case FieldType::kInteger64:
      return std::holds_alternative<int64_t>(value);
    case FieldType::kDouble:
      return std::holds_alternative<double>(value);
    case FieldType::kBinary:
      return std::holds_alternative<Binary>(value);
    default:
      return std::holds_alternative<std::string>(value);
  }
}

absl::Status check(const Feature& row, const Schema& schema) {
  if (row.attributes.size() != schema.fields.size()) {
    return absl::InvalidArgumentError(absl::StrCat(
        "a row with ", row.attributes.size(), " attributes for ", schema.fields.size(), " fields"));
  }
  for (size_t i = 0; i < row.attributes.size(); ++i) {
    if (!fits(row.attributes[i], schema.fields[i].type)) {
      return absl::InvalidArgumentError(
          absl::StrCat("a value of another type than its field ", schema.fields[i].name));
    }
  }
  // Algorithms may well make coordinates that are no numbers.
  return row.wkb ? checkWkb(*row.wkb, WkbCoordinates::kAny).status() : absl::OkStatus();
}

}  // namespace

RowIntake::RowIntake(Schema schema, std::shared_ptr<SpooledResult> result,
                     const FeatureCodec& codec)
    : schema_(std::move(schema)),
      result_(std::move(result)),
      codec_(codec),
      decoder_(codec.decoder()) {}

RowIntake::~RowIntake() {
  if (!finished_) result_->remove();
}

absl::Status RowIntake::add(const std::string& record) {
  FeatureBatch rows;
  const absl::Status decoded = decoder_->decode(record, rows);
  if (!decoded.ok()) return absl::InvalidArgumentError("a record that holds no rows");
  for (const Feature& row : rows) {
    const absl::Status good = check(row, schema_);
    if (!good.ok()) return absl::InvalidArgumentError(good.message());
  }
  if (rows.empty()) return absl::OkStatus();
  return result_->addChunk(chunks_++, codec_.encode(std::move(rows)));
}

absl::Status RowIntake::finish() {
  finished_ = true;
  const absl::Status complete = result_->complete();
  if (!complete.ok()) result_->remove();
  return complete;
}

}  // namespace geotask
