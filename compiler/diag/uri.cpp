// File names as RFC 3986 wants them in a log.
#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "compiler/base/ascii.hpp"
#include "compiler/diag/formats.hpp"

namespace perfc {
namespace {

// Byte by byte, so that a name that is no UTF-8 comes through as well.
std::string encoded(std::string_view path) {
  std::string result;
  for (const char c : path) {
    const bool plain = is_letter(c) || is_digit(c) || c == '-' || c == '.' || c == '_' || c == '~' || c == '/';
    result += plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return result;
}

// Without "." and ".." and doubled slashes; ".." at the start of a relative path stays.
std::string normal(std::string_view path) {
  const bool absolute = path.starts_with('/');
  std::vector<std::string_view> parts;
  while (!path.empty()) {
    const std::string_view part = path.substr(0, path.find('/'));
    path.remove_prefix(std::min(part.size() + 1, path.size()));
    if (part.empty() || part == ".") continue;
    const bool up = part == "..";
    if (up && !parts.empty() && parts.back() != "..") {
      parts.pop_back();
    } else if (!up || !absolute) {
      parts.push_back(part);
    }
  }
  return fmt::format("{}{}", absolute ? "/" : "", fmt::join(parts, "/"));
}

}  // namespace

FileUri file_uri(std::string_view path, std::string_view root) {
  std::string name = normal(path);
  const std::string folder = normal(root) + (normal(root) == "/" ? "" : "/");
  if (!root.empty() && name.starts_with("..")) name = normal(folder + name);
  if (!root.empty() && name.starts_with(folder)) name = name.substr(folder.size());
  if (name.starts_with('/')) return {"file://" + encoded(name), false};
  return {encoded(name), true};
}

}  // namespace perfc
