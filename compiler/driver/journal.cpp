#include "compiler/driver/journal.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>

#include "compiler/driver/filesystem.hpp"

namespace perfc::driver {

// EINVAL: the file system knows no flags (NFS, some FUSE). The lock on DIR then keeps other builds away.
void Journal::move(const std::string& from, const std::string& to, const std::string& shown) {
  int result = ::renameat2(root_, from.c_str(), root_, to.c_str(), RENAME_NOREPLACE);
  if (result != 0 && (errno == EINVAL || errno == ENOSYS)) result = ::renameat(root_, from.c_str(), root_, to.c_str());
  if (result != 0) throw IoError{shown, errno};
  steps_.push_back({Kind::moved, from, to});
}

void Journal::place(const std::string& from, const std::string& to) { move(from, to, to); }

bool Journal::exchange(const std::string& from, const std::string& to) {
  if (!swap_) return false;
  if (::renameat2(root_, from.c_str(), root_, to.c_str(), RENAME_EXCHANGE) != 0) {
    if (errno != EINVAL && errno != ENOSYS) throw IoError{to, errno};
    swap_ = false;
    return false;
  }
  steps_.push_back({Kind::exchanged, from, to});
  return true;
}

void Journal::replace(const std::string& from, const std::string& to) {
  if (exchange(from, to)) return;
  remove(to);
  place(from, to);
}

void Journal::remove(const std::string& path) { move(path, staging_ + "/.old-" + std::to_string(moved_away_++), path); }

void Journal::remove_empty(const std::string& path) {
  if (::unlinkat(root_, path.c_str(), AT_REMOVEDIR) == 0) {
    steps_.push_back({Kind::folder_removed, {}, path});
  } else if (errno != ENOTEMPTY && errno != EEXIST && errno != ENOENT && errno != ENOTDIR) {
    throw IoError{path, errno};
  }
}

void Journal::roll_back() noexcept {
  for (; !steps_.empty(); steps_.pop_back()) {
    const Step& step = steps_.back();
    switch (step.kind) {
      case Kind::moved:
        ::renameat(root_, step.to.c_str(), root_, step.from.c_str());
        break;
      case Kind::exchanged:
        ::renameat2(root_, step.from.c_str(), root_, step.to.c_str(), RENAME_EXCHANGE);
        break;
      case Kind::folder_removed:
        ::mkdirat(root_, step.to.c_str(), 0777);
        break;
    }
  }
}

}  // namespace perfc::driver
