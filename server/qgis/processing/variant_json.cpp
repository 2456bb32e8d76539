// SPDX-License-Identifier: GPL-2.0-or-later
#include "qgis/processing/variant_json.h"

#include <qgsgeometry.h>
#include <qgsmaplayer.h>
#include <qgspointxy.h>
#include <qgsprocessingparameters.h>
#include <qgsproperty.h>
#include <qgsrectangle.h>
#include <qgsreferencedgeometry.h>

#include <QColor>
#include <QDateTime>
#include <cmath>
#include <limits>

#include "qgis/processing/crs_text.h"

namespace geotask {

namespace {

Json text(const QString& value) { return value.toStdString(); }

Json propertyJson(const QgsProperty& property) {
  if (!property) return nullptr;
  const QVariant fixed = property.staticValue();
  if (fixed.isValid()) return toJson(fixed);
  return {{"type", "data_defined"}, {"expression", property.asExpression().toStdString()}};
}

Json mapJson(const QVariantMap& map) {
  Json object = Json::object();
  for (auto it = map.begin(); it != map.end(); ++it) {
    object[it.key().toStdString()] = toJson(it.value());
  }
  return object;
}

Json listJson(const QVariantList& list) {
  Json array = Json::array();
  for (const QVariant& member : list) array.push_back(toJson(member));
  return array;
}

Json crsJson(const QgsCoordinateReferenceSystem& crs) {
  return crs.isValid() ? Json(crsText(crs)) : Json(nullptr);
}

// Of the types that QGIS has made.
Json customJson(const QVariant& value) {
  const int type = value.userType();
  if (type == qMetaTypeId<QgsProperty>()) return propertyJson(value.value<QgsProperty>());
  if (type == qMetaTypeId<QgsProcessingOutputLayerDefinition>()) {
    return propertyJson(value.value<QgsProcessingOutputLayerDefinition>().sink);
  }
  if (type == qMetaTypeId<QgsProcessingFeatureSourceDefinition>()) {
    return propertyJson(value.value<QgsProcessingFeatureSourceDefinition>().source);
  }
  if (type == qMetaTypeId<QList<int>>()) return value.value<QList<int>>();
  if (type == qMetaTypeId<QgsGeometry>()) return text(value.value<QgsGeometry>().asWkt(17));
  if (type == qMetaTypeId<QgsReferencedGeometry>()) {
    return text(value.value<QgsReferencedGeometry>().asWkt(17));
  }
  if (type == qMetaTypeId<QgsPointXY>()) return text(value.value<QgsPointXY>().asWkt());
  if (type == qMetaTypeId<QgsRectangle>()) {
    const auto box = value.value<QgsRectangle>();
    return text(QStringLiteral("%1,%2,%3,%4")
                    .arg(box.xMinimum(), 0, 'g', 17)
                    .arg(box.xMaximum(), 0, 'g', 17)
                    .arg(box.yMinimum(), 0, 'g', 17)
                    .arg(box.yMaximum(), 0, 'g', 17));
  }
  if (type == qMetaTypeId<QgsCoordinateReferenceSystem>()) {
    return crsJson(value.value<QgsCoordinateReferenceSystem>());
  }
  if (const auto* layer = qobject_cast<QgsMapLayer*>(value.value<QObject*>())) {
    return text(layer->id());
  }
  return text(value.toString());
}

}  // namespace

Json toJson(const QVariant& value) {
  if (!value.isValid()) return nullptr;
  switch (value.userType()) {
    case QMetaType::QStringList:
    case QMetaType::QVariantList:
      return listJson(value.toList());
    case QMetaType::QVariantMap:
      return mapJson(value.toMap());
    case QMetaType::QVariantHash:
      return mapJson(value.toMap());
    default:
      break;
  }
  if (value.isNull()) return nullptr;
  switch (value.userType()) {
    case QMetaType::Bool:
      return value.toBool();
    case QMetaType::Int:
    case QMetaType::Short:
    case QMetaType::Long:
    case QMetaType::LongLong:
      return static_cast<int64_t>(value.toLongLong());
    case QMetaType::UInt:
    case QMetaType::UShort:
    case QMetaType::ULong:
    case QMetaType::ULongLong:
      return static_cast<uint64_t>(value.toULongLong());
    case QMetaType::Double:
    case QMetaType::Float: {
      const double number = value.toDouble();
      return std::isfinite(number) ? Json(number) : Json(nullptr);
    }
    case QMetaType::QString:
      return text(value.toString());
    case QMetaType::QByteArray:
      return value.toByteArray().toBase64().toStdString();
    case QMetaType::QDate:
      return text(value.toDate().toString(Qt::ISODate));
    case QMetaType::QTime:
      return text(value.toTime().toString(Qt::ISODate));
    case QMetaType::QDateTime:
      return text(value.toDateTime().toString(Qt::ISODate));
    case QMetaType::QColor: {
      const auto colour = value.value<QColor>();
      return text(colour.name(colour.alpha() == 255 ? QColor::HexRgb : QColor::HexArgb));
    }
    default:
      return customJson(value);
  }
}

QVariant toVariant(const Json& value) {
  switch (value.type()) {
    case Json::value_t::boolean:
      return value.get<bool>();
    case Json::value_t::number_unsigned: {
      const auto number = value.get<uint64_t>();
      if (number > static_cast<uint64_t>(std::numeric_limits<int64_t>::max())) {
        return QVariant(static_cast<qulonglong>(number));
      }
      [[fallthrough]];
    }
    case Json::value_t::number_integer: {
      const auto number = value.get<int64_t>();
      if (number >= std::numeric_limits<int>::min() && number <= std::numeric_limits<int>::max()) {
        return static_cast<int>(number);
      }
      return QVariant(static_cast<qlonglong>(number));
    }
    case Json::value_t::number_float:
      return value.get<double>();
    case Json::value_t::string:
      return QString::fromStdString(value.get_ref<const std::string&>());
    case Json::value_t::array: {
      QVariantList list;
      for (const Json& member : value) list.append(toVariant(member));
      return list;
    }
    case Json::value_t::object: {
      QVariantMap map;
      for (const auto& [key, member] : value.items()) {
        map.insert(QString::fromStdString(key), toVariant(member));
      }
      return map;
    }
    default:
      return {};
  }
}

}  // namespace geotask
