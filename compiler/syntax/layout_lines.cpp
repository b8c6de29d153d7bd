#include "compiler/syntax/layout_lines.hpp"

#include <algorithm>

#include "compiler/syntax/layout_tokens.hpp"

namespace perfc::syntax {
namespace {

constexpr std::size_t kBeforeComment = 2;

}  // namespace

void LayoutLines::start(std::uint32_t level, bool blank) {
  if (!out_.empty()) {
    out_ += '\n';
    ++line_;
    if (blank) {
      out_ += '\n';
      ++line_;
    }
  }
  begin_ = out_.size();
  level_ = level;
  pad(std::size_t{level} * kIndent);
}

void LayoutLines::comment(std::string_view text, bool own_column) {
  const std::uint32_t width = columns(std::string_view(out_).substr(begin_));
  comments_.push_back({out_.size(), line_, level_, width, own_column});
  out_ += text;
}

bool LayoutLines::neighbours(const Comment& above, const Comment& below) const {
  return above.own_column && below.own_column && above.line + 1 == below.line && above.level == below.level;
}

std::string LayoutLines::finish() {
  if (!out_.empty()) out_ += '\n';
  if (comments_.empty()) return std::move(out_);
  std::string padded;
  padded.reserve(out_.size() + comments_.size() * 8);
  std::size_t written = 0;
  for (std::size_t first = 0, next = 0; first < comments_.size(); first = next) {
    std::uint32_t width = comments_[first].width;
    for (next = first + 1; next < comments_.size() && neighbours(comments_[next - 1], comments_[next]); ++next)
      width = std::max(width, comments_[next].width);
    for (std::size_t i = first; i < next; ++i) {
      padded.append(out_, written, comments_[i].at - written);
      padded.append(width - comments_[i].width + kBeforeComment, ' ');
      written = comments_[i].at;
    }
  }
  return padded.append(out_, written);
}

}  // namespace perfc::syntax
