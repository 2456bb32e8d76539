// SPDX-License-Identifier: GPL-2.0-or-later
#include "qgis/processing/field_values.h"

#include <qgsconfig.h>

#include <QDateTime>
#include <cstdlib>

#include "absl/strings/str_format.h"
#include "qgis/processing/variant_json.h"

namespace geotask {

namespace {

FieldType typeOf(const QgsField& field) {
  switch (static_cast<int>(field.type())) {
    case QMetaType::Bool:
      return FieldType::kBoolean;
    case QMetaType::Int:
    case QMetaType::Short:
      return FieldType::kInteger;
    case QMetaType::UInt:
    case QMetaType::LongLong:
      return FieldType::kInteger64;
    case QMetaType::Double:
    case QMetaType::Float:
      return FieldType::kDouble;
    case QMetaType::QDate:
      return FieldType::kDate;
    case QMetaType::QTime:
      return FieldType::kTime;
    case QMetaType::QDateTime:
      return FieldType::kDateTime;
    case QMetaType::QByteArray:
      return FieldType::kBinary;
    case QMetaType::QVariantMap:
    case QMetaType::QVariantList:
    case QMetaType::QStringList:
      return FieldType::kJson;
    default:
      return FieldType::kString;
  }
}

#if _QGIS_VERSION_INT >= 33800
using QgisType = QMetaType::Type;
#else
using QgisType = QVariant::Type;
#endif

int metaType(FieldType type) {
  switch (type) {
    case FieldType::kBoolean:
      return QMetaType::Bool;
    case FieldType::kInteger:
      return QMetaType::Int;
    case FieldType::kInteger64:
      return QMetaType::LongLong;
    case FieldType::kDouble:
      return QMetaType::Double;
    case FieldType::kDate:
      return QMetaType::QDate;
    case FieldType::kTime:
      return QMetaType::QTime;
    case FieldType::kDateTime:
      return QMetaType::QDateTime;
    case FieldType::kBinary:
      return QMetaType::QByteArray;
    case FieldType::kJson:
      return QMetaType::QVariantMap;
    case FieldType::kString:
      break;
  }
  return QMetaType::QString;
}

std::string timeText(const QTime& time) {
  return time
      .toString(time.msec() == 0 ? QStringLiteral("HH:mm:ss") : QStringLiteral("HH:mm:ss.zzz"))
      .toStdString();
}

// Local time, as QGIS has it where data tells no zone, has none in the text either.
std::string dateTimeText(const QDateTime& moment) {
  std::string text =
      moment.date().toString(Qt::ISODate).toStdString() + "T" + timeText(moment.time());
  if (moment.timeSpec() == Qt::LocalTime) return text;
  const int minutes = moment.offsetFromUtc() / 60;
  if (moment.timeSpec() == Qt::UTC) return text + "Z";
  return text + absl::StrFormat("%c%02d:%02d", minutes < 0 ? '-' : '+', std::abs(minutes) / 60,
                                std::abs(minutes) % 60);
}

QVariant textAttribute(const std::string& text, FieldType type, const QgsField& field) {
  const QString value = QString::fromStdString(text);
  switch (type) {
    case FieldType::kDate:
      return QDate::fromString(value, Qt::ISODate);
    case FieldType::kTime:
      return QTime::fromString(value, Qt::ISODateWithMs);
    case FieldType::kDateTime:
      return QDateTime::fromString(value, Qt::ISODateWithMs);
    case FieldType::kJson:
      if (static_cast<int>(field.type()) == QMetaType::QVariantMap) {
        return toVariant(Json::parse(text, nullptr, false));
      }
      return value;
    default:
      return value;
  }
}

}  // namespace

Field fieldOf(const QgsField& field) {
  return {field.name().toStdString(), typeOf(field), field.length() > 0 ? field.length() : 0,
          field.precision() > 0 ? field.precision() : 0};
}

QgsField qgisField(const Field& field) {
  const int member = field.type == FieldType::kJson ? QMetaType::QString : 0;
  return QgsField(QString::fromStdString(field.name), static_cast<QgisType>(metaType(field.type)),
                  QString(), field.length, field.precision, QString(),
                  static_cast<QgisType>(member));
}

Value valueOf(const QVariant& attribute, FieldType type) {
  if (type == FieldType::kJson) {
    const Json json = toJson(attribute);
    if (json.is_null()) return {};
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
  }
  if (!attribute.isValid() || attribute.isNull()) return {};
  switch (type) {
    case FieldType::kBoolean:
      return attribute.toBool();
    case FieldType::kInteger:
    case FieldType::kInteger64:
      return static_cast<int64_t>(attribute.toLongLong());
    case FieldType::kDouble:
      return attribute.toDouble();
    case FieldType::kDate:
      return attribute.toDate().toString(Qt::ISODate).toStdString();
    case FieldType::kTime:
      return timeText(attribute.toTime());
    case FieldType::kDateTime:
      return dateTimeText(attribute.toDateTime());
    case FieldType::kBinary:
      return Binary{attribute.toByteArray().toStdString()};
    case FieldType::kJson:
    case FieldType::kString:
      break;
  }
  const Json json = toJson(attribute);
  return json.is_string() ? json.get<std::string>() : attribute.toString().toStdString();
}

QVariant attributeOf(const Value& value, FieldType type, const QgsField& field) {
  if (const auto* boolean = std::get_if<bool>(&value)) return *boolean;
  if (const auto* number = std::get_if<int64_t>(&value)) {
    if (type == FieldType::kInteger) return static_cast<int>(*number);
    return QVariant(static_cast<qlonglong>(*number));
  }
  if (const auto* number = std::get_if<double>(&value)) return *number;
  if (const auto* binary = std::get_if<Binary>(&value)) {
    return QByteArray::fromStdString(binary->bytes);
  }
  if (const auto* text = std::get_if<std::string>(&value)) return textAttribute(*text, type, field);
  return QVariant(static_cast<QVariant::Type>(field.type()));
}

}  // namespace geotask
