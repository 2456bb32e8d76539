// SPDX-License-Identifier: GPL-2.0-or-later
#include "sources/layer_reader.h"

#include <cpl_conv.h>
#include <ogr_feature.h>

#include <cmath>
#include <cstring>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "domain/errors.h"
#include "sources/gdal.h"
#include "sources/layer_schema.h"

namespace geotask {

namespace {

absl::Status unreadable(const std::string& name, const std::string& why) {
  return makeError(absl::StatusCode::kInternal, absl::StrCat(name, " cannot be read: ", why),
                   {"INPUT_UNREADABLE", "spec.input.layer", name, "",
                    "Ask the operator whether the data is still there."});
}

struct FeatureDestroyer {
  void operator()(OGRFeatureH feature) const { OGR_F_Destroy(feature); }
};
using OgrFeature = std::unique_ptr<void, FeatureDestroyer>;

// ISO 8601 text of a date, time or both. GDAL's time zone flag: 0 none, 1 local, 100 UTC, then
// quarters of an hour from there.
std::string dateTimeText(OGRFeatureH feature, int field, FieldType type) {
  int year, month, day, hour, minute, zone;
  float second;
  OGR_F_GetFieldAsDateTimeEx(feature, field, &year, &month, &day, &hour, &minute, &second, &zone);
  const std::string date = absl::StrFormat("%04d-%02d-%02d", year, month, day);
  if (type == FieldType::kDate) return date;
  const int milliseconds = static_cast<int>(std::lround(static_cast<double>(second) * 1000));
  std::string time = absl::StrFormat("%02d:%02d:%02d", hour, minute, milliseconds / 1000);
  if (milliseconds % 1000 != 0)
    absl::StrAppend(&time, absl::StrFormat(".%03d", milliseconds % 1000));
  if (type == FieldType::kTime) return time;
  std::string text = date + "T" + time;
  if (zone == 100) {
    text += "Z";
  } else if (zone > 1) {
    const int minutes = (zone - 100) * 15;
    absl::StrAppend(&text, absl::StrFormat("%c%02d:%02d", minutes < 0 ? '-' : '+',
                                           std::abs(minutes) / 60, std::abs(minutes) % 60));
  }
  return text;
}

Value fieldValue(OGRFeatureH feature, int field, FieldType type) {
  if (OGR_F_IsFieldSetAndNotNull(feature, field) == 0) return {};
  switch (type) {
    case FieldType::kBoolean:
      return OGR_F_GetFieldAsInteger(feature, field) != 0;
    case FieldType::kInteger:
    case FieldType::kInteger64:
      return static_cast<int64_t>(OGR_F_GetFieldAsInteger64(feature, field));
    case FieldType::kDouble:
      return OGR_F_GetFieldAsDouble(feature, field);
    case FieldType::kDate:
    case FieldType::kTime:
    case FieldType::kDateTime:
      return dateTimeText(feature, field, type);
    case FieldType::kBinary: {
      int size = 0;
      const GByte* bytes = OGR_F_GetFieldAsBinary(feature, field, &size);
      return Binary{std::string(reinterpret_cast<const char*>(bytes), static_cast<size_t>(size))};
    }
    case FieldType::kJson: {
      char* json = OGRFeature::FromHandle(feature)->GetFieldAsSerializedJSon(field);
      std::string text = json != nullptr ? json : OGR_F_GetFieldAsString(feature, field);
      CPLFree(json);
      return text;
    }
    case FieldType::kString:
      break;
  }
  return std::string(OGR_F_GetFieldAsString(feature, field));
}

std::optional<std::string> geometryWkb(OGRFeatureH feature) {
  OGRGeometryH geometry = OGR_F_GetGeometryRef(feature);
  if (geometry == nullptr) return std::nullopt;
  std::string wkb(static_cast<size_t>(OGR_G_WkbSize(geometry)), '\0');
  OGR_G_ExportToIsoWkb(geometry, wkbNDR, reinterpret_cast<unsigned char*>(wkb.data()));
  return wkb;
}

class LayerReader : public FeatureReader {
 public:
  LayerReader(Dataset dataset, OGRLayerH layer, std::string name, ReadTrouble trouble)
      : dataset_(std::move(dataset)),
        layer_(layer),
        name_(std::move(name)),
        trouble_(std::move(trouble)),
        schema_(layerSchema(layer)),
        fid_field_(hasFidField(layer)) {
    const GIntBig count = OGR_L_GetFeatureCount(layer, TRUE);
    if (count >= 0) count_ = static_cast<uint64_t>(count);
    OGR_L_ResetReading(layer);
  }

  const Schema& schema() const override { return schema_; }
  std::optional<uint64_t> featureCount() const override { return count_; }

  absl::StatusOr<bool> next(Feature& feature) override {
    const GdalComplaints complaints;
    CPLErrorReset();
    const OgrFeature row(OGR_L_GetNextFeature(layer_));
    if (row == nullptr) {
      if (complaints.text().empty()) return false;
      trouble_(name_, complaints.text());
      return unreadable(name_, "it broke off while being read");
    }
    feature.id = OGR_F_GetFID(row.get());
    feature.wkb = geometryWkb(row.get());
    feature.attributes.clear();
    feature.attributes.reserve(schema_.fields.size());
    if (fid_field_) feature.attributes.emplace_back(feature.id);
    const int first = fid_field_ ? 1 : 0;
    for (size_t i = static_cast<size_t>(first); i < schema_.fields.size(); ++i) {
      feature.attributes.push_back(
          fieldValue(row.get(), static_cast<int>(i) - first, schema_.fields[i].type));
    }
    return true;
  }

 private:
  const Dataset dataset_;
  const OGRLayerH layer_;
  const std::string name_;
  const ReadTrouble trouble_;
  const Schema schema_;
  const bool fid_field_;
  std::optional<uint64_t> count_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<FeatureReader>> openLayer(const std::string& location,
                                                         const std::string& layer,
                                                         const std::string& display_name,
                                                         ReadTrouble trouble) {
  const GdalComplaints complaints;
  Dataset dataset = openVector(location);
  if (dataset == nullptr) {
    trouble(display_name, complaints.text());
    return unreadable(display_name, "it cannot be opened");
  }
  OGRLayerH handle = GDALDatasetGetLayerByName(dataset.get(), layer.c_str());
  if (handle == nullptr) {
    trouble(display_name, "no layer " + layer);
    return unreadable(display_name, "the layer is not there any more");
  }
  return std::make_unique<LayerReader>(std::move(dataset), handle, display_name,
                                       std::move(trouble));
}

}  // namespace geotask
