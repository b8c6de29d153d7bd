// The few file operations of the driver, relative to open folders: no path is looked up twice, and a folder that is
// moved meanwhile stays the same folder. All throw IoError.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace perfc::driver {

// The system refused something. `reason` is an errno.
struct IoError {
  std::string path;
  int reason = 0;
};
// "No space left on device" and the like, in our style: lower case first letter.
std::string reason_text(int reason);

class Fd {
 public:
  Fd() = default;
  explicit Fd(int fd) : fd_(fd) {}
  Fd(Fd&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Fd& operator=(Fd&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
  }
  Fd(const Fd&) = delete;
  Fd& operator=(const Fd&) = delete;
  ~Fd() { reset(); }

  [[nodiscard]] int get() const { return fd_; }
  [[nodiscard]] bool open() const { return fd_ >= 0; }
  // Closes now; gives errno, 0 when all is well. Some file systems report a full disk only here.
  int reset() noexcept;

 private:
  int fd_ = -1;
};

// `at` is a folder, `name` a path below it; `shown` is what an error names. A folder that does not exist gives a closed
// Fd. A symbolic link counts as no folder.
Fd open_folder(int at, const char* name, std::string_view shown);
void make_folder(int at, const char* name, std::string_view shown);
// Makes a file that must not exist yet, with one write.
void write_new_file(int at, const char* name, std::string_view text, bool executable, std::string_view shown);
// Writes all of `text` and closes.
void write_all(Fd& fd, std::string_view text, std::string_view shown);
// As a whole or not at all: what was there stays until the new text is complete, and keeps its permissions and its
// place behind a symbolic link. A device or pipe is written to as it is.
void write_whole_file(const std::string& path, std::string_view text);
// Reads to the end.
std::string read_all(int fd, std::size_t expected, std::string_view shown);
// Removes a folder and all that is in it. What cannot be removed stays: this is for the way out of an error.
void remove_tree(int at, const char* name) noexcept;

// `path` with the folders above it that had to be made, so that they can be taken back.
class MadeFolders {
 public:
  void make(const std::string& path);
  void take_back() noexcept;

 private:
  std::vector<std::string> made_;
};

}  // namespace perfc::driver
