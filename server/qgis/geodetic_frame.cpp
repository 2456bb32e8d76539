// SPDX-License-Identifier: GPL-2.0-or-later
#include "qgis/geodetic_frame.h"

#include <proj.h>
#include <qgscoordinatetransformcontext.h>
#include <qgsexception.h>

#include <algorithm>
#include <cmath>
#include <memory>

#include "domain/errors.h"
#include "qgis/crs.h"

namespace geotask {

namespace {

constexpr double kDegreesPerRadian = 57.295779513082320877;

struct ProjDeleter {
  void operator()(PJ_CONTEXT* context) const { proj_context_destroy(context); }
  void operator()(PJ* object) const { proj_destroy(object); }
};
using ProjObject = std::unique_ptr<PJ, ProjDeleter>;

absl::Status invalid(const std::string& crs, const char* why) {
  return makeError(absl::StatusCode::kInvalidArgument, why,
                   {"INVALID_CRS", "", crs,
                    "a geographic CRS in degrees, or one that is projected from the earth",
                    "Give the distance in the units of the layer, or data in another CRS."});
}

absl::Status transformFailed() {
  return makeError(absl::StatusCode::kInvalidArgument,
                   "coordinates beyond what its CRS can express",
                   {"TRANSFORM_FAILED", "", "", "coordinates in the CRS's area of use",
                    "Give the data in a CRS that is made for its place, or in degrees."});
}

// Of the first axis, in degrees.
double degreesPerUnit(PJ_CONTEXT* context, const PJ* geodetic) {
  const ProjObject axes(proj_crs_get_coordinate_system(context, geodetic));
  double radians = 0;
  if (axes == nullptr || !proj_cs_get_axis_info(context, axes.get(), 0, nullptr, nullptr, nullptr,
                                                &radians, nullptr, nullptr, nullptr)) {
    return 0;
  }
  const double degrees = radians * kDegreesPerRadian;
  return std::abs(degrees - 1) < 1e-12 ? 1 : degrees;
}

// EPSG's parameters for the longitude of: natural origin, projection centre, false origin, origin.
double centralMeridian(PJ_CONTEXT* context, const PJ* crs) {
  const ProjObject conversion(proj_crs_get_coordoperation(context, crs));
  if (conversion == nullptr) return 0;
  const int count = proj_coordoperation_get_param_count(context, conversion.get());
  for (int i = 0; i < count; ++i) {
    const char* code = nullptr;
    double value = 0;
    double radians = 0;
    if (!proj_coordoperation_get_param(context, conversion.get(), i, nullptr, nullptr, &code,
                                       &value, nullptr, &radians, nullptr, nullptr, nullptr,
                                       nullptr) ||
        code == nullptr) {
      continue;
    }
    const std::string name = code;
    if (name == "8802" || name == "8812" || name == "8822" || name == "8833") {
      return value * radians * kDegreesPerRadian;
    }
  }
  return 0;
}

}  // namespace

absl::StatusOr<GeodeticFrame> GeodeticFrame::create(const std::string& crs) {
  auto own = crsFromText(crs);
  if (!own.ok()) return own.status();
  const std::unique_ptr<PJ_CONTEXT, ProjDeleter> context(proj_context_create());
  proj_log_level(context.get(), PJ_LOG_NONE);
  const ProjObject object(proj_create(context.get(), crs.c_str()));
  const ProjObject geodetic(
      object == nullptr ? nullptr : proj_crs_get_geodetic_crs(context.get(), object.get()));
  if (geodetic == nullptr) return invalid(crs, "the CRS of the input has no place on an ellipsoid");
  const PJ_TYPE type = proj_get_type(geodetic.get());
  if (type != PJ_TYPE_GEOGRAPHIC_2D_CRS && type != PJ_TYPE_GEOGRAPHIC_3D_CRS) {
    return invalid(crs, "the CRS of the input does not rest on longitude and latitude");
  }
  if (ProjObject(proj_get_source_crs(context.get(), geodetic.get())) != nullptr) {
    return invalid(crs,
                   "the CRS of the input counts longitude and latitude from a pole of its own");
  }

  GeodeticFrame frame;
  const ProjObject ellipsoid(proj_get_ellipsoid(context.get(), geodetic.get()));
  double major = 0;
  double minor = 0;
  if (ellipsoid == nullptr || !proj_ellipsoid_get_parameters(context.get(), ellipsoid.get(), &major,
                                                             &minor, nullptr, nullptr)) {
    return invalid(crs, "the CRS of the input has no ellipsoid");
  }
  const double flattening = (major - minor) / major;
  if (!(major > 0) || !(std::abs(flattening) <= 0.02)) {
    return invalid(crs, "the ellipsoid of the input's CRS is flattened by more than 1/50");
  }
  geod_init(&frame.ellipsoid_, major, flattening);

  frame.degrees_per_unit_ = degreesPerUnit(context.get(), geodetic.get());
  if (!(frame.degrees_per_unit_ > 0)) return invalid(crs, "the CRS of the input has no axes");
  if (own->isGeographic()) {
    if (frame.degrees_per_unit_ != 1) {
      return invalid(crs, "the CRS of the input counts angles in other units than degrees");
    }
    return frame;
  }
  const char* wkt = proj_as_wkt(context.get(), geodetic.get(), PJ_WKT2_2019, nullptr);
  auto base = crsFromText(wkt == nullptr ? "" : wkt);
  if (!base.ok()) return base.status();
  frame.transform_.emplace(*own, *base, QgsCoordinateTransformContext());
  if (!frame.transform_->isValid()) {
    return invalid(crs, "the CRS of the input cannot be brought into longitude and latitude");
  }
  frame.central_meridian_ = geotask::centralMeridian(context.get(), object.get());
  return frame;
}

GeodeticFrame GeodeticFrame::geographic() const {
  GeodeticFrame frame;
  frame.ellipsoid_ = ellipsoid_;
  return frame;
}

absl::Status GeodeticFrame::transform(Path& path, Qgis::TransformDirection direction) const {
  std::vector<double> x(path.size());
  std::vector<double> y(path.size());
  std::vector<double> z(path.size());
  for (size_t i = 0; i < path.size(); ++i) {
    x[i] = path[i].x;
    y[i] = path[i].y;
  }
  try {
    // A copy: it keeps what went wrong, and rows are done on many threads.
    const QgsCoordinateTransform transform(*transform_);
    transform.transformCoords(static_cast<int>(path.size()), x.data(), y.data(), z.data(),
                              direction);
  } catch (const QgsException&) {
    return transformFailed();
  }
  for (size_t i = 0; i < path.size(); ++i) {
    if (!std::isfinite(x[i]) || !std::isfinite(y[i])) return transformFailed();
    path[i] = {x[i], y[i]};
  }
  return absl::OkStatus();
}

absl::Status GeodeticFrame::toLonLat(Path& path) const {
  if (!transform_) return absl::OkStatus();
  absl::Status status = transform(path, Qgis::TransformDirection::Forward);
  for (Position& p : path) p = {p.x * degrees_per_unit_, p.y * degrees_per_unit_};
  return status;
}

absl::Status GeodeticFrame::fromLonLat(Path& path) const {
  if (!transform_) return absl::OkStatus();
  for (Position& p : path) p = {p.x / degrees_per_unit_, p.y / degrees_per_unit_};
  return transform(path, Qgis::TransformDirection::Reverse);
}

}  // namespace geotask
