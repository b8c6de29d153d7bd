#include "compiler/driver/files.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <utility>

#include "compiler/driver/filesystem.hpp"

namespace perfc::driver {
namespace {

constexpr std::size_t kChunk = std::size_t{64} << 10U;  // what a pipe of Linux holds

std::string identity_of(const struct stat& status) {
  return std::to_string(status.st_dev) + ":" + std::to_string(status.st_ino);
}

// Empty where no regular file is there.
std::string file_at(const std::string& path) {
  struct stat status {};
  if (path.find('\0') != std::string::npos) return {};
  const int failed = path == "-" ? ::fstat(STDIN_FILENO, &status) : ::stat(path.c_str(), &status);
  return failed == 0 && S_ISREG(status.st_mode) ? identity_of(status) : std::string();
}

// Reads up to the limit, whatever the size was said to be: files of /proc and pipes have none.
FileText read_open(int fd, std::size_t expected) {
  FileText result;
  std::size_t size = 0;
  std::size_t room = expected + 1;
  for (;;) {
    result.text.resize(room);
    const ssize_t count = ::read(fd, result.text.data() + size, room - size);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return {{}, {}, errno, 0};
    if (count == 0) break;
    size += static_cast<std::size_t>(count);
    if (size > kLargestInput) return {{}, {}, 0, size};
    if (size == room) room = std::min(std::max(room * 2, kChunk), kLargestInput + 1);
  }
  result.text.resize(size);
  return result;
}

}  // namespace

std::size_t mebibytes(std::size_t bytes) { return (bytes + (std::size_t{1} << 20U) - 1) >> 20U; }

FileText DiskFiles::read(const std::string& path) {
  if (path.find('\0') != std::string::npos) return {{}, {}, ENOENT, 0};
  const bool standard_input = path == "-";
  Fd opened;
  if (!standard_input) {
    opened = Fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!opened.open()) return {{}, {}, errno, 0};
  }
  const int fd = standard_input ? STDIN_FILENO : opened.get();
  struct stat status {};
  if (::fstat(fd, &status) != 0) return {{}, {}, errno, 0};
  if (S_ISDIR(status.st_mode)) return {{}, {}, EISDIR, 0};
  const std::size_t expected = S_ISREG(status.st_mode) ? static_cast<std::size_t>(status.st_size) : kChunk;
  FileText result = expected > kLargestInput ? FileText{{}, {}, 0, expected} : read_open(fd, expected);
  result.identity = identity_of(status);
  return result;
}

FileText RecordedFiles::read(const std::string& path) {
  FileText result = DiskFiles::read(path);
  identities_.insert(result.identity.empty() ? file_at(path) : result.identity);
  return result;
}

bool RecordedFiles::has_read(const std::string& path) const {
  const std::string identity = file_at(path);
  return !identity.empty() && identities_.contains(identity);
}

FileText MemoryFiles::read(const std::string& path) {
  const std::string name = std::filesystem::path(path).lexically_normal().string();
  const auto found = files.find(name);
  if (found == files.end()) return {{}, {}, ENOENT, 0};
  return {found->second, name, 0, 0};
}

std::string beside(std::string_view from, std::string_view path) {
  // "a/../b" stays as it is: where `a` is a symbolic link it is not "b".
  return (std::filesystem::path(from).parent_path() / std::filesystem::path(path)).string();
}

}  // namespace perfc::driver
