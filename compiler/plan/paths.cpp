#include "compiler/plan/paths.hpp"

#include <algorithm>

namespace perfc {
namespace {

using Kind = TextPart::Kind;

Text one_part(const TextPart& part) {
  switch (part.kind) {
    case Kind::env:
      return Text::env(part.text, part.fallback);
    case Kind::work_dir:
      return Text::work_dir();
    case Kind::test_name:
      return Text::test_name();
    case Kind::literal:
      break;
  }
  return part.text;
}

}  // namespace

std::vector<Text> split(const Text& text, char mark) {
  std::vector<Text> pieces(1);
  for (const TextPart& part : text.parts()) {
    if (part.kind != Kind::literal) {
      pieces.back() += one_part(part);
      continue;
    }
    std::string_view rest = part.text;
    for (std::size_t at = rest.find(mark); at != std::string_view::npos; at = rest.find(mark)) {
      pieces.back() += Text(rest.substr(0, at));
      pieces.emplace_back();
      rest.remove_prefix(at + 1);
    }
    pieces.back() += Text(rest);
  }
  return pieces;
}

Text join(const std::vector<Text>& pieces, std::string_view mark) {
  Text joined;
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    if (i > 0) joined += Text(mark);
    joined += pieces[i];
  }
  return joined;
}

Text without_trailing_slash(const Text& path) {
  if (path.empty() || path.parts().back().kind != Kind::literal || path.parts().back().text.back() != '/') return path;
  Text shorter;
  for (std::size_t i = 0; i + 1 < path.parts().size(); ++i) shorter += one_part(path.parts()[i]);
  std::string_view last = path.parts().back().text;
  const std::size_t least = shorter.empty() ? 1 : 0;
  while (last.size() > least && last.back() == '/') last.remove_suffix(1);
  return shorter + Text(last);
}

bool may_be_absolute(const Text& path) {
  if (path.empty()) return false;
  const TextPart& first = path.parts().front();
  return first.kind != Kind::literal || first.text.front() == '/';
}

std::size_t known_size(const Text& text) {
  std::size_t size = 0;
  for (const TextPart& part : text.parts()) size += part.text.size() + 1;
  return size;
}

bool holds(const Text& text, char mark) {
  return std::any_of(text.parts().begin(), text.parts().end(), [mark](const TextPart& part) {
    return part.kind == Kind::literal && part.text.find(mark) != std::string::npos;
  });
}

}  // namespace perfc
