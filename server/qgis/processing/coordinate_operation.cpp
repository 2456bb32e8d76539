// SPDX-License-Identifier: GPL-2.0-or-later
#include "qgis/processing/coordinate_operation.h"

#include <proj.h>

#include <QRegularExpression>
#include <memory>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"

namespace geotask {

bool namesPlaces(const std::string& operation) {
  static const QRegularExpression with_folder(
      QStringLiteral(
          R"((?:grids|file|init|model)\s*=[^\s]*[/\\:]|parameterfile[^\]]*[/\\:]|\w+://)"),
      QRegularExpression::CaseInsensitiveOption);
  return with_folder.match(QString::fromStdString(operation)).hasMatch();
}

bool isOperation(const std::string& operation) {
  const absl::string_view text = absl::StripAsciiWhitespace(operation);
  if (text.empty()) return true;
  if (!absl::StartsWith(text, "+proj=") && !absl::StartsWith(text, "proj=")) return false;
  const std::unique_ptr<PJ_CONTEXT, PJ_CONTEXT* (*)(PJ_CONTEXT*)> context(proj_context_create(),
                                                                          proj_context_destroy);
  proj_log_level(context.get(), PJ_LOG_NONE);
  proj_context_set_enable_network(context.get(), 0);
  const std::unique_ptr<PJ, PJ* (*)(PJ*)> made(
      proj_create(context.get(), std::string(text).c_str()), proj_destroy);
  return made != nullptr && proj_is_crs(made.get()) == 0;
}

}  // namespace geotask
