#include "compiler/diag/places.hpp"

#include <algorithm>

namespace perfc {
namespace {

std::uint32_t code_points(std::string_view text) {
  const auto begins = [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; };
  return static_cast<std::uint32_t>(std::count_if(text.begin(), text.end(), begins));
}

}  // namespace

const Places::File& Places::index(FileId file) {
  const auto [found, fresh] = files_.try_emplace(file);
  if (!fresh) return found->second;
  const std::string_view text = sources_[file].text;
  found->second.lines.push_back(0);
  for (std::size_t at = text.find('\n'); at != std::string_view::npos; at = text.find('\n', at + 1)) {
    found->second.lines.push_back(static_cast<std::uint32_t>(at + 1));
  }
  return found->second;
}

Position Places::at(FileId file, std::uint32_t offset) {
  const std::string_view text = sources_[file].text;
  offset = static_cast<std::uint32_t>(std::min<std::size_t>(offset, text.size()));
  const std::vector<std::uint32_t>& lines = index(file).lines;
  const auto line = std::upper_bound(lines.begin(), lines.end(), offset) - lines.begin();
  File& known = files_[file];
  const bool onwards = known.position.line == line && known.offset <= offset &&
                       known.offset >= lines[static_cast<std::size_t>(line - 1)];
  std::uint32_t from = onwards ? known.offset : lines[static_cast<std::size_t>(line - 1)];
  std::uint32_t column = onwards ? known.position.column : 1;
  if (from == 0 && text.starts_with("\xEF\xBB\xBF")) from = std::min(3U, offset);
  column += code_points(text.substr(from, offset - from));
  known.offset = offset;
  known.position = {static_cast<std::uint32_t>(line), column};
  return known.position;
}

}  // namespace perfc
