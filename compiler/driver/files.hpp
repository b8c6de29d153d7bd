// Reading inputs: an interface, so that the pages of `perfc explain` are tested without a disk, and the disk itself.
#pragma once

#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <string_view>

namespace perfc::driver {

inline constexpr std::size_t kLargestInput = std::size_t{64} << 20U;  // bytes

// As messages count sizes, rounded up.
[[nodiscard]] std::size_t mebibytes(std::size_t bytes);

struct FileText {
  std::string text;
  std::string identity;  // equal for the same file under another name
  int error = 0;         // errno; 0: read
  std::size_t too_large =
      0;  // its bytes when it is over kLargestInput (so far as they were counted), text is empty then
};

class Files {
 public:
  Files() = default;
  Files(const Files&) = delete;
  Files& operator=(const Files&) = delete;
  virtual ~Files() = default;
  virtual FileText read(const std::string& path) = 0;
};

// "-" is standard input. Pipes and devices are read to their end; a folder is EISDIR.
class DiskFiles : public Files {
 public:
  FileText read(const std::string& path) override;
};

// The same, with a record of what was asked for, so that no result is written over it.
class RecordedFiles : public DiskFiles {
 public:
  FileText read(const std::string& path) override;
  // Whether the file that is at `path` now was read, or was to be. Pipes and devices hold nothing that could be lost.
  [[nodiscard]] bool has_read(const std::string& path) const;

 private:
  std::set<std::string, std::less<>> identities_;
};

class MemoryFiles : public Files {
 public:
  std::map<std::string, std::string> files;
  FileText read(const std::string& path) override;
};

// Texts that stand for files of these paths, in front of others: what has been read already, or is not written yet.
class GivenFiles : public Files {
 public:
  GivenFiles(const std::map<std::string, FileText>& texts, Files& others) : texts_(texts), others_(others) {}
  FileText read(const std::string& path) override {
    const auto found = texts_.find(path);
    return found != texts_.end() ? found->second : others_.read(path);
  }

 private:
  const std::map<std::string, FileText>& texts_;
  Files& others_;
};

// `path` as written in the file `from`, seen from where the process runs: "gpu.perf" in "suites/x.perf" is
// "suites/gpu.perf".
std::string beside(std::string_view from, std::string_view path);

}  // namespace perfc::driver
