// Lists for programs: the keys of the two parsers that this command replaces, and ours.
#include <cmath>
#include <string_view>

#include "compiler/base/yaml_scalar.hpp"
#include "compiler/driver/list_view.hpp"
#include "compiler/emit/json_writer.hpp"

namespace perfc::driver {
namespace {

using Layout = JsonWriter::Layout;

void optional_string(JsonWriter& json, std::string_view key, std::string_view text) {
  json.key(key);
  if (text.empty()) {
    json.raw("null");
  } else {
    json.string(text);
  }
}

void scalar(JsonWriter& json, const Document& node) {
  switch (resolve(node)) {
    case ScalarKind::null:
      json.raw("null");
      return;
    case ScalarKind::boolean:
      json.raw(yaml_boolean(node.text) ? "true" : "false");
      return;
    case ScalarKind::integer:
      if (const auto number = yaml_integer(node.text)) {
        json.number(*number);
        return;
      }
      break;
    case ScalarKind::floating:
      if (const double number = yaml_floating(node.text); std::isfinite(number)) {
        json.raw(yaml_text(number));
        return;
      }
      break;
    case ScalarKind::timestamp:
    case ScalarKind::reserved:
    case ScalarKind::string:
      break;
  }
  json.string(node.text);
}

void document(JsonWriter& json, const Document& node) {
  if (node.kind == Document::Kind::scalar) {
    scalar(json, node);
  } else if (node.kind == Document::Kind::sequence) {
    json.array(Layout::inline_);
    for (const Document& item : node.items) document(json, item);
    json.end();
  } else {
    json.object(Layout::inline_);
    for (const Document::Entry& entry : node.entries) {
      json.key(entry.key);
      document(json, entry.value);
    }
    json.end();
  }
}

std::string_view format_of(ListFormat format) {
  if (format == ListFormat::program) return "perf";
  return format == ListFormat::text ? "txt" : "yaml";
}

void test_of_mode(JsonWriter& json, const ListView& view, const ListEntry& entry) {
  json.object(Layout::inline_);
  json.key("name").string(entry.name.performance && !entry.name.id.empty() ? entry.name.id
                                                                           : std::string_view(entry.test->id));
  json.key("pytest_path").string(pytest_path(entry.name, entry.test->id));
  optional_string(json, "config_file", entry.config_file);
  json.key("source_file").string(view.path);
  json.key("source_line").number(entry.line);
  optional_string(json, "test_type", entry.name.performance ? entry.name.prefix : std::string_view());
  json.end();
}

std::string_view name_of(TestSuffix::Kind kind) {
  switch (kind) {
    case TestSuffix::Kind::timeout:
      return "TIMEOUT";
    case TestSuffix::Kind::isolation:
      return "ISOLATION";
    case TestSuffix::Kind::skip:
      return "SKIP";
    case TestSuffix::Kind::keyword:
      return "-k";
    case TestSuffix::Kind::marker:
      break;
  }
  return "-m";
}

void suffixes(JsonWriter& json, const ListedTest& test) {
  json.key("suffixes").array(Layout::inline_);
  for (const TestSuffix& suffix : test.suffixes) {
    json.object(Layout::inline_).key("suffix").string(name_of(suffix.kind));
    if (suffix.kind == TestSuffix::Kind::timeout) json.key("minutes").number(suffix.minutes);
    if (suffix.kind == TestSuffix::Kind::skip) optional_string(json, "reason", suffix.text);
    const bool expression = suffix.kind == TestSuffix::Kind::keyword || suffix.kind == TestSuffix::Kind::marker;
    if (expression) json.key("expression").string(suffix.text);
    json.end();
  }
  json.end();
}

void test(JsonWriter& json, const ListEntry& entry) {
  const bool performance = entry.name.performance;
  json.object(Layout::inline_);
  optional_string(json, "test_type", performance ? entry.name.prefix : std::string_view());
  optional_string(json, "config_file", entry.config_file);
  optional_string(json, "config_name", entry.server);
  json.key("timeout").number(entry.timeout_s);
  json.key("raw").string(entry.test->raw);
  json.key("id").string(entry.test->id);
  json.key("mode").string(to_string(entry.decision.mode));
  json.key("rule").number(entry.decision.rule);
  json.key("why").string(entry.decision.why);
  optional_string(json, "benchmark_mode", performance ? entry.name.word : std::string_view());
  json.key("timeout_from").string(entry.timeout_from);
  suffixes(json, *entry.test);
  json.key("context").string(entry.context->name);
  json.key("block").number(static_cast<std::int64_t>(entry.block));
  json.key("line").number(entry.line);
  json.end();
}

void contexts(JsonWriter& json, const TestList& list) {
  json.key("contexts").array(Layout::lines);
  for (const ListContext& context : list.contexts) {
    json.object(Layout::lines).key("name").string(context.name).key("blocks").array(Layout::lines);
    for (const ListBlock& block : context.blocks) {
      json.object(Layout::inline_).key("condition");
      if (block.condition) {
        document(json, *block.condition);
      } else {
        json.raw("null");
      }
      for (const Document::Entry& field : block.fields) {
        json.key(field.key);
        document(json, field.value);
      }
      json.end();
    }
    json.end().end();
  }
  json.end();
}

// An object, for the key before it.
void counts_of(JsonWriter& json, const ListView& view, Layout layout) {
  const auto counts = view.counts();
  json.object(layout).key("total").number(static_cast<std::int64_t>(view.entries.size()));
  for (const Mode mode : kModes) {
    json.key(to_string(mode)).number(static_cast<std::int64_t>(counts.at(static_cast<std::size_t>(mode))));
  }
  json.end();
}

void tests_by_mode(JsonWriter& json, const ListView& view, Layout layout) {
  json.key("tests_by_mode").object(layout);
  for (const Mode mode : kModes) {
    json.key(to_string(mode)).array(layout);
    for (const ListEntry& entry : view.entries) {
      if (entry.decision.mode == mode) test_of_mode(json, view, entry);
    }
    json.end();
  }
  json.end();
}

// The one mode of all tests, "mixed", or nothing where there are none.
std::string_view mode_of(const ListView& view) {
  std::string_view result;
  for (const ListEntry& entry : view.entries) {
    const std::string_view mode = to_string(entry.decision.mode);
    if (!result.empty() && result != mode) return "mixed";
    result = mode;
  }
  return result;
}

void list(JsonWriter& json, const ListView& view, bool summary) {
  json.object(Layout::lines);
  json.key("format").string(format_of(view.list.format));
  json.key("kind").string(to_string(view.list.format));
  json.key("source_file").string(view.path);
  json.key("testlist_name").string(view.list.name);
  optional_string(json, "test_mode", mode_of(view));
  json.key("statistics");
  counts_of(json, view, Layout::inline_);
  if (!summary) {
    tests_by_mode(json, view, Layout::lines);
    json.key("tests").array(Layout::lines);
    for (const ListEntry& entry : view.entries) test(json, entry);
    json.end();
    contexts(json, view.list);
    json.key("sections").object(Layout::lines);
    for (const Document::Entry& section : view.list.sections) {
      json.key(section.key);
      document(json, section.value);
    }
    json.end();
  }
  json.end();
}

}  // namespace

std::string testlist_json(const ListView& view, bool summary, bool pretty) {
  std::string text;
  JsonWriter json(text);
  const Layout layout = pretty ? Layout::lines : Layout::inline_;
  if (summary) {
    json.object(Layout::lines).key(view.list.name);
    counts_of(json, view, Layout::lines);
  } else {
    json.object(layout).key("format").string(format_of(view.list.format));
    tests_by_mode(json, view, layout);
    json.key("statistics");
    counts_of(json, view, layout);
  }
  json.end();
  return text + '\n';
}

std::string list_json(const std::vector<ListView>& lists, const ListOptions& options) {
  std::string text;
  JsonWriter json(text);
  if (lists.size() == 1) {
    list(json, lists[0], options.summary);
  } else {
    json.object(Layout::lines).key("lists").array(Layout::lines);
    for (const ListView& view : lists) list(json, view, options.summary);
    json.end().end();
  }
  return text + '\n';
}

}  // namespace perfc::driver
