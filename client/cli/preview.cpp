// SPDX-License-Identifier: GPL-2.0-or-later
#include "cli/preview.h"

#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <vector>

#include "cli/interrupt.h"
#include "cli/option_checks.h"
#include "cli/output_files.h"
#include "cli/text.h"
#include "cli/value_kinds.h"

namespace geotask::cli {
namespace {

using client::Result;

client::Error mistake(const std::string& message, const std::string& remedy) {
  return client::localError(grpc::StatusCode::INVALID_ARGUMENT, "INVALID_ARGUMENT", message,
                            remedy);
}

Result<void> parseSize(const std::string& text, v1::RenderOutputRequest& request) {
  int width = 0;
  int height = 0;
  char x = 0;
  char rest = 0;
  const int read = std::sscanf(text.c_str(), "%5d%c%5d%c", &width, &x, &height, &rest);
  const bool good = read == 1 || (read == 3 && x == 'x' && height > 0);
  if (!good || width <= 0) {
    return mistake("--preview-size: \"" + text + "\" is no size.",
                   "Write pixels: WIDTH or WIDTHxHEIGHT, as 800x600.");
  }
  request.set_width(width);
  request.set_height(height);
  return {};
}

Result<void> parseExtent(const std::string& text, v1::RenderOutputRequest& request) {
  double x1 = 0;
  double y1 = 0;
  double x2 = 0;
  double y2 = 0;
  char rest = 0;
  if (std::sscanf(text.c_str(), "%lf,%lf,%lf,%lf%c", &x1, &y1, &x2, &y2, &rest) != 4) {
    return mistake("--preview-extent: \"" + text + "\" is no extent.",
                   "Write XMIN,YMIN,XMAX,YMAX, as 5.9,45.8,10.5,47.8.");
  }
  v1::Extent* extent = request.mutable_extent();
  extent->set_x_minimum(x1);
  extent->set_y_minimum(y1);
  extent->set_x_maximum(x2);
  extent->set_y_maximum(y2);
  return {};
}

Result<void> write(const std::string& place, const std::string& bytes) {
  namespace fs = std::filesystem;
  const fs::path part(place + ".part");
  std::error_code error;
  {
    std::ofstream file(part, std::ios::binary | std::ios::trunc);
    file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    file.close();
    if (file) {
      fs::rename(part, place, error);
      if (!error) return {};
    }
  }
  fs::remove(part, error);
  return client::localError(grpc::StatusCode::FAILED_PRECONDITION, "OUTPUT_UNWRITABLE",
                            place + " cannot be written.",
                            "Is there room, and may you write there?");
}

}  // namespace

void addPreviewOptions(CLI::App& verb, PreviewOptions& options, bool with_output) {
  const std::string group = "Preview";
  const auto add = [&](const char* name, std::string& value, const char* type, const char* help) {
    return verb.add_option(name, value, help)->type_name(type)->group(group);
  };
  add("--preview", options.file, "FILE.png", "Have the server draw the result, and write it there")
      ->check(checkFile, "")
      ->check(kind("file"));
  if (with_output) {
    add("--preview-output", options.output, "NAME", "Which of several outputs to draw");
  }
  add("--preview-size", options.size, "SIZE",
      "Pixels: WIDTH or WIDTHxHEIGHT (default 800, with the height that suits the result)");
  add("--preview-extent", options.extent, "EXTENT",
      "What to show: XMIN,YMIN,XMAX,YMAX (default: all of it)");
  add("--preview-crs", options.crs, "CRS", "CRS of the picture (default: the result's)");
  add("--preview-fill", options.fill, "COLOR", "Inside of polygons and points: #RRGGBB[AA]");
  add("--preview-stroke", options.stroke, "COLOR", "Lines and outlines");
  add("--preview-background", options.background, "COLOR", "Where there is nothing (#FFFFFF)");
}

Result<v1::RenderOutputRequest> previewRequest(const PreviewOptions& options, bool overwrite,
                                               bool detach) {
  v1::RenderOutputRequest request;
  if (options.file.empty()) {
    const bool idle = options.output.empty() && options.size.empty() && options.extent.empty() &&
                      options.crs.empty() && options.fill.empty() && options.stroke.empty() &&
                      options.background.empty();
    if (idle) return request;
    return mistake("There are options about a picture and no --preview.",
                   "Give --preview FILE.png too.");
  }
  if (detach) {
    return mistake("--detach leaves nothing to draw for --preview yet.",
                   "Leave one of them out; `geotask result` draws it later.");
  }
  if (std::filesystem::path(options.file).extension() != ".png") {
    return mistake("--preview: " + options.file + " does not end with .png.",
                   "Pictures are PNG files.");
  }
  const Result<void> place = checkPlace(options.file, overwrite);
  if (!place.ok()) return place.error();
  request.set_output(options.output);
  request.set_crs(options.crs);
  request.mutable_style()->set_fill_color(options.fill);
  request.mutable_style()->set_stroke_color(options.stroke);
  request.mutable_style()->set_background(options.background);
  Result<void> parsed = options.size.empty() ? Result<void>() : parseSize(options.size, request);
  if (parsed.ok() && !options.extent.empty()) parsed = parseExtent(options.extent, request);
  if (!parsed.ok()) return parsed.error();
  return request;
}

int preview(Session& session, const std::string& job, const PreviewOptions& options,
            v1::RenderOutputRequest request) {
  request.set_name(job);
  InterruptScope on_interrupt([&] { session.client().stopCalls(); });
  const Result<client::Client::Picture> picture = session.client().renderOutput(request);
  if (!picture.ok()) {
    const int code = report(session, picture.error());
    return interrupted() ? static_cast<int>(kInterrupted) : code;
  }
  const Result<void> written = write(options.file, picture->png);
  if (!written.ok()) return report(session, written.error());
  if (session.json) printJson(picture->header);
  tell("Drew " + options.file + ", " + std::to_string(picture->header.width()) + " x " +
       std::to_string(picture->header.height()) + " pixels.");
  return kOk;
}

}  // namespace geotask::cli
