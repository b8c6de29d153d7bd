#include "compiler/driver/filesystem.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cctype>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <memory>
#include <optional>
#include <system_error>

namespace perfc::driver {
namespace {

// Where the links of `path` lead; itself where it is none.
std::string behind_links(const std::string& path) {
  std::error_code error;
  if (!std::filesystem::is_symlink(path, error)) return path;
  const std::filesystem::path real = std::filesystem::weakly_canonical(path, error);
  if (error) throw IoError{path, error.value()};
  return real.string();
}

void replace_file(const std::string& path, std::string_view text, std::optional<mode_t> mode) {
  const std::string beside = path + ".perfc-" + std::to_string(::getpid());
  try {
    write_new_file(AT_FDCWD, beside.c_str(), text, false, path);
    if (mode && ::chmod(beside.c_str(), *mode & 07777U) != 0) throw IoError{path, errno};
    if (::rename(beside.c_str(), path.c_str()) != 0) throw IoError{path, errno};
  } catch (...) {
    ::unlink(beside.c_str());
    throw;
  }
}

}  // namespace

std::string reason_text(int reason) {
  const char* text = strerrordesc_np(reason);
  std::string result = text == nullptr ? "error " + std::to_string(reason) : text;
  // "Is a directory" becomes "is a directory", "RPC ..." would stay.
  if (result.size() > 1 && std::islower(static_cast<unsigned char>(result[1])) != 0) {
    result[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(result[0])));
  }
  return result;
}

int Fd::reset() noexcept {
  if (fd_ < 0) return 0;
  const int result = ::close(std::exchange(fd_, -1));
  return result == 0 || errno == EINTR ? 0 : errno;
}

Fd open_folder(int at, const char* name, std::string_view shown) {
  Fd fd(::openat(at, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
  if (!fd.open() && errno != ENOENT) throw IoError{std::string(shown), errno == ELOOP ? ENOTDIR : errno};
  return fd;
}

void make_folder(int at, const char* name, std::string_view shown) {
  if (::mkdirat(at, name, 0777) != 0) throw IoError{std::string(shown), errno};
}

void write_all(Fd& fd, std::string_view text, std::string_view shown) {
  while (!text.empty()) {
    const ssize_t count = ::write(fd.get(), text.data(), text.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) throw IoError{std::string(shown), count == 0 ? ENOSPC : errno};
    text.remove_prefix(static_cast<std::size_t>(count));
  }
  if (const int reason = fd.reset(); reason != 0) throw IoError{std::string(shown), reason};
}

void write_new_file(int at, const char* name, std::string_view text, bool executable, std::string_view shown) {
  const mode_t mode = executable ? 0777 : 0666;
  Fd fd(::openat(at, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode));
  if (!fd.open()) throw IoError{std::string(shown), errno};
  write_all(fd, text, shown);
}

void write_whole_file(const std::string& path, std::string_view text) {
  struct stat status {};
  const bool there = ::stat(path.c_str(), &status) == 0;
  if (!there || S_ISREG(status.st_mode)) {
    replace_file(behind_links(path), text, there ? std::optional(status.st_mode) : std::nullopt);
    return;
  }
  if (S_ISDIR(status.st_mode)) throw IoError{path, EISDIR};
  Fd fd(::open(path.c_str(), O_WRONLY | O_CLOEXEC));
  if (!fd.open()) throw IoError{path, errno};
  write_all(fd, text, path);
}

std::string read_all(int fd, std::size_t expected, std::string_view shown) {
  std::string text(expected + 1, '\0');
  std::size_t size = 0;
  for (;;) {
    if (size == text.size()) text.resize(text.size() * 2);
    const ssize_t count = ::read(fd, text.data() + size, text.size() - size);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) throw IoError{std::string(shown), errno};
    if (count == 0) break;
    size += static_cast<std::size_t>(count);
  }
  text.resize(size);
  return text;
}

void remove_tree(int at, const char* name) noexcept {
  const int fd = ::openat(at, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  if (fd < 0) {
    ::unlinkat(at, name, 0);
    return;
  }
  DIR* folder = ::fdopendir(fd);
  if (folder == nullptr) {
    ::close(fd);
    return;
  }
  while (const dirent* entry = ::readdir(folder)) {  // NOLINT(concurrency-mt-unsafe): each caller has its own stream
    if (std::strcmp(entry->d_name, ".") == 0 || std::strcmp(entry->d_name, "..") == 0) continue;
    if (entry->d_type == DT_DIR || ::unlinkat(fd, entry->d_name, 0) != 0) remove_tree(fd, entry->d_name);
  }
  ::closedir(folder);
  ::unlinkat(at, name, AT_REMOVEDIR);
}

void MadeFolders::make(const std::string& path) {
  for (std::size_t end = 0; end != std::string::npos;) {
    end = path.find('/', end + 1);
    const std::string part = path.substr(0, end);
    if (::mkdir(part.c_str(), 0777) == 0) {
      made_.push_back(part);
    } else if (errno != EEXIST) {
      // A folder above may be there without our being allowed to make it; then the last one tells.
      const bool perhaps_there = errno == EROFS || errno == EACCES;
      if (!perhaps_there || end == std::string::npos) throw IoError{path, errno};
    }
  }
}

void MadeFolders::take_back() noexcept {
  for (; !made_.empty(); made_.pop_back()) ::rmdir(made_.back().c_str());
}

}  // namespace perfc::driver
