#include "compiler/diag/diagnostic.hpp"

#include <algorithm>
#include <array>
#include <functional>

namespace perfc {
namespace {

std::size_t key_of(std::string_view code, Span span, std::string_view text) {
  const std::hash<std::string_view> hash;
  const std::uint64_t place = (std::uint64_t{span.file} << 40U) ^ (std::uint64_t{span.begin} << 16U) ^ span.end;
  return hash(text) ^ (hash(code) * 31) ^ static_cast<std::size_t>(place * 0x9E3779B97F4A7C15U);
}

// Under this key stands what is wrong with the spelling at a place: what follows from it is not said as well.
std::size_t syntax_key(Span span) { return key_of("E1", {span.file, span.begin, span.begin}, ""); }

bool is_syntax(std::string_view code) { return code.starts_with("E1"); }

}  // namespace

std::string_view name_of(Level level) {
  constexpr std::array<std::string_view, 3> kNames = {"note", "warning", "error"};
  return kNames.at(static_cast<std::size_t>(level));
}

bool Diagnostics::unread_within(Span place) const {
  if (!failed()) return false;
  return std::any_of(list_.begin(), list_.end(), [place](const Diagnostic& found) {
    return is_syntax(found.code) && found.span.file == place.file && found.span.begin >= place.begin &&
           found.span.begin < place.end;
  });
}

Diagnostic& Diagnostics::add(std::string_view code, Level level, Span span, std::string text) {
  if (!is_syntax(code) && span.known()) {
    const auto [begin, end] = known_.equal_range(syntax_key(span));
    for (auto known = begin; known != end; ++known) {
      if (known->second->span.file != span.file || known->second->span.begin != span.begin) continue;
      repeated_ = Diagnostic{};
      return repeated_;
    }
  }
  const std::size_t key = key_of(code, span, text);
  const auto [first, last] = known_.equal_range(key);
  for (auto known = first; known != last; ++known) {
    const Diagnostic& other = *known->second;
    if (other.code != code || other.span != span || other.message != text) continue;
    repeated_ = Diagnostic{};
    return repeated_;
  }
  Diagnostic& added = list_.emplace_back();
  added.code = code;
  added.level = level;
  added.span = span;
  added.message = std::move(text);
  known_.emplace(key, &added);
  if (is_syntax(code) && span.known()) known_.emplace(syntax_key(span), &added);
  if (level == Level::error) ++errors_;
  return added;
}

}  // namespace perfc
