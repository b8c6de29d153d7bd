#include "compiler/base/file_name.hpp"

#include <algorithm>
#include <cctype>

namespace perfc {

std::string_view file_stem(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  const std::string_view base = slash == std::string_view::npos ? path : path.substr(slash + 1);
  const std::size_t dot = base.rfind('.');
  return dot == 0 || dot == std::string_view::npos ? base : base.substr(0, dot);
}

std::string_view folder_name(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  if (slash == std::string_view::npos) return {};
  const std::string_view folder = path.substr(0, slash);
  return folder.substr(folder.rfind('/') + 1);
}

std::string lower_suffix(std::string_view path) {
  const std::size_t dot = path.find_last_of("./");
  std::string suffix(dot == std::string_view::npos || path[dot] == '/' ? std::string_view() : path.substr(dot));
  std::transform(suffix.begin(), suffix.end(), suffix.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return suffix;
}

}  // namespace perfc
