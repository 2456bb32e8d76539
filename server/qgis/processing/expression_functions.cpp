// SPDX-License-Identifier: GPL-2.0-or-later
#include "qgis/processing/expression_functions.h"

#include <qgsexpression.h>
#include <qgsexpressionfunction.h>

namespace geotask {
namespace {

// `sqlite_fetch_and_increment` opens a database, `load_layer` whatever it is told to.
constexpr const char* kClosed[] = {"env",         "exif",       "exif_geotag",
                                   "file_exists", "file_size",  "is_directory",
                                   "is_file",     "load_layer", "sqlite_fetch_and_increment"};

class ClosedFunction : public QgsExpressionFunction {
 public:
  explicit ClosedFunction(const QString& name)
      : QgsExpressionFunction(name, -1, QStringLiteral("Files and Paths")) {}

  QVariant func(const QVariantList&, const QgsExpressionContext*, QgsExpression* parent,
                const QgsExpressionNodeFunction*) override {
    parent->setEvalErrorString(
        name() + QStringLiteral("() looks at the server's files or environment and is not to be "
                                "used here"));
    return {};
  }
};

}  // namespace

void closeExpressionsToFiles() {
  // The list is QGIS's own and not const there; QGIS has no call that replaces what is built in.
  auto& functions = const_cast<QList<QgsExpressionFunction*>&>(QgsExpression::Functions());
  for (const char* name : kClosed) {
    const int index = QgsExpression::functionIndex(QLatin1String(name));
    // The one that is replaced stays QGIS's, which frees it.
    if (index >= 0) functions[index] = new ClosedFunction(QLatin1String(name));
  }
}

}  // namespace geotask
