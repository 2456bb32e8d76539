// SPDX-License-Identifier: GPL-2.0-or-later
//
// The headless QGIS that the daemon hosts.
//
//     QgisHost host(argc, argv, {state_dir + "/qgis", 2});
//     ...
//     return host.exec();     // Until quit().
#pragma once

#include <functional>
#include <memory>
#include <string>

class QThreadPool;
class QgsApplication;

namespace geotask {

// Made, used and destroyed on the main thread; one a process.
class QgisHost {
 public:
  struct Options {
    std::string profile_dir;       // Where QGIS keeps its settings; made if missing.
    unsigned compute_threads = 1;  // Threads that run QgsTasks.
    // Which of QGIS's data providers to load besides those it is built with (ogr, gdal, memory): a
    // regular expression for the names of their files. Empty: none.
    std::string providers = "";
  };
  QgisHost(int& argc, char** argv, const Options& options);
  ~QgisHost();

  // Qt's event loop. Nothing that QGIS's task manager runs ends without it.
  int exec();
  // Ends exec().
  void quit();

  // Calls `work` on the main thread whenever `fd` can be read, from now on.
  void watchFd(int fd, std::function<void()> work);
  // Calls `work` on the main thread every `milliseconds`, from now on.
  void every(int milliseconds, std::function<void()> work);

 private:
  std::unique_ptr<QgsApplication> application_;
};

// What QGIS's task manager runs tasks on: a pool of its own from QGIS 3.34 on, that of all of Qt before. As
// long as there is a host.
QThreadPool& threadPoolOfTasks();

}  // namespace geotask
