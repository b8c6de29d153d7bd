#include "compiler/import/yaml.hpp"

#include <utility>

#include "compiler/diag/codes.hpp"
#include "compiler/import/yaml_builder.hpp"
#include "compiler/import/yaml_events.hpp"
#include "compiler/import/yaml_input.hpp"

namespace perfc {
namespace {

// What people think that it is: JSON is read as the YAML that it is too.
std::string_view form_of(const Source& source) { return source.path.ends_with(".json") ? "JSON" : "YAML"; }

void report_problem(const YamlProblem& problem, const Source& source, FileId file, Diagnostics& diags) {
  const Span place = {file, problem.begin, problem.end};
  if (problem.begin < source.text.size() && source.text[problem.begin] == '\t') {
    report_yaml_tab(place, diags);
  } else {
    diags.report(codes::yaml_syntax, place, form_of(source), problem.words);
  }
}

std::optional<Document> read_document(const Source& source, FileId file, Diagnostics& diags) {
  YamlBuilder builder(source.text, form_of(source), file, diags);
  try {
    YamlEvents events(source.text);
    while (builder.take(events.next())) {
    }
  } catch (const YamlStop&) {
    return std::nullopt;
  } catch (const YamlProblem& problem) {
    report_problem(problem, source, file, diags);
    return std::nullopt;
  }
  if (!builder.root()) diags.report(codes::yaml_empty, {file, 0, 0});
  return std::move(builder.root());
}

}  // namespace

std::optional<Document> read_yaml(const Sources& sources, FileId file, Diagnostics& diags) {
  const Source& source = sources[file];
  const std::size_t errors = diags.errors();
  if (!check_yaml_input(source, file, diags)) return std::nullopt;
  std::optional<Document> document = read_document(source, file, diags);
  return diags.errors() == errors ? std::move(document) : std::nullopt;
}

}  // namespace perfc
