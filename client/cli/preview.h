// SPDX-License-Identifier: GPL-2.0-or-later
//
// `--preview FILE.png`: a picture of what a job has made, drawn by the server.
#pragma once

#include <CLI/App.hpp>

#include <string>

#include "cli/session.h"
#include "geotask/result.h"

namespace geotask::cli {

struct PreviewOptions {
  std::string file;    // Empty: no picture.
  std::string output;  // Which output; empty: the only one.
  std::string size;    // WIDTH or WIDTHxHEIGHT.
  std::string extent;  // XMIN,YMIN,XMAX,YMAX
  std::string crs;
  std::string fill;
  std::string stroke;
  std::string background;
};

// Adds them to the verb; `options` outlives it. `--preview-output` only where `with_output`.
void addPreviewOptions(CLI::App& verb, PreviewOptions& options, bool with_output);

// The request without the job. INVALID_ARGUMENT for what is none, for options about a picture without
// --preview, and for a job that is left running with --detach; NOT_FOUND, ALREADY_EXISTS as
// checkPlace().
client::Result<v1::RenderOutputRequest> previewRequest(const PreviewOptions& options,
                                                       bool overwrite, bool detach);

// Has a job's output drawn, writes the file, says so, and gives the exit code. Ctrl-C ends it.
int preview(Session& session, const std::string& job, const PreviewOptions& options,
            v1::RenderOutputRequest request);

}  // namespace geotask::cli
