// SPDX-License-Identifier: GPL-2.0-or-later
#include "cli/ogr_values.h"

#include <cpl_conv.h>
#include <cpl_string.h>

#include <cmath>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <string>

namespace geotask::cli {
namespace {

// Seconds with as many of three decimals as are needed: `30`, `30.250`.
std::string secondsText(float seconds) {
  const long milliseconds = std::lround(static_cast<double>(seconds) * 1000);
  char text[32];
  if (milliseconds % 1000 == 0) {
    std::snprintf(text, sizeof text, "%02ld", milliseconds / 1000);
  } else {
    std::snprintf(text, sizeof text, "%02ld.%03ld", milliseconds / 1000, milliseconds % 1000);
  }
  return text;
}

// OGR counts zones in quarters of an hour from 100, which is UTC; 0 is unknown and 1 local time.
std::string zoneText(int flag) {
  if (flag <= 1) return "";
  if (flag == 100) return "Z";
  const int minutes = (flag - 100) * 15;
  char text[32];
  std::snprintf(text, sizeof text, "%c%02d:%02d", minutes < 0 ? '-' : '+', std::abs(minutes) / 60,
                std::abs(minutes) % 60);
  return text;
}

std::string dateTimeText(const OGRFeature& feature, int field, OGRFieldType type) {
  int year, month, day, hour, minute, zone;
  float second;
  feature.GetFieldAsDateTime(field, &year, &month, &day, &hour, &minute, &second, &zone);
  char date[40];
  std::snprintf(date, sizeof date, "%04d-%02d-%02d", year, month, day);
  if (type == OFTDate) return date;
  char time[32];
  std::snprintf(time, sizeof time, "%02d:%02d:", hour, minute);
  if (type == OFTTime) return time + secondsText(second);
  return std::string(date) + "T" + time + secondsText(second) + zoneText(zone);
}

template <typename T>
std::string listText(const T* items, int count) {
  nlohmann::json list = nlohmann::json::array();
  for (int i = 0; i < count; ++i) list.push_back(items[i]);
  return list.dump();
}

std::string stringListText(const OGRFeature& feature, int field) {
  nlohmann::json list = nlohmann::json::array();
  for (char** item = feature.GetFieldAsStringList(field); item != nullptr && *item; ++item) {
    list.push_back(*item);
  }
  return list.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace

v1::Value valueOf(const OGRFeature& feature, int field) {
  v1::Value value;
  if (!feature.IsFieldSetAndNotNull(field)) return value;
  const OGRFieldDefn& definition = *feature.GetFieldDefnRef(field);
  int count = 0;
  switch (definition.GetType()) {
    case OFTInteger:
      if (definition.GetSubType() == OFSTBoolean) {
        value.set_bool_value(feature.GetFieldAsInteger(field) != 0);
      } else {
        value.set_integer_value(feature.GetFieldAsInteger(field));
      }
      break;
    case OFTInteger64:
      value.set_integer_value(feature.GetFieldAsInteger64(field));
      break;
    case OFTReal:
      value.set_double_value(feature.GetFieldAsDouble(field));
      break;
    case OFTDate:
    case OFTTime:
    case OFTDateTime:
      value.set_string_value(dateTimeText(feature, field, definition.GetType()));
      break;
    case OFTBinary: {
      const GByte* bytes = feature.GetFieldAsBinary(field, &count);
      value.set_binary_value(bytes, static_cast<size_t>(count));
      break;
    }
    case OFTIntegerList: {
      const int* items = feature.GetFieldAsIntegerList(field, &count);
      value.set_string_value(listText(items, count));
      break;
    }
    case OFTInteger64List: {
      const GIntBig* items = feature.GetFieldAsInteger64List(field, &count);
      value.set_string_value(listText(items, count));
      break;
    }
    case OFTRealList: {
      const double* items = feature.GetFieldAsDoubleList(field, &count);
      value.set_string_value(listText(items, count));
      break;
    }
    case OFTStringList:
      value.set_string_value(stringListText(feature, field));
      break;
    default: {
      const char* text = feature.GetFieldAsString(field);
      if (CPLIsUTF8(text, -1)) {
        value.set_string_value(text);
      } else {
        char* utf8 = CPLForceToASCII(text, -1, '?');
        value.set_string_value(utf8);
        CPLFree(utf8);
      }
    }
  }
  return value;
}

bool setValue(OGRFeature& feature, int field, const v1::Value& value) {
  const OGRFieldType type = feature.GetFieldDefnRef(field)->GetType();
  switch (value.kind_case()) {
    case v1::Value::kBoolValue:
      feature.SetField(field, value.bool_value() ? 1 : 0);
      return true;
    case v1::Value::kIntegerValue:
      feature.SetField(field, static_cast<GIntBig>(value.integer_value()));
      return true;
    case v1::Value::kDoubleValue:
      feature.SetField(field, value.double_value());
      return true;
    case v1::Value::kStringValue:
      feature.SetField(field, value.string_value().c_str());
      return (type != OFTDate && type != OFTTime && type != OFTDateTime) ||
             feature.IsFieldSetAndNotNull(field);
    case v1::Value::kBinaryValue: {
      const std::string& bytes = value.binary_value();
      const auto* data = reinterpret_cast<const GByte*>(bytes.data());
      if (type == OFTBinary) {
        feature.SetField(field, static_cast<int>(bytes.size()), data);
      } else {
        char* text = CPLBase64Encode(static_cast<int>(bytes.size()), data);
        feature.SetField(field, text);
        CPLFree(text);
      }
      return true;
    }
    case v1::Value::KIND_NOT_SET:
      break;
  }
  feature.SetFieldNull(field);
  return true;
}

}  // namespace geotask::cli
