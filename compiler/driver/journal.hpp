// Brings files from the staging folder to their places, and takes it all back when one step fails.
#pragma once

#include <string>
#include <vector>

namespace perfc::driver {

// Paths are below the folder that `root` (an open folder, kept by the caller) is. Each step throws IoError.
class Journal {
 public:
  // `swap`: whether to try the exchange of two files in one step, which not every file system can.
  Journal(int root, std::string staging, bool swap = true) : root_(root), staging_(std::move(staging)), swap_(swap) {}

  // `from`, a file or a folder, becomes `to`, which is not there yet.
  void place(const std::string& from, const std::string& to);
  // `from` becomes `to`; what was there goes to the staging folder.
  void replace(const std::string& from, const std::string& to);
  // Moves `path` away, into the staging folder.
  void remove(const std::string& path);
  // Removes a folder if it is empty.
  void remove_empty(const std::string& path);
  // As before the first step. What cannot be taken back is left: there is nobody left to tell.
  void roll_back() noexcept;

 private:
  enum class Kind : unsigned char { moved, exchanged, folder_removed };
  struct Step {
    Kind kind;
    std::string from;
    std::string to;
  };
  bool exchange(const std::string& from, const std::string& to);
  void move(const std::string& from, const std::string& to, const std::string& shown);

  int root_;
  std::string staging_;
  bool swap_;
  std::vector<Step> steps_;
  std::size_t moved_away_ = 0;
};

}  // namespace perfc::driver
