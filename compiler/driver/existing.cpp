#include "compiler/driver/existing.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <nlohmann/json.hpp>
#include <stdexcept>

namespace perfc::driver {
namespace {

bool is_component(std::string_view name) {
  return !name.empty() && name != "." && name != ".." && name.find('/') == std::string_view::npos &&
         name.find('\0') == std::string_view::npos;
}

// Not following a link and not waiting for the writer of a pipe.
Fd open_existing(int at, const char* name, std::string_view shown, bool& special) {
  Fd fd(::openat(at, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
  if (fd.open() || errno == ENOENT) return fd;
  if (errno != ELOOP && errno != ENXIO) throw IoError{std::string(shown), errno};
  special = true;  // a symbolic link or a socket
  return fd;
}

// Whether a file of that size holds this text; without keeping it, as nearly all files of a build are what they were.
bool holds(int fd, std::string_view text, std::string_view shown) {
  std::array<char, 32768> buffer;  // NOLINT(cppcoreguidelines-pro-type-member-init): read() fills what is looked at
  while (!text.empty()) {
    const ssize_t count = ::read(fd, buffer.data(), std::min(buffer.size(), text.size()));
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) throw IoError{std::string(shown), errno};
    const std::string_view part(buffer.data(), static_cast<std::size_t>(count));
    if (count == 0 || !text.starts_with(part)) return false;
    text.remove_prefix(part.size());
  }
  return true;
}

}  // namespace

Existing compare_file(int at, const char* name, const Artefact& wanted, std::string_view shown, std::string* text) {
  bool special = false;
  Fd fd = open_existing(at, name, shown, special);
  if (special) return Existing::differs;
  if (!fd.open()) return Existing::absent;
  struct stat status {};
  if (::fstat(fd.get(), &status) != 0) throw IoError{std::string(shown), errno};
  if (S_ISDIR(status.st_mode)) throw IoError{std::string(shown), EISDIR};
  if (!S_ISREG(status.st_mode)) return Existing::differs;
  const auto size = static_cast<std::size_t>(status.st_size);
  const bool same_mode = ((status.st_mode & S_IXUSR) != 0) == wanted.executable;
  bool same_text = false;
  if (text != nullptr) {
    *text = read_all(fd.get(), size, shown);
    same_text = *text == wanted.text;
  } else {
    same_text = same_mode && size == wanted.text.size() && holds(fd.get(), wanted.text, shown);
  }
  return same_text && same_mode ? Existing::same : Existing::differs;
}

std::set<std::string> manifest_files(int suite) {
  std::set<std::string> result;
  bool special = false;
  const Fd fd = open_existing(suite, "manifest.json", "manifest.json", special);
  struct stat status {};
  if (!fd.open() || ::fstat(fd.get(), &status) != 0 || !S_ISREG(status.st_mode)) return result;
  const std::string text = read_all(fd.get(), static_cast<std::size_t>(status.st_size), "manifest.json");
  const nlohmann::json manifest = nlohmann::json::parse(text, nullptr, false);
  if (!manifest.is_object() || !manifest.contains("tests") || !manifest["tests"].is_array()) return result;
  for (const nlohmann::json& test : manifest["tests"]) {
    if (!test.is_object() || !test.contains("files") || !test["files"].is_array()) continue;
    for (const nlohmann::json& file : test["files"]) {
      if (!file.is_object() || !file.contains("path") || !file["path"].is_string()) continue;
      const auto& path = file["path"].get_ref<const std::string&>();
      // The manifest is a file that anybody may have changed: nothing outside of the suite's folder is believed.
      const std::size_t slash = path.find('/');
      if (slash == std::string::npos || !is_component(std::string_view(path).substr(0, slash))) continue;
      if (is_component(std::string_view(path).substr(slash + 1))) result.insert(path);
    }
  }
  return result;
}

std::set<std::string> suite_files_in(int suite) {
  std::set<std::string> result = manifest_files(suite);
  if (result.empty()) return result;
  for (std::string& name : all_suite_file_names()) result.insert(std::move(name));
  return result;
}

std::vector<std::string> suites_in(const std::string& dir, const std::vector<std::string>& names) {
  std::vector<std::string> found;
  const Fd folder(::open(dir.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!folder.open()) return found;
  for (const std::string& name : names) {
    const Fd suite = open_folder(folder.get(), name.c_str(), dir + "/" + name);
    if (suite.open() && !suite_files_in(suite.get()).empty()) found.push_back(name);
  }
  return found;
}

void require_component(std::string_view name) {
  if (!is_component(name)) throw std::logic_error("'" + std::string(name) + "' came through as the name of a file");
}

void require_file_of(std::string_view folder, const Artefact& file) {
  std::string_view name = file.path;
  if (!folder.empty() && name.starts_with(folder) && name.substr(folder.size()).starts_with('/')) {
    name.remove_prefix(folder.size() + 1);
  }
  require_component(name);
}

const char* file_name(const Artefact& file) {
  const std::size_t slash = file.path.rfind('/');
  return file.path.c_str() + (slash == std::string::npos ? 0 : slash + 1);
}

}  // namespace perfc::driver
