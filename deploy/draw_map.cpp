// SPDX-License-Identifier: GPL-2.0-or-later
//
// geotask-draw-map: draws layers with QGIS into a PNG, one panel for each extent, a title line with
// a legend above.
//
//     geotask-draw-map --title "Buffers" --extent -180 -60 180 84 --extent 19 35 29 41
//         --layer Land land.gpkg "#f4efe1" "#8d8468" --layer "Buffer" "out.gpkg|b" "#e8590c60"
//         "#e8590c"
//         --output map.png

#include <qgsapplication.h>
#include <qgsfillsymbol.h>
#include <qgsfillsymbollayer.h>
#include <qgslinesymbol.h>
#include <qgslinesymbollayer.h>
#include <qgsmaprenderercustompainterjob.h>
#include <qgsmapsettings.h>
#include <qgsmarkersymbol.h>
#include <qgsmarkersymbollayer.h>
#include <qgssinglesymbolrenderer.h>
#include <qgsvectorlayer.h>

#include <CLI/CLI.hpp>
#include <QImage>
#include <QPainter>
#include <array>
#include <iostream>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

namespace geotask {
namespace {

constexpr int kWidth = 1400;
constexpr int kTitleHeight = 76;
constexpr int kGap = 14;
constexpr int kDotsPerInch = 96;
const QColor kPaper("#ffffff");
const QColor kSea("#d4e6f1");
const QColor kInk("#22313f");

// "#rrggbb" or "#rrggbbaa".
QColor parseColour(const std::string& text) {
  QColor colour(QString::fromStdString(text.substr(0, 7)));
  bool alpha_valid = true;
  if (text.size() == 9) {
    colour.setAlpha(QString::fromStdString(text.substr(7)).toInt(&alpha_valid, 16));
  }
  if (!colour.isValid() || !alpha_valid || (text.size() != 7 && text.size() != 9)) {
    throw std::invalid_argument(text + " is not a colour; accepted: #rrggbb or #rrggbbaa");
  }
  return colour;
}

struct MapLayer {
  QString label;
  QColor fill;
  QColor stroke;
  std::unique_ptr<QgsVectorLayer> layer;
};

QgsSymbol* makeSymbol(const MapLayer& map_layer) {
  const QColor& fill = map_layer.fill;
  const QColor& stroke = map_layer.stroke;
  switch (QgsWkbTypes::wkbDimensions(map_layer.layer->wkbType())) {
    case 2:
      return new QgsFillSymbol(QgsSymbolLayerList{
          new QgsSimpleFillSymbolLayer(fill, Qt::SolidPattern, stroke, Qt::SolidLine, 0.2)});
    case 1:
      return new QgsLineSymbol(QgsSymbolLayerList{new QgsSimpleLineSymbolLayer(stroke, 0.7)});
    default: {
      auto* marker = new QgsSimpleMarkerSymbolLayer();
      marker->setSize(2.6);
      marker->setColor(fill);
      marker->setStrokeColor(stroke);
      return new QgsMarkerSymbol(QgsSymbolLayerList{marker});
    }
  }
}

// `dataset`: a file, or FILE|LAYER.
MapLayer openLayer(const std::string& label, std::string dataset, const std::string& fill,
                   const std::string& stroke) {
  const size_t bar = dataset.find('|');
  if (bar != std::string::npos) dataset.insert(bar + 1, "layername=");
  MapLayer result{QString::fromStdString(label), parseColour(fill), parseColour(stroke),
                  std::make_unique<QgsVectorLayer>(QString::fromStdString(dataset),
                                                   QString::fromStdString(label), "ogr")};
  if (!result.layer->isValid()) throw std::runtime_error("cannot open " + dataset);
  result.layer->setRenderer(new QgsSingleSymbolRenderer(makeSymbol(result)));
  return result;
}

QgsMapSettings panelSettings(const std::vector<MapLayer>& layers, const QgsRectangle& extent) {
  QList<QgsMapLayer*> top_first;
  for (const MapLayer& layer : layers) top_first.prepend(layer.layer.get());
  QgsMapSettings settings;
  settings.setLayers(top_first);
  settings.setDestinationCrs(layers.front().layer->crs());
  settings.setOutputDpi(kDotsPerInch);
  const int width = kWidth - 2 * kGap;
  settings.setOutputSize(QSize(width, qRound(width * extent.height() / extent.width())));
  settings.setExtent(extent);
  settings.setBackgroundColor(kSea);
  settings.setFlag(Qgis::MapSettingsFlag::Antialiasing);
  return settings;
}

void drawLegend(QPainter& painter, const std::vector<MapLayer>& layers) {
  QFont font("DejaVu Sans");
  font.setPixelSize(16);
  painter.setFont(font);
  constexpr int kSwatch = 18;
  int x = kGap;
  const int y = kTitleHeight - kSwatch - 8;
  for (const MapLayer& layer : layers) {
    painter.setPen(QPen(layer.stroke, 2));
    painter.setBrush(layer.fill);
    painter.drawRect(x, y, kSwatch, kSwatch);
    painter.setPen(kInk);
    x += kSwatch + 8;
    painter.drawText(x, y + kSwatch - 3, layer.label);
    x += painter.fontMetrics().horizontalAdvance(layer.label) + 28;
  }
}

QImage drawMap(const QString& title, const std::vector<MapLayer>& layers,
               const std::vector<QgsRectangle>& extents) {
  std::vector<QgsMapSettings> panels;
  int height = kTitleHeight;
  for (const QgsRectangle& extent : extents) {
    panels.push_back(panelSettings(layers, extent));
    height += panels.back().outputSize().height() + kGap;
  }
  QImage image(kWidth, height, QImage::Format_ARGB32_Premultiplied);
  image.fill(kPaper);
  QPainter painter(&image);
  painter.setRenderHint(QPainter::Antialiasing);
  QFont font("DejaVu Sans");
  font.setPixelSize(24);
  font.setBold(true);
  painter.setFont(font);
  painter.setPen(kInk);
  painter.drawText(kGap, 34, title);
  drawLegend(painter, layers);

  int top = kTitleHeight;
  for (const QgsMapSettings& panel : panels) {
    QImage map(panel.outputSize(), QImage::Format_ARGB32_Premultiplied);
    map.fill(kSea);
    QPainter map_painter(&map);
    QgsMapRendererCustomPainterJob job(panel, &map_painter);
    job.renderSynchronously();
    map_painter.end();
    for (const auto& error : job.errors()) throw std::runtime_error(error.message.toStdString());
    painter.drawImage(kGap, top, map);
    painter.setPen(QPen(kInk, 1));
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(kGap, top, map.width() - 1, map.height() - 1);
    top += map.height() + kGap;
  }
  return image;
}

}  // namespace
}  // namespace geotask

int main(int argc, char** argv) {
  std::string title;
  std::string output;
  std::vector<std::array<std::string, 4>> layer_args;
  std::vector<std::array<double, 4>> extent_args;
  CLI::App app("Draws layers with QGIS into a PNG");
  app.add_option("--title", title, "The line above the map");
  app.add_option("--output", output, "The PNG to write")->required();
  app.add_option_function<std::vector<std::string>>(
         "--layer",
         [&](const std::vector<std::string>& parts) {
           for (size_t i = 0; i + 3 < parts.size(); i += 4) {
             layer_args.push_back({parts[i], parts[i + 1], parts[i + 2], parts[i + 3]});
           }
         },
         "LABEL DATASET FILL STROKE, lowest first; DATASET is FILE or FILE|LAYER, colours are "
         "#rrggbb[aa]")
      ->type_size(4)
      ->required();
  app.add_option_function<std::vector<double>>(
         "--extent",
         [&](const std::vector<double>& parts) {
           for (size_t i = 0; i + 3 < parts.size(); i += 4) {
             extent_args.push_back({parts[i], parts[i + 1], parts[i + 2], parts[i + 3]});
           }
         },
         "XMIN YMIN XMAX YMAX of a panel, in the CRS of the first layer")
      ->type_size(4)
      ->required();
  CLI11_PARSE(app, argc, argv);

  if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM")) qputenv("QT_QPA_PLATFORM", "offscreen");
  QgsApplication qgis(argc, argv, false);
  QgsApplication::init();
  QgsApplication::initQgis();
  int exit_code = 0;
  try {
    std::vector<geotask::MapLayer> layers;
    for (const auto& arg : layer_args) {
      layers.push_back(geotask::openLayer(arg[0], arg[1], arg[2], arg[3]));
    }
    std::vector<QgsRectangle> extents;
    for (const auto& arg : extent_args) extents.emplace_back(arg[0], arg[1], arg[2], arg[3]);
    const QImage image = geotask::drawMap(QString::fromStdString(title), layers, extents);
    if (!image.save(QString::fromStdString(output), "PNG")) {
      throw std::runtime_error("cannot write " + output);
    }
  } catch (const std::exception& error) {
    std::cerr << "geotask-draw-map: " << error.what() << "\n";
    exit_code = 1;
  }
  QgsApplication::exitQgis();
  return exit_code;
}
