#include "compiler/driver/staging.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <string_view>

#include "compiler/driver/output.hpp"

namespace perfc::driver {
namespace {

constexpr std::string_view kPrefix = ".perfc-";

Fd made_dir(MadeFolders& made, const std::string& dir) {
  Fd fd(::open(dir.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (fd.open()) return fd;
  if (errno != ENOENT) throw IoError{dir, errno};
  try {
    made.make(dir);
    fd = Fd(::open(dir.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!fd.open()) throw IoError{dir, errno};
  } catch (...) {
    made.take_back();
    throw;
  }
  return fd;
}

// Left by a build that was killed. We hold the lock, so nobody uses them.
void remove_leftovers(int dir) {
  DIR* entries = ::fdopendir(::openat(dir, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (entries == nullptr) return;
  while (const dirent* entry = ::readdir(entries)) {  // NOLINT(concurrency-mt-unsafe): our own stream
    if (std::string_view(entry->d_name).starts_with(kPrefix)) remove_tree(dir, entry->d_name);
  }
  ::closedir(entries);
}

}  // namespace

Staging::Staging(const std::string& dir, bool swap)
    : name_(std::string(kPrefix) + std::to_string(::getpid())),
      dir_(made_dir(made_, dir)),
      journal_(dir_.get(), name_, swap) {
  try {
    lock(dir);
    if (::mkdirat(dir_.get(), name_.c_str(), 0700) != 0) throw IoError{dir, errno};
    folder_ = open_folder(dir_.get(), name_.c_str(), dir);
    if (!folder_.open()) throw IoError{dir, ENOENT};
  } catch (...) {
    undo();
    throw;
  }
}

// A file system without locks is used without.
void Staging::lock(const std::string& dir) {
  if (::flock(dir_.get(), LOCK_EX | LOCK_NB) == 0) {
    remove_leftovers(dir_.get());
  } else if (errno == EWOULDBLOCK) {
    name_.clear();  // nothing of ours is in there
    made_ = MadeFolders();
    throw OutputBusy{};
  }
  struct stat opened {};
  struct stat now {};
  // The build that held the lock may have failed and taken its folder back.
  if (::fstat(dir_.get(), &opened) != 0 || ::stat(dir.c_str(), &now) != 0) throw IoError{dir, errno};
  if (opened.st_ino != now.st_ino || opened.st_dev != now.st_dev) throw OutputBusy{};
}

void Staging::undo() noexcept {
  if (!kept_) journal_.roll_back();
  folder_.reset();
  if (!name_.empty()) remove_tree(dir_.get(), name_.c_str());
  dir_.reset();
  if (!kept_) made_.take_back();
}

Staging::~Staging() { undo(); }

}  // namespace perfc::driver
