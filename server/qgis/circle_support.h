// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <qgspointxy.h>

#include <vector>

namespace geotask {

// The two or three points on which the smallest circle about all of them rests: the smallest about those is the
// same, but for rounding. One where all are one; none of none. Welzl's algorithm (Smallest enclosing disks, 1991)
// without recursion: expected time in proportion to the points. The same points give the same.
// Throws Stopped (domain/stop.h). Any thread.
std::vector<QgsPointXY> circleSupport(std::vector<QgsPointXY> points);

}  // namespace geotask
