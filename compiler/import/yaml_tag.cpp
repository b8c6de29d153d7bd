#include "compiler/import/yaml_tag.hpp"

#include <charconv>
#include <string>

#include "compiler/base/yaml_scalar.hpp"
#include "compiler/diag/codes.hpp"

namespace perfc {
namespace {

constexpr std::string_view kStandard = "tag:yaml.org,2002:";

bool fits_collection(std::string_view tag, const Document& node) {
  return tag == (node.kind == Document::Kind::mapping ? "map" : "seq");
}

bool become_plain(Document& node, ScalarKind kind) {
  if (resolve_plain(node.text) != kind) {
    return false;
  }
  node.style = ScalarStyle::plain;
  return true;
}

// Python's float() takes more than YAML calls one: `3`, `1e3`.
bool become_float(Document& node) {
  if (become_plain(node, ScalarKind::floating)) {
    return true;
  }
  double value = 0;
  const char* const end = node.text.data() + node.text.size();
  const auto parsed = std::from_chars(node.text.data(), end, value);
  if (parsed.ec != std::errc{} || parsed.ptr != end) {
    return false;
  }
  node.text = yaml_text(value);
  node.style = ScalarStyle::plain;
  return true;
}

bool become_string(Document& node) {
  if (node.style == ScalarStyle::plain && resolve_plain(node.text) != ScalarKind::string) {
    node.style = ScalarStyle::quoted_double;
  }
  return true;
}

bool become_null(Document& node) {
  node.text = "null";
  node.style = ScalarStyle::plain;
  return true;
}

bool become(std::string_view tag, Document& node) {
  if (node.kind != Document::Kind::scalar) {
    return fits_collection(tag, node);
  }
  if (tag == "str") {
    return become_string(node);
  }
  if (tag == "int") {
    return become_plain(node, ScalarKind::integer);
  }
  if (tag == "float") {
    return become_float(node);
  }
  if (tag == "bool") {
    return become_plain(node, ScalarKind::boolean);
  }
  return tag == "null" && become_null(node);
}

}  // namespace

bool apply_tag(std::string_view tag, Document& node, Diagnostics& diags) {
  if (tag == "!") {
    if (node.kind == Document::Kind::scalar && resolve_plain(node.text) != ScalarKind::string) {
      node.style = ScalarStyle::plain;
    }
    return true;
  }
  if (tag.starts_with(kStandard) && become(tag.substr(kStandard.size()), node)) {
    return true;
  }
  const std::string shown =
      tag.starts_with(kStandard) ? "!!" + std::string(tag.substr(kStandard.size())) : std::string(tag);
  diags.report(codes::yaml_tag, node.span, shown)
      .advise("of tags, '!!str', '!!int', '!!float', '!!bool', '!!null', '!!seq' and '!!map' are read");
  return false;
}

}  // namespace perfc
