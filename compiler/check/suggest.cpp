// What was likely meant, as a line of help and as a fix.
#include <fmt/format.h>

#include <algorithm>

#include "compiler/base/ascii.hpp"
#include "compiler/base/edit_distance.hpp"
#include "compiler/check/model.hpp"
#include "compiler/diag/codes.hpp"

namespace perfc::check {
namespace {

constexpr std::size_t kMostCompared = 1'000'000;

}  // namespace

void respell(Context& context, Diagnostic& found, Span span, std::string_view written, std::string_view right) {
  const std::string_view text = context.sources.text(span);
  if (written.empty()) return;
  if (text == written) {
    found.mend(span, std::string(right));
  } else if (text.size() == written.size() + 2 && is_quote(text.front()) && text.substr(1, written.size()) == written) {
    found.mend({span.file, span.begin + 1, span.end - 1}, std::string(right));
  }
}

std::string_view suggest(Context& context, Diagnostic& found, Span span, std::string_view written,
                         const std::vector<std::string_view>& candidates) {
  // In a file with thousands of names that nobody knows, and thousands that somebody does, each pair would be compared.
  context.compared += candidates.size();
  if (context.compared > kMostCompared) return {};
  Nearest search(written);
  for (const std::string_view candidate : candidates) {
    if (candidate != written) search.offer(candidate);
  }
  if (search.best().empty()) return {};
  found.advise(fmt::format("did you mean '{}'?", search.best()));
  respell(context, found, span, written, search.best());
  if (!search.alone()) found.unsafe();
  return search.best();
}

void report_unknown_name(Context& context, Span span, std::string_view name, const Scope& scope) {
  Module* const module = module_of(scope);
  if (module != nullptr && module->incomplete) return;  // it may come from the import that is missing
  Diagnostic& found = context.diags.report(codes::unknown_name, span, name);
  if (context.compared > kMostCompared) return;
  std::vector<std::string_view> names;
  for (const Scope* step = &scope; step != nullptr; step = step->parent) {
    for (const Scope::Binding& binding : step->bindings) names.push_back(binding.name);
    if (step->object == nullptr) continue;
    for (const Slot& slot : step->object->slots) names.push_back(slot.name);
  }
  const auto globals = [&names](const Module& from) {
    for (const auto& [known, global] : from.globals) names.push_back(known);
  };
  if (module != nullptr) {
    globals(*module);
    for (const Module::Use& use : module->uses) globals(*use.module);
  }
  suggest(context, found, span, name, names);
}

void report_unknown_word(Context& context, const syntax::Expr& expr, std::string_view word, const Scope& scope) {
  const bool itself = expr.kind != syntax::ExprKind::word || expr.text == word;
  const Value* const variable = itself ? nullptr : find_variable(context, expr.text, scope, true);
  report_unknown_name(context, variable != nullptr ? variable->span : expr.span, word, scope);
}

void import_module(Context& context, Diagnostic& found, Span span, std::string_view module) {
  const std::string_view text = context.sources[span.file].text;
  const syntax::Declaration* last = nullptr;
  for (const Module& each : context.modules) {
    for (const Module::Use& use : each.uses) {
      if (use.node->span.file == span.file && (last == nullptr || last->span.end < use.node->span.end)) last = use.node;
    }
  }
  // Below the last import of the file; where there is none at its start.
  std::size_t at = text.starts_with("\xEF\xBB\xBF") ? 3 : 0;
  if (last != nullptr) {
    const std::size_t line = text.find('\n', last->span.end);
    if (line == std::string_view::npos) return;
    at = line + 1;
  }
  const auto place = static_cast<std::uint32_t>(at);
  found.mend({span.file, place, place}, fmt::format("use {}\n{}", module, last == nullptr ? "\n" : ""));
}

}  // namespace perfc::check
