// From the bodies that make up an object (farthest base first) to its fields. `for` and `if` are unrolled here; what
// their conditions need is evaluated at once, everything else when it is asked for.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>
#include <vector>

#include "compiler/base/configuration_keys.hpp"
#include "compiler/check/model.hpp"
#include "compiler/diag/codes.hpp"

namespace perfc::check {
namespace {

using syntax::Statement;
using syntax::StatementKind;

bool is_field(StatementKind kind) {
  return kind == StatementKind::assign || kind == StatementKind::append || kind == StatementKind::block ||
         kind == StatementKind::unset || kind == StatementKind::flag;
}

// What configurations and command lines call a field.
using Renamed = std::pair<std::string_view, std::string_view>;
constexpr std::array<Renamed, 11> kOtherNames = {{
    {"isl", "input_length"},
    {"osl", "output_length"},
    {"iterations", "rounds"},
    {"multi_round", "rounds"},
    {"dataset_file", "dataset"},
    {"benchmark_ratio", "dataset"},
    {"random_range_ratio", "dataset"},
    {"tp", "tensor_parallel_size"},
    {"pp", "pipeline_parallel_size"},
    {"cp", "context_parallel_size"},
    {"ep", "moe_expert_parallel_size"},
}};

// What the name is here; empty when it is nothing else.
std::string_view other_name(const schema::RecordType& type, std::string_view name) {
  for (const auto& [other, field] : kOtherNames) {
    if (name == other && type.find(field) != nullptr) return field;
  }
  return {};
}

// In which blocks of the object the name would be known.
std::vector<std::string_view> other_places(const schema::RecordType& type, std::string_view name) {
  std::vector<std::string_view> blocks;
  for (const schema::RecordType* record = &type; record != nullptr; record = record->also) {
    for (const schema::FieldType& field : record->fields) {
      const schema::RecordType* block = field.type != nullptr ? schema::record_of(*field.type) : nullptr;
      if (block != nullptr && block->find(name) != nullptr) blocks.push_back(field.name);
    }
  }
  return blocks;
}

void report_unknown_field(Context& context, Object& object, std::string_view name, const Statement& statement) {
  const Span span = statement.name_span;
  object.faulty = true;
  Diagnostic& diagnostic = context.diags.report(codes::unknown_field, span, name, object.what);
  if (const std::string_view near = suggest(context, diagnostic, span, name, object.type->names()); !near.empty()) {
    object.misspelt.push_back(near);
    return;
  }
  if (const std::string_view field = other_name(*object.type, name); !field.empty()) {
    diagnostic.advise(fmt::format("its name here is '{}'", field));
    respell(context, diagnostic, span, name, field);
    if (field == "dataset") diagnostic.unsafe();  // which takes another value
  } else if (const auto blocks = other_places(*object.type, name); blocks.size() == 1) {
    diagnostic.advise(fmt::format("write it in its block: {} {{ {} = ... }}", blocks.front(), name));
    const Span whole = statement.span;
    if (statement.kind == StatementKind::assign && context.sources.text(whole).find('\n') == std::string_view::npos)
      diagnostic.mend({{{whole.file, whole.begin, whole.begin}, fmt::format("{} {{ ", blocks.front())},
                       {{whole.file, whole.end, whole.end}, " }"}});
  } else if (!blocks.empty()) {
    diagnostic.advise(fmt::format("it is a field of these blocks: {}", fmt::join(blocks, ", ")));
  } else if (object.type->extra) {
    diagnostic.advise("a key that no schema knows goes into an extra { } block");
  }
}

// The field's row, null for a map's entry; false when there is no such field, which is reported.
bool find_type(Context& context, Object& object, std::string_view name, const Definition& definition,
               const schema::FieldType*& field) {
  field = nullptr;
  if (object.type == nullptr) return true;
  field = object.type->find(name);
  const Span span = definition.statement->name_span;
  if (field == nullptr && definition.foreign) {
    Diagnostic& diagnostic = context.diags.report(codes::foreign_key, span, name, object.what);
    const auto keys = configuration_keys(object.what.substr(0, object.what.find(' ')));
    if (std::ranges::find(keys, name) != keys.end()) {
      // Spelt right: what is near to it is another key of that kind.
      diagnostic.advise(
          "it is a key of the other kind of configuration, of disaggregated tests or of aggregated servers");
      return true;
    }
    std::vector<std::string_view> known = object.type->names();
    std::ranges::copy(keys, std::back_inserter(known));
    suggest(context, diagnostic, span, name, known);
    diagnostic.unsafe();
    return true;
  }
  if (field == nullptr) {
    report_unknown_field(context, object, name, *definition.statement);
    return false;
  }
  if (!field->computed.empty() && !definition.foreign) {
    object.computed.push_back({std::string(name), field->computed, span, definition.statement->span});
    return false;
  }
  return true;
}

// Values that stand in one body and are spelt alike are equal.
bool written_alike(const Context& context, const Statement& a, const Statement& b) {
  return a.kind == StatementKind::assign && b.kind == StatementKind::assign && a.value != nullptr &&
         b.value != nullptr && a.span.file == b.span.file &&
         context.sources.text(a.value->span) == context.sources.text(b.value->span);
}

void report_twice(Context& context, const Slot& slot, const Definition& definition) {
  for (const Definition& before : slot.definitions) {
    const bool appends =
        before.statement->kind == StatementKind::append || definition.statement->kind == StatementKind::append;
    if (before.layer != definition.layer || appends || definition.layer == 0) continue;
    Diagnostic& found = context.diags.report(codes::duplicate_field, definition.statement->name_span, slot.name)
                            .note(before.statement->name_span, "first written here")
                            .advise("keep one of them; what is inherited may be overridden in a body of its own");
    if (written_alike(context, *before.statement, *definition.statement)) found.mend_away(definition.statement->span);
    return;
  }
}

void add_definition(Context& context, Object& object, std::string_view name, const Definition& definition) {
  object.finished.reset();
  Slot* slot = object.find(name);
  if (slot == nullptr) {
    const schema::FieldType* field = nullptr;
    if (!find_type(context, object, name, definition, field)) return;
    if (definition.statement->kind == StatementKind::unset) {
      context.diags.report(codes::unset_nothing, definition.statement->name_span, name)
          .mend_away(definition.statement->span);
      return;
    }
    slot = &object.slots.emplace_back(&context.memory);
    slot->name = name;
    object.names |= Object::bit_of(name);
    slot->name_span = definition.statement->name_span;
    slot->field = field;
  } else {
    report_twice(context, *slot, definition);
  }
  auto place = slot->definitions.end();
  while (place != slot->definitions.begin() && (place - 1)->layer > definition.layer) --place;
  slot->definitions.insert(place, definition);
}

class Builder {
 public:
  Builder(Context& context, Object& object) : context_(context), object_(object) {}

  // First everything that is written without a condition, so that conditions may look at it.
  void run(const std::vector<Layer>& layers) {
    object_.scopes.resize(layers.size());
    for (std::size_t i = 0; i < layers.size(); ++i) {
      object_.scopes[i].parent = layers[i].scope;
      object_.scopes[i].object = &object_;
    }
    for (std::size_t i = 0; i < layers.size(); ++i) {
      enter(layers[i], i);
      for (const Statement* statement : layers[i].body->statements) {
        if (is_field(statement->kind) && statement->key == nullptr && !is_group(*statement))
          field(*statement, object_.scopes[i]);
      }
    }
    for (std::size_t i = 0; i < layers.size(); ++i) {
      enter(layers[i], i);
      for (const Statement* statement : layers[i].body->statements) {
        if (!is_field(statement->kind) || statement->key != nullptr || is_group(*statement))
          unroll(*statement, object_.scopes[i]);
      }
    }
  }

 private:
  void enter(const Layer& layer, std::size_t index) {
    layer_ = static_cast<std::uint16_t>(index + 1);
    foreign_ = layer.foreign;
  }

  // Only what is a flag by nature may be written without '='.
  bool well_formed(const Statement& statement) {
    if (is_well_formed(statement)) return true;
    object_.incomplete = true;
    return false;
  }

  bool is_well_formed(const Statement& statement) {
    const bool flag = statement.kind == StatementKind::flag;
    if (flag && statement.value != nullptr && statement.name != "skip" && statement.name != "regression") {
      const std::string mended = fmt::format("{} = {}", statement.name, context_.sources.text(statement.value->span));
      context_.diags.report(codes::bad_statement, statement.span, "a field without '='", where())
          .advise("write " + mended)
          .mend(statement.span, mended);
      return false;
    }
    if (flag && statement.value == nullptr && statement.name == "skip") {
      context_.diags.report(codes::bad_statement, statement.span, "'skip' without a reason", where())
          .advise("write skip \"why\"");
      return false;
    }
    if (object_.what == "expect" && statement.kind == StatementKind::assign && statement.name != "baseline") {
      context_.diags.report(codes::bad_statement, statement.span, "an assignment", where())
          .advise(fmt::format("compare: {} <= {}, or with >=", statement.name,
                              context_.sources.text(statement.value->span)));
      return false;
    }
    return true;
  }

  [[nodiscard]] std::string where() const { return object_.what.empty() ? "a map" : object_.what; }

  void field(const Statement& statement, const Scope& scope) {
    if (!well_formed(statement)) return;
    std::string_view name = statement.name;
    if (statement.key != nullptr) {
      const Value key = evaluate(context_, *statement.key, scope, schema::simple(schema::TypeKind::string));
      const auto* text = key.get<Text>();
      if (text == nullptr) return;
      name = context_.strings.emplace_back(text->empty() ? std::string() : text->str());
    }
    add_definition(context_, object_, name, {&statement, &scope, layer_, foreign_});
  }

  void unroll(const Statement& statement, const Scope& scope) {
    switch (statement.kind) {
      case StatementKind::loop:
        loop(statement, scope);
        return;
      case StatementKind::branch:
        branch(statement, scope);
        return;
      case StatementKind::test:
        if (object_.type == context_.tables.suite || object_.type == context_.tables.group) {
          object_.tests.push_back({&statement, &scope, nullptr});
        } else {
          misplaced(statement, "a test");
        }
        return;
      case StatementKind::compare:
      case StatementKind::tolerance:
        if (object_.what == "expect") {
          object_.comparisons.push_back({&statement, &scope, nullptr, layer_});
        } else {
          misplaced(statement, statement.kind == StatementKind::compare ? "a comparison" : "a regression");
        }
        return;
      case StatementKind::require:
        object_.requirements.push_back({&statement, &scope, nullptr});
        return;
      case StatementKind::allow:
        return;
      case StatementKind::option:
        misplaced(statement, "a typed option");
        return;
      default:
        if (is_group(statement)) {
          group(statement, scope);
        } else {
          field(statement, scope);
        }
    }
  }

  [[nodiscard]] bool is_group(const Statement& statement) const {
    return statement.kind == StatementKind::block && statement.name == "group" && object_.type == context_.tables.suite;
  }

  // group "name" { fields and tests }: the fields are the defaults of its tests.
  void group(const Statement& statement, const Scope& scope) {
    if (statement.value == nullptr || statement.base != nullptr) {
      nameless_group(statement.span);
      return;
    }
    const Value name = evaluate(context_, *statement.value, scope, schema::simple(schema::TypeKind::string));
    if (name.get<Text>() == nullptr || name.get<Text>()->empty()) {
      object_.incomplete = true;
      if (name.get<Text>() != nullptr) nameless_group(statement.value->span);
      return;
    }
    ObjectSpec spec;
    spec.type = context_.tables.group;
    spec.what = fmt::format("group '{}'", name.get<Text>()->display());
    spec.span = statement.value->span;
    spec.layers.push_back({statement.body, &scope, foreign_, nullptr});
    Object& made = make_object(context_, std::move(spec));
    made.group_name = name.get<Text>()->display();
    object_.incomplete = object_.incomplete || made.incomplete;
    object_.groups.push_back(&made);
    for (TestItem item : made.tests) {
      item.group = &made;
      object_.tests.push_back(item);
    }
  }

  void nameless_group(Span span) {
    object_.incomplete = true;
    context_.diags.report(codes::bad_statement, span, "a group without a name", where())
        .advise("write group \"name\" { ... }");
  }

  void misplaced(const Statement& statement, std::string_view what) {
    object_.incomplete = true;
    Diagnostic& diagnostic = context_.diags.report(codes::bad_statement, statement.span, std::string(what), where());
    const std::string_view text = context_.sources.text(statement.span);
    if (const std::size_t equals = text.find("=="); equals != std::string_view::npos && what == "a comparison")
      diagnostic.advise(fmt::format("write {}={}", text.substr(0, equals), text.substr(equals + 2)))
          .mend({statement.span.file, statement.span.begin + static_cast<std::uint32_t>(equals),
                 statement.span.begin + static_cast<std::uint32_t>(equals) + 2},
                "=");
  }

  void body(const syntax::Body& body, const Scope& scope) {
    for (const Statement* statement : body.statements) unroll(*statement, scope);
  }

  void loop(const Statement& statement, const Scope& scope) {
    const std::optional<List> over =
        elements(context_, evaluate(context_, *statement.value, scope, nullptr), statement.value->span, scope);
    const auto once = [&](const Value& element) {
      Scope& inner = context_.scopes.emplace_back();
      inner.parent = &scope;
      inner.bindings.push_back({statement.name, element});
      body(*statement.body, inner);
    };
    if (!over) {
      if (is_unknown(evaluate(context_, *statement.value, scope, nullptr)))
        once(context_.unknown(nullptr, statement.span));
      return;
    }
    for (const Value& element : *over) once(element);
  }

  void branch(const Statement& statement, const Scope& scope) {
    const std::size_t before = context_.diags.errors();
    const std::optional<bool> holds = condition(context_, *statement.value, scope);
    if (!holds) {
      // In a template that is only checked: either may be taken. They may write the same fields.
      if (context_.diags.errors() > before) return;
      body(*statement.body, scope);
      ++layer_;
      if (statement.otherwise != nullptr) body(*statement.otherwise, scope);
      return;
    }
    if (*holds) {
      body(*statement.body, scope);
    } else if (statement.otherwise != nullptr) {
      body(*statement.otherwise, scope);
    }
  }

  Context& context_;
  Object& object_;
  std::uint16_t layer_ = 0;
  bool foreign_ = false;
};

}  // namespace

Object& make_object(Context& context, ObjectSpec spec) {
  Object& object = context.objects.emplace_back(&context.memory);
  object.type = spec.type;
  object.element = spec.element;
  object.what = std::move(spec.what);
  object.span = spec.span;
  for (const auto& [name, definition] : spec.prelude) {
    if (object.type == nullptr || object.type->find(name) != nullptr) add_definition(context, object, name, definition);
  }
  Builder(context, object).run(spec.layers);
  for (const Layer& layer : spec.layers) {
    if (layer.body != nullptr && context.diags.unread_within(layer.body->span)) object.incomplete = true;
  }
  std::erase_if(object.slots,
                [](const Slot& slot) { return slot.definitions.back().statement->kind == StatementKind::unset; });
  object.layers = std::move(spec.layers);
  return object;
}

void override_field(Context& context, Object& object, std::string_view name, const Definition& definition) {
  Definition last = definition;
  last.layer = static_cast<std::uint16_t>(object.layers.size() + 1);
  last.foreign = false;
  add_definition(context, object, name, last);
}

}  // namespace perfc::check
