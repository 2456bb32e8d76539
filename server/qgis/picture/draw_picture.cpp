// SPDX-License-Identifier: GPL-2.0-or-later
#include "qgis/picture/draw_picture.h"

#include <qgsmaprenderercustompainterjob.h>
#include <qgsmapsettings.h>
#include <qgsrasterlayer.h>
#include <qgsvectorlayer.h>

#include <QBuffer>
#include <QImage>
#include <QPainter>

#include "absl/strings/str_cat.h"
#include "domain/errors.h"
#include "qgis/picture/layer_style.h"
#include "qgis/picture/picture_frame.h"
#include "qgis/processing/crs_text.h"

namespace geotask {
namespace {

constexpr double kDotsPerInch = 96;

std::string pngOf(const QImage& image, bool opaque) {
  QByteArray bytes;
  QBuffer buffer(&bytes);
  buffer.open(QIODevice::WriteOnly);
  const QImage written = opaque ? image.convertToFormat(QImage::Format_RGB888) : image;
  written.save(&buffer, "PNG");
  return bytes.toStdString();
}

absl::StatusOr<Picture> drawLayer(QgsMapLayer& layer, const PictureSpec& spec) {
  const absl::StatusOr<PictureFrame> frame = frameOf(layer, spec);
  if (!frame.ok()) return frame.status();
  const QColor background = colorOf(spec.style.background);
  QgsMapSettings settings;
  settings.setLayers({&layer});
  settings.setDestinationCrs(frame->crs);
  settings.setOutputDpi(kDotsPerInch);
  settings.setOutputSize(frame->size);
  settings.setExtent(frame->extent);
  settings.setBackgroundColor(background);

  QImage image(frame->size, QImage::Format_ARGB32_Premultiplied);
  image.fill(background);
  QPainter painter(&image);
  QgsMapRendererCustomPainterJob job(settings, &painter);
  job.renderSynchronously();
  painter.end();
  if (!job.errors().isEmpty()) return notDrawable(job.errors().first().message.toStdString());

  const QgsRectangle shown = settings.visibleExtent();
  Picture picture;
  picture.width = frame->size.width();
  picture.height = frame->size.height();
  picture.extent = {shown.xMinimum(), shown.yMinimum(), shown.xMaximum(), shown.yMaximum()};
  picture.crs = crsText(frame->crs);
  picture.png = pngOf(image, background.alpha() == 255);
  return picture;
}

}  // namespace

absl::Status notDrawable(const std::string& why) {
  return makeError(absl::StatusCode::kFailedPrecondition,
                   absl::StrCat("there is nothing to draw", why.empty() ? "" : ": ", why),
                   {"NOT_DRAWABLE", "output", "",
                    "rows with geometry, or a file that QGIS opens as a vector or raster layer",
                    "Choose another output, or read this one as it is."});
}

absl::StatusOr<Picture> drawRows(QgsVectorLayer& layer, const PictureSpec& spec) {
  if (!layer.isSpatial()) return notDrawable("the rows have no geometry");
  styleVector(layer, spec.style);
  return drawLayer(layer, spec);
}

absl::StatusOr<Picture> drawFile(const std::string& path, const PictureSpec& spec) {
  const QString place = QString::fromStdString(path);
  QgsVectorLayer vector(place, QStringLiteral("vector"), QStringLiteral("ogr"));
  if (vector.isValid() && vector.isSpatial()) return drawRows(vector, spec);
  QgsRasterLayer raster(place, QStringLiteral("raster"), QStringLiteral("gdal"));
  if (!raster.isValid()) return notDrawable("QGIS finds no layer with a place in the file");
  styleRaster(raster, spec.style);
  return drawLayer(raster, spec);
}

}  // namespace geotask
