// The real PyYAML, as the judge of what a text means. Tests that ask it skip with a message where it is not installed.
#pragma once

#include <doctest/doctest.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

namespace perfc::test {

inline bool has_pyyaml() {
  static const bool there = std::system("python3 -c 'import yaml' >/dev/null 2>&1") == 0;
  if (!there) MESSAGE("skipped: python3 with PyYAML is not there");
  return there;
}

// A folder for the files that Python reads, gone with the object.
class PythonFiles {
 public:
  PythonFiles() : folder_(std::filesystem::temp_directory_path() / ("perfc-pyyaml-" + std::to_string(::getpid()))) {
    std::filesystem::create_directories(folder_);
  }
  ~PythonFiles() { std::filesystem::remove_all(folder_); }
  PythonFiles(const PythonFiles&) = delete;
  PythonFiles& operator=(const PythonFiles&) = delete;

  void write(const std::string& name, std::string_view text) const {
    std::ofstream(folder_ / name, std::ios::binary) << text;
  }
  // What the script prints; it runs in the folder. Its errors are part of the answer.
  [[nodiscard]] std::string run(std::string_view script) const {
    write("script.py", script);
    const std::string command = "cd '" + folder_.string() + "' && python3 script.py 2>&1";
    std::string output;
    if (FILE* const pipe = ::popen(command.c_str(), "r")) {
      char buffer[4096];
      while (const std::size_t count = std::fread(buffer, 1, sizeof buffer, pipe)) output.append(buffer, count);
      ::pclose(pipe);
    }
    return output;
  }

 private:
  std::filesystem::path folder_;
};

}  // namespace perfc::test
