#include "compiler/diag/diagnostic.hpp"

#include <functional>

namespace perfc {
namespace {

std::size_t key_of(std::string_view code, Span span, std::string_view text) {
  const std::hash<std::string_view> hash;
  const std::uint64_t place = (std::uint64_t{span.file} << 40U) ^ (std::uint64_t{span.begin} << 16U) ^ span.end;
  return hash(text) ^ (hash(code) * 31) ^ static_cast<std::size_t>(place * 0x9E3779B97F4A7C15U);
}

}  // namespace

Diagnostic& Diagnostics::add(std::string_view code, Level level, Span span, std::string text) {
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
  if (level == Level::error) ++errors_;
  return added;
}

}  // namespace perfc
