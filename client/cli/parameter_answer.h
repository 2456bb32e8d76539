// SPDX-License-Identifier: GPL-2.0-or-later
//
// What somebody has typed as the value of a parameter. Pure functions but for a look at whether a file
// is there.
#pragma once

#include <string>
#include <vector>

#include "geotask/v1/algorithms.pb.h"

namespace geotask::cli {

// What is wrong with it, as a sentence; empty when it may do. The server looks closer.
std::string mistakeIn(const v1::Parameter& parameter, const std::string& answer);

// The value that is meant: that of a number behind one of `choices` (a list that was shown, counted
// from 1), `true` for `yes`, the index of an enum's option for its text; else the answer.
std::string meantBy(const v1::Parameter& parameter, const std::vector<std::string>& choices,
                    const std::string& answer);

}  // namespace geotask::cli
