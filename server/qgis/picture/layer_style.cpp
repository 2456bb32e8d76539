// SPDX-License-Identifier: GPL-2.0-or-later
#include "qgis/picture/layer_style.h"

#include <qgsfillsymbol.h>
#include <qgslinesymbol.h>
#include <qgsmarkersymbol.h>
#include <qgsrasterdataprovider.h>
#include <qgsrasterlayer.h>
#include <qgssinglesymbolrenderer.h>
#include <qgsvectorlayer.h>

#include <QVariantMap>

namespace geotask {
namespace {

// As QGIS writes them in styles.
QString symbolColor(const std::string& text) {
  const QColor color = colorOf(text);
  return QStringLiteral("%1,%2,%3,%4")
      .arg(color.red())
      .arg(color.green())
      .arg(color.blue())
      .arg(color.alpha());
}

const QString kPixels = QStringLiteral("Pixel");

void addOutline(QVariantMap& properties, const PictureStyle& style) {
  properties["outline_color"] = symbolColor(style.stroke_color);
  properties["outline_width"] = QString::number(style.stroke_width);
  properties["outline_width_unit"] = kPixels;
  properties["outline_style"] = style.stroke_width > 0 ? "solid" : "no";
}

QgsSymbol* pointSymbol(const PictureStyle& style) {
  QVariantMap properties{{"name", "circle"},
                         {"color", symbolColor(style.fill_color)},
                         {"size", QString::number(style.point_size)},
                         {"size_unit", kPixels}};
  addOutline(properties, style);
  return QgsMarkerSymbol::createSimple(properties);
}

QgsSymbol* lineSymbol(const PictureStyle& style) {
  return QgsLineSymbol::createSimple({{"line_color", symbolColor(style.stroke_color)},
                                      {"line_width", QString::number(style.stroke_width)},
                                      {"line_width_unit", kPixels},
                                      {"line_style", style.stroke_width > 0 ? "solid" : "no"}});
}

QgsSymbol* fillSymbol(const PictureStyle& style) {
  QVariantMap properties{{"color", symbolColor(style.fill_color)}, {"style", "solid"}};
  addOutline(properties, style);
  return QgsFillSymbol::createSimple(properties);
}

}  // namespace

QColor colorOf(const std::string& text) {
  const QString name = QString::fromStdString(text);
  QColor color(name.left(7));
  if (name.size() == 9) color.setAlpha(name.right(2).toInt(nullptr, 16));
  return color;
}

void styleVector(QgsVectorLayer& layer, const PictureStyle& style) {
  // The numbers of the kinds are the same in all versions of QGIS; their enum is not.
  const int kind = static_cast<int>(layer.geometryType());
  QgsSymbol* symbol = kind == 0   ? pointSymbol(style)
                      : kind == 1 ? lineSymbol(style)
                                  : fillSymbol(style);
  layer.setRenderer(new QgsSingleSymbolRenderer(symbol));  // Owned by the layer.
  layer.setLabelsEnabled(false);
  layer.setOpacity(style.opacity);
}

void styleRaster(QgsRasterLayer& layer, const PictureStyle& style) {
  // Bytes are colours as they are; other numbers need a range.
  if (layer.bandCount() < 3 || layer.dataProvider()->dataType(1) != Qgis::DataType::Byte) {
    layer.setContrastEnhancement(QgsContrastEnhancement::StretchToMinimumMaximum,
                                 QgsRasterMinMaxOrigin::MinMax);
  }
  layer.setOpacity(style.opacity);
}

}  // namespace geotask
