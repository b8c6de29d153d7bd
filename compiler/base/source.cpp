// Lines and columns are found by scanning when somebody asks: only renderers do, a few times a run.
#include "compiler/base/source.hpp"

#include <algorithm>
#include <utility>

namespace perfc {
namespace {

// Offset of the first character of a line (1-based); npos when there is no such line.
std::size_t line_start(std::string_view text, std::uint32_t number) {
  std::size_t start = 0;
  for (std::uint32_t line = 1; line < number; ++line) {
    const std::size_t end = text.find('\n', start);
    if (end == std::string_view::npos) return end;
    start = end + 1;
  }
  return number == 0 ? std::string_view::npos : start;
}

bool continues_code_point(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; }

}  // namespace

FileId Sources::add(std::string path, std::string text) {
  const std::lock_guard lock(adding_);
  const std::size_t place = size_ + kFirstBlock;
  const auto block = static_cast<std::size_t>(std::bit_width(place)) - kFirstBlockWidth;
  if (blocks_[block] == nullptr)
    blocks_[block] = std::make_unique<Source[]>(kFirstBlock << block);  // NOLINT(modernize-avoid-c-arrays): the same
  blocks_[block][place - (kFirstBlock << block)] = {std::move(path), std::move(text)};
  return static_cast<FileId>(size_++);
}

void Sources::fill(FileId id, std::string text) { at(id).text = std::move(text); }

std::string_view Sources::text(Span span) const {
  if (!span.known()) return {};
  const std::string_view all = (*this)[span.file].text;
  const std::size_t begin = std::min<std::size_t>(span.begin, all.size());
  const std::size_t end = std::min<std::size_t>(span.end, all.size());
  return all.substr(begin, end > begin ? end - begin : 0);
}

Position Sources::position(FileId file, std::uint32_t offset) const {
  const std::string_view all = (*this)[file].text;
  const std::string_view before = all.substr(0, offset);
  const std::size_t break_at = before.rfind('\n');
  std::string_view in_line = break_at == std::string_view::npos ? before : before.substr(break_at + 1);
  if (break_at == std::string_view::npos && in_line.starts_with("\xEF\xBB\xBF")) in_line.remove_prefix(3);
  const auto breaks = std::count(before.begin(), before.end(), '\n');
  const auto points = std::count_if(in_line.begin(), in_line.end(), [](char c) { return !continues_code_point(c); });
  return {static_cast<std::uint32_t>(breaks + 1), static_cast<std::uint32_t>(points + 1)};
}

std::string_view Sources::line(FileId file, std::uint32_t number) const {
  const std::string_view all = (*this)[file].text;
  const std::size_t start = line_start(all, number);
  if (start == std::string_view::npos) return {};
  std::string_view found = all.substr(start, all.find('\n', start) - start);
  if (found.ends_with('\r')) found.remove_suffix(1);
  if (number == 1 && found.starts_with("\xEF\xBB\xBF")) found.remove_prefix(3);
  return found;
}

}  // namespace perfc
