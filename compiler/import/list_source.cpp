#include "compiler/import/list_source.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "compiler/diag/codes.hpp"
#include "compiler/import/list_comments.hpp"
#include "compiler/import/list_suite_source.hpp"
#include "compiler/syntax/source_writer.hpp"

namespace perfc {
namespace {

using syntax::name_source;
using syntax::text_source;

class ListSourceWriter {
 public:
  ListSourceWriter(const ListProgram& program, const ListImport& import,
                   const std::function<std::string(const std::string&)>& seen, Diagnostics& diags)
      : program_(program), import_(import), seen_(seen), diags_(diags), comments_(program.comments) {}

  std::string run() {
    write(comments_.head);
    out_.blank();
    write_sections(false);
    out_.blank();
    write_uses();
    for (const ListProgram::Cluster& cluster : program_.clusters) write_cluster(cluster);
    for (const ListProgram::Harness& harness : program_.harnesses) write_harness(harness);
    out_.blank();
    for (const ListProgram::Topology& topology : program_.topologies) write_topology(topology);
    for (const ListProgram::Suite& suite : program_.suites) write_suite(suite);
    out_.blank();
    write_sections(true);
    out_.blank();
    write(comments_.tail);
    return out_.finish();
  }

 private:
  void write(const CommentLines& lines) {
    for (const ListComment& line : lines) {
      if (line.blank_above) out_.blank();
      out_.comment(line.text);
    }
  }

  // --- Around the suites ---------------------------------------------------------------------------------------------

  // `behind`: those that stand below the first test, else those above it.
  void write_sections(bool behind) {
    const std::vector<Document::Entry>& sections = import_.list.sections;
    for (std::size_t i = 0; i < sections.size(); ++i) {
      const bool is_behind =
          !import_.list.contexts.empty() && sections[i].key_span.begin > import_.list.contexts.front().span.begin;
      if (is_behind != behind) continue;
      write(comments_.sections[i]);
      const bool usual = sections[i].key == "version" && sections[i].value.text == "0.0.1";
      if (usual) {
        write_behind(sections[i]);
        continue;
      }
      if (sections[i].key == "metadata" || sections[i].key == "version") no_word(sections[i]);
      write_lines(sections[i]);
    }
  }

  // The comment on the line of an entry that is not written.
  void write_behind(const Document::Entry& entry) {
    const std::string line = lines_of_entry(entry, import_.source.text).front();
    const std::size_t hash = line.find(" #");
    if (hash != std::string::npos) out_.comment(line.substr(std::min(line.find_first_not_of("# ", hash), line.size())));
  }

  void no_word(const Document::Entry& entry) {
    diags_.report(codes::list_no_word, entry.key_span, fmt::format("'{}'", entry.key));
  }

  void write_lines(const Document::Entry& entry) {
    for (const std::string& line : lines_of_entry(entry, import_.source.text)) out_.comment(line);
  }

  void write_uses() {
    std::set<std::string> modules;
    for (const ListProgram::Cluster& cluster : program_.clusters) {
      if (cluster.type != nullptr) modules.insert(cluster.type->module);
    }
    if (import_.cluster != nullptr) out_.statement(fmt::format("use {}", text_source(import_.cluster->file)));
    for (const std::string& module : modules) out_.statement("use std." + module);
  }

  // What a list does not say comes from the environment of who runs the tests, until somebody writes it here.
  void write_cluster(const ListProgram::Cluster& cluster) {
    out_.blank();
    if (&cluster == &program_.clusters.front()) {
      out_.comment("The list does not say where its tests run: write it here, or set the variables where scripts run.");
    }
    out_.open(fmt::format("cluster {}{}", cluster.name,
                          cluster.type == nullptr ? std::string() : " : " + cluster.type->name));
    if (cluster.type == nullptr || cluster.type->gpus_per_node != cluster.gpus_per_node) {
      if (cluster.guessed) {
        out_.comment("Nothing says how many GPUs a node has.");
        diags_.report(codes::list_nodes_guessed, file_place(), cluster.gpus_per_node)
            .advise("write gpus_per_node in the cluster, or give --cluster FILE.perf:NAME");
      }
      out_.field("gpus_per_node", std::to_string(cluster.gpus_per_node));
    }
    out_.comment("account   = \"...\"");
    out_.comment("partition = \"...\"");
    out_.comment("time      = 4h");
    out_.open("container");
    out_.field("image", "env(\"DOCKER_IMAGE\")");
    out_.field("mounts", "[\"${model_root}:${model_root}\", \"${repo}:${repo}\"]");
    out_.close();
    out_.field("model_root", "env(\"LLM_MODELS_ROOT\")");
    out_.field("repo", "env(\"TRTLLM_DIR\")");
    out_.field("work_dir", "env(\"WORKSPACE\")");
    out_.close();
  }

  [[nodiscard]] Span file_place() const {
    const std::vector<ListContext>& contexts = import_.list.contexts;
    return contexts.empty() ? Span{} : contexts.front().span;
  }

  void write_harness(const ListProgram::Harness& harness) {
    out_.blank();
    out_.open(fmt::format("harness {} : perf_sanity", name_source(harness.name)));
    if (harness.module != "perf/test_perf_sanity.py") out_.field("module", text_source(harness.module));
    if (harness.function != "test_e2e") out_.field("function", text_source(harness.function));
    if (harness.prefix) out_.field("prefix", text_source(*harness.prefix));
    if (harness.aggr_prefix) out_.field("aggr_prefix", text_source(*harness.aggr_prefix));
    if (harness.mode_in_id) out_.field("mode_in_id", "true");
    out_.close();
  }

  void write_topology(const ListProgram::Topology& topology) {
    std::string base = text_source(seen_(topology.path));
    if (!topology.server.empty()) base += ", " + text_source(topology.server);
    out_.statement(fmt::format("topology {} : yaml({}) {{ }}", text_source(topology.name), base));
  }

  // --- Suites --------------------------------------------------------------------------------------------------------

  [[nodiscard]] std::vector<std::string> patterns_of(const ListProgram::Suite& suite) const {
    std::vector<std::string> names;
    if (import_.cluster != nullptr) {
      names = import_.cluster->matches;
    } else if (const NodeType* const type = program_.clusters[suite.cluster].type) {
      names = type->matches;
    }
    for (std::string& name : names) name = fmt::format("*{}*", name);
    return names;
  }

  void write_suite(const ListProgram::Suite& suite) {
    const SuiteSource source = source_of_suite(suite, import_, patterns_of(suite));
    const std::string_view cluster =
        import_.cluster != nullptr ? import_.cluster->name : program_.clusters[suite.cluster].name;
    out_.blank();
    if (suite.context != nullptr && written_.insert(suite.context).second) write_of(comments_.contexts, suite.context);
    out_.open(fmt::format("suite {} on {}", name_source(suite.name), name_source(cluster)));
    if (source.flat && !source.groups.empty()) write_head(source.groups.front());
    if (suite.harness) out_.field("harness", name_source(program_.harnesses[*suite.harness].name));
    write_fields(source.own);
    for (const GroupSource& group : source.groups) {
      out_.blank();
      if (source.flat) {
        write_tests(group, source.own.timeout_s);
      } else {
        write_group(group, source.own.timeout_s);
      }
    }
    out_.close();
  }

  template <class Map, class Key>
  void write_of(const Map& map, const Key* key) {
    const auto found = map.find(key);
    if (found != map.end()) write(found->second);
  }

  void write_group(const GroupSource& group, std::optional<std::int64_t> suite_timeout) {
    const bool of_context = import_.list.format == ListFormat::grouped;
    if (of_context && group.group->first) write_of(comments_.contexts, group.group->context);
    out_.open(fmt::format("group {}", text_source(group.name)));
    write_head(group);
    write_fields(group.own);
    out_.blank();
    write_tests(group, group.own.timeout_s ? group.own.timeout_s : suite_timeout);
    out_.close();
  }

  // What the list says of the block, and what of it no field can say.
  void write_head(const GroupSource& group) {
    if (!group.group->first) return;
    write_of(comments_.blocks, group.group->block);
    for (const Document::Entry& field : group.group->block->fields) {
      no_word(field);
      write_lines(field);
    }
    for (const Document::Entry* entry : group.left) {
      no_word(*entry);
      write_lines(*entry);
    }
  }

  void write_fields(const InheritedFields& fields) {
    if (!fields.stage.empty()) out_.field("stage", fields.stage);
    if (fields.timeout_s) out_.field("timeout", duration_source(*fields.timeout_s));
    write_condition(fields.condition, out_);
  }

  void write_tests(const GroupSource& group, std::optional<std::int64_t> timeout) {
    bool first = true;
    for (const ListProgram::Item& item : group.group->items) {
      write_of(comments_.tests, item.listed);
      const auto parted = comments_.blank_above.find(item.listed);
      if (!first && parted != comments_.blank_above.end() && parted->second) out_.blank();
      first = false;
      if (item.left) {
        out_.comment(item.listed->raw + behind(item, item.left->empty() ? std::string() : *item.left));
      } else {
        out_.statement(test_source(item, timeout) + behind(item, left_suffixes(*item.listed)));
      }
    }
    if (group.group->last) write_of(comments_.ends, group.group->block);
  }

  // The comment on the test's line, with what we add to it.
  std::string behind(const ListProgram::Item& item, const std::string& added) {
    std::string text = added;
    const auto own = comments_.behind.find(item.listed);
    if (own != comments_.behind.end()) text = text.empty() ? own->second : fmt::format("{}; {}", own->second, text);
    return text.empty() ? text : "  # " + text;
  }

  std::string left_suffixes(const ListedTest& test) {
    std::string text;
    for (const TestSuffix& suffix : test.suffixes) {
      if (suffix.kind != TestSuffix::Kind::keyword && suffix.kind != TestSuffix::Kind::marker) continue;
      const std::string source = to_string(suffix);
      diags_.report(codes::list_no_word, suffix.span, source)
          .advise("the bracketed id names one test already; 'pytest_args' of a harness goes to all of a suite");
      text += (text.empty() ? "" : ", ") + source;
    }
    return text;
  }

  std::string test_source(const ListProgram::Item& item, std::optional<std::int64_t> timeout) {
    const ListedTest& listed = *item.listed;
    check_mark(listed);
    const std::string& topology = program_.topologies[item.topology].name;
    std::string source = fmt::format("test {}", text_source(topology));
    if (topology != item.name) source += fmt::format(" as {}", text_source(item.name));
    std::vector<std::string> fields;
    if (!item.mode.empty()) fields.push_back("mode = " + item.mode);
    if (item.timeout_s && item.timeout_s != timeout) fields.push_back("timeout = " + duration_source(*item.timeout_s));
    if (listed.find(TestSuffix::Kind::isolation) != nullptr) fields.emplace_back("isolation = true");
    const TestSuffix* const skip = listed.find(TestSuffix::Kind::skip);
    if (skip != nullptr) fields.push_back("skip " + text_source(skip->text));
    return fields.empty() ? source : fmt::format("{} {{ {} }}", source, fmt::join(fields, ", "));
  }

  void check_mark(const ListedTest& listed) {
    const auto planned = import_.planned.find(&listed);
    if (!listed.mark || planned == import_.planned.end() || *listed.mark == planned->second.mode) return;
    diags_.report(codes::list_other_mode, listed.span, to_string(*listed.mark), to_string(planned->second.mode))
        .advise("a test of the language has the mode that follows from its configuration and its cluster");
  }

  const ListProgram& program_;
  const ListImport& import_;
  const std::function<std::string(const std::string&)>& seen_;
  Diagnostics& diags_;
  const ListComments& comments_;
  syntax::SourceWriter out_;
  std::set<const ListContext*> written_;
};

}  // namespace

std::string source_of_list(const ListProgram& program, const ListImport& import,
                           const std::function<std::string(const std::string&)>& seen, Diagnostics& diags) {
  return ListSourceWriter(program, import, seen, diags).run();
}

}  // namespace perfc
