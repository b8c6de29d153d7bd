// A folder of its own for a test, gone afterwards, and what stands below it as one value to compare.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <stdexcept>
#include <string>

class Temporary {
 public:
  Temporary() {
    std::string name = (std::filesystem::temp_directory_path() / "perfc-test-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("mkdtemp");
    path_ = name;
  }
  Temporary(const Temporary&) = delete;
  Temporary& operator=(const Temporary&) = delete;
  ~Temporary() { std::filesystem::remove_all(path_); }

  [[nodiscard]] std::string path(const std::string& below = "") const {
    return below.empty() ? path_ : path_ + "/" + below;
  }
  void write(const std::string& below, const std::string& text) const {
    std::filesystem::create_directories(std::filesystem::path(path(below)).parent_path());
    std::ofstream(path(below), std::ios::binary) << text;
  }
  [[nodiscard]] std::string read(const std::string& below) const {
    std::ifstream stream(path(below), std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
  }
  // Every file, link and folder (with a '/' at its end) below `below`, with its text.
  [[nodiscard]] std::map<std::string, std::string> tree(const std::string& below = "") const {
    std::map<std::string, std::string> result;
    if (!std::filesystem::exists(path(below))) return result;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(path(below))) {
      const std::string name = entry.path().lexically_relative(path(below)).string();
      if (entry.is_symlink()) {
        result[name] = "-> " + std::filesystem::read_symlink(entry.path()).string();
      } else if (entry.is_directory()) {
        result[name + "/"] = "";
      } else {
        result[name] = read(below.empty() ? name : below + "/" + name);
      }
    }
    return result;
  }

 private:
  std::string path_;
};
