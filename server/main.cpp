// SPDX-License-Identifier: GPL-2.0-or-later
//
// geotaskd: the story of start and stop. Every room is made here, given what it needs, and unmade
// in reverse.
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_join.h"
#include "absl/time/clock.h"
#include "codec/feature_codec.h"
#include "config/options.h"
#include "domain/algorithm_policy.h"
#include "domain/algorithm_service.h"
#include "domain/call_desk.h"
#include "domain/dataset_service.h"
#include "domain/job_board.h"
#include "domain/job_service.h"
#include "domain/operation_runner.h"
#include "domain/picture_service.h"
#include "domain/scheduler.h"
#include "drain.h"
#include "geos/interrupt.h"
#include "os/address_file.h"
#include "os/file_limit.h"
#include "os/memory.h"
#include "os/program.h"
#include "os/service_manager.h"
#include "os/signals.h"
#include "qgis/buffer_engine.h"
#include "qgis/crs_registry.h"
#include "qgis/host.h"
#include "qgis/job_runner.h"
#include "qgis/main_thread.h"
#include "qgis/message_log.h"
#include "qgis/task_feeder.h"
#include "qgis/versions.h"
#include "rpc/server.h"
#include "sources/companions.h"
#include "sources/source_catalogue.h"
#include "spool/file_spool.h"
#include "telemetry/job_log.h"
#include "telemetry/log.h"
#include "worker/geometry/geometry_pool.h"
#include "worker/worker_catalogue.h"
#include "worker/worker_checker.h"
#include "worker/worker_desk.h"
#include "worker/worker_job_runner.h"
#include "worker/worker_painter.h"
#include "worker/worker_pool.h"

namespace geotask {
namespace {

// Exit codes, as docs/operations.md explains them.
enum ExitCode {
  kStopped = 0,
  kStartFailed = 1,
  kJobsCutShort = 3,
  kJobsAbandoned = 4,
  kWornOut = 5
};

// Chunks that wait for a geometry process at a time without holding a place of those that compute.
constexpr unsigned kWaitingThreads = 64;

int startFailed(const absl::Status& status) {
  logEvent(LogLevel::kError, "start_failed", {{"message", std::string(status.message())}});
  return kStartFailed;
}

std::vector<SourceConfig> sourceConfigs(const Options& options) {
  std::vector<SourceConfig> configs;
  for (const SourceOption& source : options.sources) configs.push_back({source.name, source.value});
  return configs;
}

void logSource(const SourceDescription& source) {
  if (!source.info.error.empty()) {
    logEvent(LogLevel::kError, "source_unreadable",
             {{"source", source.info.name}, {"message", source.operator_error}});
  } else {
    logEvent(LogLevel::kInfo, "source_described",
             {{"source", source.info.name}, {"layers", source.info.layers.size()}});
  }
}

void logUnreadable(const std::string& layer, const std::string& what) {
  logEvent(LogLevel::kWarning, "input_unreadable", {{"layer", layer}, {"message", what}});
}

void logMessage(Severity severity, const std::string& tag, const std::string& message) {
  const LogLevel level = severity == Severity::kInfo ? LogLevel::kInfo : LogLevel::kWarning;
  logEvent(level, "qgis_message", {{"tag", tag}, {"message", message}});
}

void logWorker(Severity severity, const std::string& message) {
  const LogLevel level = severity == Severity::kInfo      ? LogLevel::kInfo
                         : severity == Severity::kWarning ? LogLevel::kWarning
                                                          : LogLevel::kError;
  logEvent(level, "worker", {{"message", message}});
}

ServerFacts serverFacts(const Options& options, const Clock& clock) {
  const LibraryVersions versions = libraryVersions();
  ServerFacts facts;
  facts.geotaskd_version = GEOTASK_VERSION;
  facts.qgis_version = versions.qgis;
  facts.geos_version = versions.geos;
  facts.gdal_version = versions.gdal;
  facts.proj_version = versions.proj;
  facts.qt_version = versions.qt;
  facts.limits = options.limits;
  facts.compute_threads = options.compute_threads;
  facts.start_time = clock.now();
  return facts;
}

PoolOptions poolOptions(const Options& options) {
  const WorkerOptions& workers = options.workers;
  PoolOptions pool;
  pool.program = workers.program.empty() ? siblingProgram("geotask-worker") : workers.program;
  pool.folder = options.state_dir + "/workers";
  pool.count = workers.count;
  pool.renew_after_jobs = workers.renew_after_jobs;
  pool.renew_above_bytes = workers.renew_above_bytes;
  pool.max_memory_bytes = workers.max_memory_bytes;
  pool.max_disk_bytes = options.limits.max_kept_bytes;
  pool.cancel_grace = workers.cancel_grace;
  pool.python = workers.python;
  pool.settings.sandbox = workers.sandbox;
  pool.settings.network = workers.network;
  pool.settings.models_folder = workers.models_folder;
  pool.settings.scripts_folder = workers.scripts_folder;
  pool.settings.plugin_folders = workers.plugin_folders;
  for (const SourceOption& source : options.sources) {
    if (source.isDatabase()) continue;
    for (std::string& file : withCompanions(source.value)) {
      pool.settings.readable.push_back(std::move(file));
    }
  }
  pool.log = logWorker;
  return pool;
}

GeometryPool::Options geometryOptions(const Options& options) {
  const WorkerOptions& workers = options.workers;
  GeometryPool::Options pool;
  pool.program = siblingProgram("geotask-geometry");
  pool.count = options.compute_threads;
  pool.max_memory_bytes = workers.max_memory_bytes;
  pool.sandbox = workers.sandbox;
  pool.log = logWorker;
  return pool;
}

GeometryInfo geometryInfo(const GeometryPool& pool, uint64_t max_interrupts) {
  const GeometryPool::Counts counts = pool.counts();
  GeometryInfo info;
  info.processes = pool.count();
  info.started = counts.started;
  info.done = counts.done;
  info.cancelled = counts.cancelled;
  info.crashed = counts.crashed;
  info.interrupts = interruptCount();
  info.max_interrupts = max_interrupts;
  return info;
}

int serve(const Options& options, int& argc, char** argv) {
  const Clock& clock = systemClock();
  StopSignal stop_signal;
  raiseFileLimit();

  // What stands below the jobs: disk, QGIS, data.
  const ProtoFeatureCodec codec;
  absl::StatusOr<std::unique_ptr<FileSpool>> spool =
      FileSpool::open(options.state_dir, codec, options.limits.max_kept_bytes);
  if (!spool.ok()) return startFailed(spool.status());
  const unsigned workers = options.workers.count;
  QgisHost host(argc, argv,
                {options.state_dir + "/qgis", options.compute_threads + workers + kWaitingThreads});
  listenToMessages(logMessage);
  const GdalSourceCatalogue sources(sourceConfigs(options), {}, clock, {logSource, logUnreadable});
  const ProjCrsRegistry crs;

  // The processes that run algorithms.
  WorkerPool pool(poolOptions(options));
  WorkerDesk desk(pool);
  const AlgorithmPolicy policy(options.allow_algorithms, options.deny_algorithms);
  const WorkerCatalogue algorithms(
      desk, {[&](const AlgorithmDescription& one) { return policy.deniedBecause(one); },
             [](size_t count) {
               logEvent(LogLevel::kInfo, "algorithms", {{"count", count}});
             }});
  WorkerChecker checker(desk, codec);
  const CallDesk calls(algorithms, checker,
                       [&](const AlgorithmDescription& one, const Json& given) {
                         return policy.deniedArgument(one, given);
                       });

  // Geometry: short work here, heavy work in processes.
  allowInterrupts();
  GeometryPool geometry(geometryOptions(options));
  const BufferEngine engine(&geometry);

  // The jobs.
  JobLogger job_log;
  const Limits& limits = options.limits;
  JobBoard board(clock, {limits.max_log_lines, limits.max_kept_jobs, limits.max_kept_bytes},
                 &job_log);
  QgisJobRunner buffers({sources, **spool, codec, limits.max_vertices, engine});
  WorkerJobRunner processing({&pool, spool->get(), &codec, &algorithms});
  OperationRunner runner(buffers, processing);
  Scheduler scheduler({limits.max_running_jobs, workers, limits.job_ttl, limits.max_run_time},
                      clock, board, runner);
  MainThread main_thread;
  TaskFeeder feeder(main_thread, scheduler, {options.compute_threads, workers, kWaitingThreads});
  scheduler.setExecutor(&feeder);
  DatasetService datasets(limits, clock, crs);
  JobService jobs(limits, clock, sources, crs, datasets, calls, board, scheduler);
  const AlgorithmService algorithm_service(algorithms);

  // Pictures of what they made, by a process that does nothing else.
  WorkerDesk easel(pool, WorkerKind::kNative);
  WorkerPainter painter(easel, codec);
  const PictureService pictures(crs, board, painter);

  // The door.
  ServerFacts facts = serverFacts(options, clock);
  facts.workers = [&pool] { return pool.info(); };
  facts.geometry = [&] { return geometryInfo(geometry, options.max_interrupts); };
  RpcOptions rpc_options;
  rpc_options.addresses = options.listen;
  rpc_options.reflection = options.reflection;
  absl::StatusOr<std::unique_ptr<RpcServer>> server = RpcServer::start(
      {jobs, pictures, datasets, algorithm_service, sources, **spool}, facts, rpc_options);
  if (!server.ok()) return startFailed(server.status());
  if (!options.address_file.empty()) {
    absl::Status written = writeAddressFile(options.address_file, (*server)->addresses().front());
    if (!written.ok()) return startFailed(written);
  }
  logEvent(LogLevel::kInfo, "serving",
           {{"addresses", absl::StrJoin((*server)->addresses(), " ")},
            {"compute_threads", options.compute_threads}});
  notifyReady();
  notifyStatus("serving on " + (*server)->addresses().front());

  Drain drain(jobs, {options.drain_grace, options.drain_patience}, clock);
  drain.onBegin([&] {
    datasets.drain();
    notifyStopping();
    notifyStatus("draining");
    (*server)->setServing(false);
    host.every(50, [&] {
      if (drain.over() && (feeder.idle() || drain.abandoned())) host.quit();
    });
  });
  host.watchFd(stop_signal.fd(), [&] { drain.onSignal(stop_signal.read()); });
  uint64_t interrupts = 0;
  host.every(1000, [&] {
    const uint64_t now = interruptCount();
    if (now == interrupts) return;
    interrupts = now;
    logEvent(LogLevel::kWarning, "geometry_interrupted",
             {{"interrupts", now}, {"most", options.max_interrupts}});
    if (now >= options.max_interrupts) drain.begin();
  });
  // Not between two bursts: memory that has to be had again takes as long as a small stream does.
  constexpr int kIdleChecks = 60;
  int idle_checks = kIdleChecks;
  host.every(5000, [&] {
    if (!jobs.idle()) {
      idle_checks = 0;
    } else if (idle_checks < kIdleChecks && ++idle_checks == kIdleChecks) {
      giveBackMemory();
    }
  });
  host.exec();

  (*server)->shutdown(absl::Now() + absl::Seconds(5));
  if (!options.address_file.empty())
    removeAddressFile(options.address_file, (*server)->addresses().front());
  logEvent(LogLevel::kInfo, "stopped",
           {{"jobs_cut_short", drain.cutShort()}, {"jobs_abandoned", drain.abandoned()}});
  // A thread that is deep in a geometry cannot be joined, and nothing here may go while it runs.
  if (drain.abandoned()) std::_Exit(kJobsAbandoned);
  if (interruptCount() >= options.max_interrupts) return kWornOut;
  return drain.cutShort() ? kJobsCutShort : kStopped;
}

}  // namespace
}  // namespace geotask

int main(int argc, char** argv) {
  geotask::ParseOutcome parsed = geotask::parseOptions(argc, argv);
  if (!parsed.options) {
    std::fputs(parsed.text.c_str(), parsed.exit_code == 0 ? stdout : stderr);
    return parsed.exit_code;
  }
  geotask::initLogging(parsed.options->log_format, parsed.options->log_level);
  return geotask::serve(*parsed.options, argc, argv);
}
