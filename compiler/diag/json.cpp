#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "compiler/diag/edits.hpp"
#include "compiler/diag/formats.hpp"
#include "compiler/diag/order.hpp"
#include "compiler/diag/places.hpp"

namespace perfc {
namespace {

using Json = nlohmann::ordered_json;

Json place_of(Span span, const Sources& sources, Places& places) {
  if (!span.known()) return {{"file", ""}, {"line", 0}, {"column", 0}, {"end_line", 0}, {"end_column", 0}};
  const Position begin = places.at(span.file, span.begin);
  const Position end = places.at(span.file, std::max(span.begin, span.end));
  return {{"file", sources[span.file].path},
          {"line", begin.line},
          {"column", begin.column},
          {"end_line", end.line},
          {"end_column", end.column}};
}

Json fix_of(const Diagnostic& diagnostic, const Sources& sources, Places& places) {
  if (!diagnostic.fix) return nullptr;
  const auto edits = changes_of(*diagnostic.fix, sources);
  if (!edits) return nullptr;
  Json list = Json::array();
  for (const Edit& edit : *edits) {
    Json change = place_of(edit.span, sources, places);
    change["replacement"] = edit.replacement;
    list.push_back(std::move(change));
  }
  return {{"safe", diagnostic.fix->safe}, {"edits", std::move(list)}};
}

}  // namespace

std::string render_json(const Diagnostics& diags, const Sources& sources) {
  Places places(sources);
  std::string out;
  for (const Diagnostic* diagnostic : ordered(diags)) {
    Json object = place_of(diagnostic->span, sources, places);
    object["code"] = diagnostic->code;
    object["level"] = name_of(diagnostic->level);
    object["rule"] = diagnostic->rule;
    object["message"] = diagnostic->message;
    object["help"] = fmt::format("{}", fmt::join(diagnostic->help, "\n"));
    Json related = Json::array();
    for (const Related& each : diagnostic->related) {
      related.push_back(place_of(each.span, sources, places));
      related.back()["message"] = each.text;
    }
    object["related"] = std::move(related);
    object["fix"] = fix_of(*diagnostic, sources, places);
    out += object.dump(-1, ' ', false, Json::error_handler_t::replace);
    out += '\n';
  }
  return out;
}

}  // namespace perfc
