// perfc export: the configurations of topologies that have a load of their own, as YAML.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "compiler/diag/codes.hpp"
#include "compiler/diag/glyphs.hpp"
#include "compiler/driver/command.hpp"
#include "compiler/driver/compile.hpp"
#include "compiler/driver/console.hpp"
#include "compiler/driver/output.hpp"
#include "compiler/driver/output_guard.hpp"
#include "compiler/emit/config_export.hpp"
#include "compiler/plan/names.hpp"

namespace perfc::driver {
namespace {

// A file that is to be written, and the topologies that it is about.
struct Group {
  std::string stem;
  std::vector<const Topology*> topologies;
};

class Exporter {
 public:
  explicit Exporter(Compilation& compilation) : compilation_(compilation), diags_(compilation.diags) {}

  // Empty after an error.
  std::vector<Artefact> run() {
    std::vector<Group> groups;
    for (const Topology* topology : topologies()) add_to_groups(*topology, groups);
    if (groups.empty()) {
      diags_.report(codes::nothing_to_export, Span{})
          .advise(
              "give a topology a 'benchmark { }' block; for tests with a load from elsewhere, 'perfc build' writes "
              "config.yaml");
    }
    std::vector<Artefact> files;
    for (const Group& group : groups) add_file(group, files);
    return diags_.failed() ? std::vector<Artefact>() : files;
  }

 private:
  // A server may be without clients; where its program says what the file looks like, there is one.
  static bool has_configuration(const Topology& topology) {
    return topology.load || topology.document != nullptr || (topology.server && topology.shape);
  }

  // Those of the FILE arguments, in the order written.
  [[nodiscard]] std::vector<const Topology*> topologies() const {
    const std::vector<FileId>& files = compilation_.operands;
    const auto place = [&](const Topology* topology) {
      const FileId file = topology->origin.span.file;
      return std::pair(std::find(files.begin(), files.end(), file) - files.begin(), topology->origin.span.begin);
    };
    std::vector<const Topology*> chosen;
    for (const Topology& topology : compilation_.program->topologies) {
      const bool of_operand = std::find(files.begin(), files.end(), topology.origin.span.file) != files.end();
      if (topology.declared && has_configuration(topology) && of_operand) chosen.push_back(&topology);
    }
    std::sort(chosen.begin(), chosen.end(), [&](const Topology* a, const Topology* b) { return place(a) < place(b); });
    return chosen;
  }

  // Aggregated topologies that start from one document are servers of one file.
  void add_to_groups(const Topology& topology, std::vector<Group>& groups) {
    const bool server_of_file = topology.server && !topology.document_stem.empty();
    const std::string& stem = server_of_file ? topology.document_stem : topology.origin.name;
    if (!check_name("topology", stem, topology.origin.span, diags_)) return;
    const auto found = std::find_if(groups.begin(), groups.end(), [&](const Group& group) {
      const Topology& first = *group.topologies.front();
      return server_of_file && first.server && first.document == topology.document &&
             first.document_stem == topology.document_stem;
    });
    if (found != groups.end()) {
      found->topologies.push_back(&topology);
    } else {
      groups.push_back({stem, {&topology}});
    }
  }

  void add_file(const Group& group, std::vector<Artefact>& files) {
    std::vector<Exported> exported;
    for (const Topology* topology : group.topologies) exported.push_back(exported_of(*topology));
    if (!name_servers(group, exported)) return;
    Artefact file{group.stem + ".yaml", export_configuration(exported), false};
    const auto [written, fresh] = written_.try_emplace(file.path, files.size(), group.topologies.front());
    if (fresh) {
      files.push_back(std::move(file));
    } else if (files[written->second.first].text != file.text) {
      const Topology& first = *written->second.second;
      report_same(named(first), first.origin.span, *group.topologies.front(), fmt::format("'{}'", file.path));
    }
  }

  void report_same(const std::string& first, Span place, const Topology& second, std::string_view file) {
    diags_.report(codes::same_file, second.origin.span, first, named(second), file)
        .note(place, "the other one")
        .advise("rename one of them, or export them one after the other, each to a folder of its own");
  }

  static std::string named(const Topology& topology) { return fmt::format("topology '{}'", topology.origin.name); }

  Exported exported_of(const Topology& topology) {
    const std::vector<const Cluster*> clusters = clusters_of(topology);
    Exported exported{&topology, topology.origin.name, topology.gpus_per_node.value_or(0), nullptr};
    if (clusters.size() == 1) exported.cluster = clusters.front();
    if (topology.document != nullptr || topology.gpus_per_node) return exported;
    const bool agree = std::all_of(clusters.begin(), clusters.end(), [&](const Cluster* cluster) {
      return cluster->gpus_per_node == clusters.front()->gpus_per_node;
    });
    if (agree && !clusters.empty()) exported.gpus_per_node = clusters.front()->gpus_per_node;
    if (exported.gpus_per_node == 0) {
      diags_.report(codes::gpus_per_node_unknown, topology.origin.span, topology.origin.name)
          .advise("write it in the topology: hardware { gpus_per_node = N }")
          .advise(clusters.empty() ? "or declare the cluster that it is for, or import it with 'use'"
                                   : "or let a suite test it on one of the clusters");
    }
    return exported;
  }

  // Those that suites test it on; where none does, those of the program.
  [[nodiscard]] std::vector<const Cluster*> clusters_of(const Topology& topology) const {
    std::vector<const Cluster*> found;
    for (const Suite& suite : compilation_.program->suites) {
      const bool tests_it = std::any_of(suite.tests.begin(), suite.tests.end(), [&](const Test& test) {
        return test.topology->origin.span == topology.origin.span;
      });
      const bool known = std::find(found.begin(), found.end(), suite.cluster) != found.end();
      if (tests_it && !known) found.push_back(suite.cluster);
    }
    if (!found.empty()) return found;
    for (const Cluster& cluster : compilation_.program->clusters) {
      if (cluster.gpus_per_node > 0) found.push_back(&cluster);
    }
    return found;
  }

  // A server of a file keeps its name; further topologies that start from it are new servers with names of their own.
  bool name_servers(const Group& group, std::vector<Exported>& exported) {
    const Topology& first = *group.topologies.front();
    if (!first.server || first.document == nullptr) return true;
    std::map<std::string, Span> taken;  // by name, from where
    for (const Document& server : first.document->find("server_configs")->items) {
      if (const Document* const name = server.find("name")) taken.try_emplace(name->text, name->span);
    }
    std::set<std::string> kept;
    for (Exported& each : exported) {
      const std::string& of_file = each.topology->document_server;
      if (kept.insert(of_file).second) {
        each.name = of_file;
        continue;
      }
      const auto [found, fresh] = taken.try_emplace(each.name, each.topology->origin.span);
      if (fresh) continue;
      report_same("a server", found->second, *each.topology,
                  fmt::format("server '{}' of '{}.yaml'", each.name, group.stem));
      return false;
    }
    return true;
  }

  Compilation& compilation_;
  Diagnostics& diags_;
  std::map<std::string, std::pair<std::size_t, const Topology*>> written_;  // by path: place in the list, who is first
};

// A single one is the text of its file; several are documents of one stream.
void print_documents(const std::vector<Artefact>& files) {
  if (files.size() == 1) {
    print(files.front().text);
    return;
  }
  for (const Artefact& file : files) print(fmt::format("---\n# {}\n{}", displayed(file.path), file.text));
}

int write(const std::vector<Artefact>& files, const OutputOptions& options) {
  const std::size_t changed = print_written(files, write_files(files, options), options.dir);
  print(fmt::format("exported {} configuration{} to {}/: {} changed\n", files.size(), files.size() == 1 ? "" : "s",
                    displayed(options.dir), changed));
  return kFine;
}

}  // namespace

int run_export(const Arguments& arguments) {
  OutputOptions options;
  if (arguments.has("output")) options.dir = output_dir(arguments.value("output"));
  DiskFiles files;
  Compilation& compilation = compile_for_good(files, compile_options(arguments, files));
  std::vector<Artefact> configurations;
  if (!compilation.diags.failed()) configurations = Exporter(compilation).run();
  const int status = report(compilation, arguments);
  if (status != kFine) return status;
  if (options.dir.empty()) {
    print_documents(configurations);
    return kFine;
  }
  return guarded_output(compilation, arguments, options.dir, [&] { return write(configurations, options); });
}

}  // namespace perfc::driver
