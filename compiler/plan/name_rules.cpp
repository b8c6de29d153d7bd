// What may be a name of a folder and of a file with a suffix such as ".yaml".
#include <algorithm>
#include <array>
#include <cstddef>

#include "compiler/base/ascii.hpp"
#include "compiler/diag/codes.hpp"
#include "compiler/plan/names.hpp"

namespace perfc {
namespace {

// A file system takes 255 bytes; suffixes such as ".yaml" come behind.
constexpr std::size_t kLongest = 250;

// What stands beside the tests' folders; run.sh makes `results`.
constexpr std::array<std::string_view, 6> kSuiteFiles = {"run.sh",    "sync.sh",       "tests.txt",
                                                         "tests.yml", "manifest.json", "results"};

// Empty when the name is fine.
std::string_view defect(std::string_view what, std::string_view name) {
  if (name.empty()) return "it is empty";
  if (name == "." || name == "..") return "it means a folder that exists already";
  if (name.find('/') != std::string_view::npos) return "it holds a '/'";
  if (std::any_of(name.begin(), name.end(), is_control)) return "it holds a control character";
  if (name.front() == '-') return "commands would take it for an option";
  if (name.size() > kLongest) return "it is longer than 250 bytes";
  const bool taken = what == "test" && std::find(kSuiteFiles.begin(), kSuiteFiles.end(), name) != kSuiteFiles.end();
  return taken ? "a file of the suite has that name" : std::string_view();
}

}  // namespace

bool plain_name(std::string_view name) {
  return std::all_of(name.begin(), name.end(), [](char c) {
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '.' || c == '-';
  });
}

bool check_name(std::string_view what, std::string_view name, Span place, Diagnostics& diags) {
  const std::string_view reason = defect(what, name);
  if (reason.empty()) return true;
  Diagnostic& found = diags.report(codes::bad_name, place, what, name, reason);
  if (what == "test") found.advise("give it another name with 'as \"...\"'");
  return false;
}

}  // namespace perfc
