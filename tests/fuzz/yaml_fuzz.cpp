// Any bytes as a configuration: read, imported, never a crash. What is read must have places inside the text.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>

#include "compiler/import/configuration.hpp"
#include "compiler/import/yaml.hpp"

namespace {

void check_places(const perfc::Document& node, std::size_t size) {
  if (node.span.begin > node.span.end || node.span.end > size) std::abort();
  for (const perfc::Document& item : node.items) check_places(item, size);
  for (const perfc::Document::Entry& entry : node.entries) {
    if (entry.key_span.begin > entry.key_span.end || entry.key_span.end > size) std::abort();
    check_places(entry.value, size);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  perfc::Sources sources;
  perfc::Diagnostics diags;
  const perfc::FileId file = sources.add("fuzz.yaml", std::string(reinterpret_cast<const char*>(data), size));
  auto document = perfc::read_yaml(sources, file, diags);
  for (const perfc::Diagnostic& found : diags.all()) {
    if (found.span.begin > found.span.end || found.span.end > size) std::abort();
  }
  if (!document) {
    if (!diags.failed()) std::abort();
    return 0;
  }
  check_places(*document, size);
  perfc::syntax::Tree tree;
  const bool imported = perfc::import_topology(std::make_shared<const perfc::Document>(std::move(*document)), "", file,
                                               tree, diags) != nullptr;
  if (imported == diags.failed()) std::abort();
  return 0;
}
