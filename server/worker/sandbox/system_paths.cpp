// SPDX-License-Identifier: GPL-2.0-or-later
#include "worker/sandbox/system_paths.h"

namespace geotask {

std::vector<std::string> programPaths() {
  return {"/usr", "/lib", "/lib32", "/lib64", "/libx32", "/bin", "/sbin"};
}

std::vector<std::string> readablePaths(bool network) {
  std::vector<std::string> paths{
      "/etc/alternatives", "/etc/fonts", "/etc/ld.so.cache", "/etc/ld.so.conf", "/etc/ld.so.conf.d",
      "/etc/ld.so.preload", "/etc/locale.alias", "/etc/localtime", "/etc/magic", "/etc/mime.types",
      "/etc/nsswitch.conf", "/etc/python3", "/etc/python3.11", "/etc/python3.13",
      "/etc/ssl/openssl.cnf", "/etc/timezone", "/etc/xdg",
      // Of the process itself. Its folder as a whole would tell of the host's mounts and of who is
      // connected to it, too.
      "/proc/self/auxv", "/proc/self/cgroup", "/proc/self/cmdline", "/proc/self/fd",
      "/proc/self/limits", "/proc/self/maps", "/proc/self/smaps", "/proc/self/smaps_rollup",
      "/proc/self/stat", "/proc/self/statm", "/proc/self/status",
      // Of the machine.
      "/proc/cpuinfo", "/proc/filesystems", "/proc/loadavg", "/proc/meminfo", "/proc/stat",
      "/proc/sys/kernel/osrelease", "/proc/sys/kernel/random", "/proc/sys/vm/overcommit_memory",
      "/proc/uptime", "/proc/version", "/sys/devices/system/cpu", "/sys/devices/system/node",
      "/sys/kernel/mm/transparent_hugepage",
      // Without it every process would look through all fonts.
      "/var/cache/fontconfig"};
  if (network) {
    paths.insert(paths.end(), {"/etc/gai.conf", "/etc/host.conf", "/etc/hosts", "/etc/protocols",
                               "/etc/resolv.conf", "/etc/services", "/etc/ssl/certs",
                               // Where the resolver's file is replaced, not changed.
                               "/run/resolvconf", "/run/systemd/resolve"});
  }
  return paths;
}

std::vector<std::string> devicePaths() {
  return {"/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom"};
}

}  // namespace geotask
