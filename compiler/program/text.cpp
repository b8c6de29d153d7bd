// Text is kept in one normal form (no empty and no adjacent literals), which makes equality and `under` plain
// comparisons of parts.
#include "compiler/program/text.hpp"

#include <algorithm>

namespace perfc {
namespace {

using Parts = std::vector<TextPart>;
using Kind = TextPart::Kind;

void append(Parts& parts, const TextPart& part) {
  const bool is_literal = part.kind == Kind::literal;
  if (is_literal && part.text.empty()) return;
  if (is_literal && !parts.empty() && parts.back().kind == Kind::literal) {
    parts.back().text += part.text;
  } else {
    parts.push_back(part);
  }
}

// What follows the first `from` parts and `skip` characters of the next.
Parts tail(const Parts& parts, std::size_t from, std::size_t skip) {
  Parts rest;
  for (std::size_t i = from; i < parts.size(); ++i) {
    TextPart part = parts[i];
    if (i == from && skip > 0) part.text.erase(0, skip);
    append(rest, part);
  }
  return rest;
}

}  // namespace

Text::Text(Parts parts) {
  if (!parts.empty()) parts_ = std::make_shared<const Parts>(std::move(parts));
}

Text::Text(std::string literal) {
  if (literal.empty()) return;
  Parts parts;
  parts.push_back({Kind::literal, std::move(literal), {}});
  *this = Text(std::move(parts));
}

Text Text::env(std::string name, std::optional<std::string> fallback) {
  return Text(Parts{{Kind::env, std::move(name), std::move(fallback)}});
}

Text Text::work_dir() { return Text(Parts{{Kind::work_dir, {}, {}}}); }

Text Text::test_name() { return Text(Parts{{Kind::test_name, {}, {}}}); }

Text Text::named(std::string_view name) const {
  const auto is_name = [](const TextPart& part) { return part.kind == Kind::test_name; };
  if (std::none_of(parts().begin(), parts().end(), is_name)) return *this;
  Parts spelled;
  for (const TextPart& part : parts())
    append(spelled, is_name(part) ? TextPart{Kind::literal, std::string(name), {}} : part);
  return Text(std::move(spelled));
}

Text& Text::operator+=(const Text& other) {
  if (other.empty()) return *this;
  if (empty()) return *this = other;
  Parts joined;
  joined.reserve(parts().size() + other.parts().size());
  joined = parts();
  for (const TextPart& part : other.parts()) append(joined, part);
  return *this = Text(std::move(joined));
}

const Parts& Text::parts() const {
  static const Parts none;
  return parts_ ? *parts_ : none;
}

bool Text::literal() const { return empty() || (parts_->size() == 1 && parts_->front().kind == Kind::literal); }

const std::string& Text::str() const {
  static const std::string none;
  return empty() ? none : parts_->front().text;
}

std::string Text::display() const {
  std::string shown;
  for (const TextPart& part : parts()) {
    switch (part.kind) {
      case Kind::literal:
        shown += part.text;
        break;
      case Kind::env:
        shown += "${" + part.text + "}";
        break;
      case Kind::work_dir:
        shown += "${workDir}";
        break;
      case Kind::test_name:
        shown += "${testName}";
        break;
    }
  }
  return shown;
}

bool Text::under(const Text& prefix, Text* rest) const {
  if (prefix.empty() || parts().size() < prefix.parts().size()) return false;
  const std::size_t last = prefix.parts().size() - 1;
  for (std::size_t i = 0; i < last; ++i) {
    if (parts()[i] != prefix.parts()[i]) return false;
  }
  const TextPart& mine = parts()[last];
  const TextPart& theirs = prefix.parts()[last];
  Parts after;
  if (mine.kind == Kind::literal && theirs.kind == Kind::literal) {
    if (!mine.text.starts_with(theirs.text)) return false;
    // "/" and "/data/" as prefixes: their own slash is the one that what follows begins with.
    after = tail(parts(), last, theirs.text.size() - (theirs.text.back() == '/' ? 1 : 0));
  } else if (mine == theirs) {
    after = tail(parts(), last + 1, 0);
  } else {
    return false;
  }
  if (!after.empty() && (after.front().kind != Kind::literal || after.front().text.front() != '/')) return false;
  if (rest != nullptr) *rest = Text(std::move(after));
  return true;
}

}  // namespace perfc
