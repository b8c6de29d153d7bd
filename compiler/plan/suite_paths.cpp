#include "compiler/plan/suite_paths.hpp"

#include <fmt/format.h>

#include "compiler/diag/codes.hpp"
#include "compiler/plan/login.hpp"
#include "compiler/plan/paths.hpp"
#include "compiler/plan/sbatch.hpp"

namespace perfc {
namespace {

Span mount_span(const Container& container, std::size_t index, Span otherwise) {
  return index < container.mount_spans.size() ? container.mount_spans[index] : otherwise;
}

// A path that scripts need; reported when the cluster does not say it.
Text required_path(const SuiteContext& context, std::string_view field, const std::optional<Text>& value,
                   Diagnostics& diags) {
  const Origin& origin = context.cluster->origin;
  if (!value || value->empty()) {
    diags.report(codes::unstated_field, origin.at(field), "cluster", origin.name, field)
        .advise(fmt::format("write '{} = \"/...\"' in the cluster", field));
    return {};
  }
  if (!may_be_absolute(*value)) {
    Diagnostic& found = diags.report(codes::not_absolute, origin.at(field), field, value->display());
    if (value->display().starts_with('$')) {
      found.advise("a variable of the running script is written env(\"NAME\"), inside a string ${env(\"NAME\")}");
    } else {
      found.advise("write the whole path, from '/'");
    }
  }
  return without_trailing_slash(*value);
}

// The option's value when `word` is `--option=value`.
std::optional<Text> value_of(const Text& word, std::string_view option) {
  if (word.empty() || word.parts().front().kind != TextPart::Kind::literal) return std::nullopt;
  if (!word.parts().front().text.starts_with(std::string(option) + "=")) return std::nullopt;
  std::vector<Text> halves = split(word, '=');
  halves.erase(halves.begin());
  return join(halves, "=");
}

// Takes `--option=value` or `--option value` at `at`; the values are separated by commas.
bool take_option(const std::vector<Text>& words, std::size_t& at, std::string_view option, std::vector<Text>& values) {
  std::optional<Text> value = value_of(words[at], option);
  if (!value && words[at] == Text(option) && at + 1 < words.size()) value = words[++at];
  if (!value) return false;
  for (Text& piece : split(*value, ',')) values.push_back(std::move(piece));
  return true;
}

// A path that the container must see at its own path gets a mount for it where none covers it.
void mount_own(SuiteContext& context, std::string_view what, const Text& path, const Text& mounted, Span place,
               Diagnostics& diags) {
  for (const char mark : {':', ','}) {
    if (!holds(path, mark)) continue;
    diags.report(codes::unmountable, place, what, path.display(), std::string_view(&mark, 1))
        .advise("mount a folder above it in 'container { mounts }'");
    return;
  }
  context.mounts.add_own(mounted);
}

Text inside_or_own(SuiteContext& context, std::string_view what, const Text& path, Diagnostics& diags) {
  if (path.empty()) return path;
  if (std::optional<Text> inside = context.mounts.inside(path)) return *inside;
  mount_own(context, what, path, path, context.cluster->origin.at(what), diags);
  return path;
}

Text models_inside(SuiteContext& context, Diagnostics& diags) {
  const Text& models = context.host.models;
  if (models.empty()) return models;
  if (std::optional<Text> inside = context.mounts.inside(models)) return *inside;
  diags.report(codes::not_mounted, context.cluster->origin.at("model_root"), "model_root", models.display())
      .advise(fmt::format("add \"{}:/data\" to 'container {{ mounts }}'", models.display()));
  return models;
}

void mount_work(SuiteContext& context, Diagnostics& diags) {
  if (context.host.work.empty()) return;
  const Text& suite_dir = context.host.tests;
  const std::optional<Text> inside = context.mounts.inside(suite_dir);
  if (inside) {
    context.work_mount = *inside == suite_dir ? WorkMount::same_path : WorkMount::other_path;
  } else {
    mount_own(context, "work_dir", suite_dir, Text::work_dir(), context.cluster->origin.at("work_dir"), diags);
  }
}

// A script may be given by its path in the container: where a mount covers that, the host's path is known too. One that
// no mount covers is part of the image.
void set_script(SuiteContext& context, std::string_view what, const Text& given, Text& host, Text& inside) {
  const bool of_host = !context.cluster->container.image || given.under(context.host.repo);
  const std::optional<Text> seen = context.mounts.inside(given);
  const std::optional<Text> source = seen || of_host ? given : context.mounts.outside(given);
  host = source.value_or(given);
  inside = context.literal() ? given : context.mounts.inside(host).value_or(given);
  if (source) context.scripts.emplace_back(what, host);
}

void set_scripts(SuiteContext& context) {
  const Harness& harness = *context.harness;
  const Text scripts = context.host.repo + "/jenkins/scripts";
  set_script(context, "the run script", harness.run_script.value_or(scripts + "/slurm_run.sh"), context.host.run_script,
             context.run_script);
  set_script(context, "the install script", harness.install_script.value_or(scripts + "/slurm_install.sh"),
             context.host.install_script, context.install_script);
}

void set_needed(SuiteContext& context) {
  if (!context.host.repo.empty()) context.needed.emplace_back("the repository", context.host.repo);
  const Text image = context.cluster->container.image.value_or(Text());
  if (image.literal() && image.str().starts_with('/')) context.needed.emplace_back("the container image", image);
}

}  // namespace

void set_paths(SuiteContext& context, Diagnostics& diags) {
  const Cluster& cluster = *context.cluster;
  check_login(cluster, diags);
  context.host.repo = required_path(context, "repo", cluster.repo, diags);
  context.host.models = required_path(context, "model_root", cluster.model_root, diags);
  context.host.work = required_path(context, "work_dir", cluster.work_dir, diags);
  context.host.tests = context.host.work + "/" + context.suite->origin.name;
  set_needed(context);
  const Container& container = cluster.container;
  for (std::size_t i = 0; i < container.mounts.size(); ++i) {
    context.mounts.add(container.mounts[i], mount_span(container, i, cluster.origin.at("container")), diags);
  }
  if (context.literal()) {
    context.repo = context.host.repo;
    context.models = context.host.models;
    set_scripts(context);
    return;
  }
  for (const Text& mount : srun_words(context, diags).mounts)
    context.mounts.add(mount, cluster.origin.at("srun_args"), diags);
  context.repo = inside_or_own(context, "repo", context.host.repo, diags);
  context.models = models_inside(context, diags);
  mount_work(context, diags);
  set_scripts(context);
}

SrunWords srun_words(const SuiteContext& context, Diagnostics& diags) {
  SrunWords result;
  const std::vector<Text>& words = context.cluster->srun_args;
  for (std::size_t i = 0; i < words.size(); ++i) {
    check_names_no_nodes(words[i].display(), context.cluster->origin.at("srun_args", i), diags);
    const bool taken = !context.literal() && (take_option(words, i, "--container-mounts", result.mounts) ||
                                              take_option(words, i, "--container-env", result.container_env));
    if (!taken) result.words.push_back(words[i]);
  }
  return result;
}

void set_srun_args(SuiteContext& context, Diagnostics& diags) {
  const Container& container = context.cluster->container;
  const Text workspace = Text::work_dir() + "/disagg_workspace";
  const Text name = container.name.value_or(Text("disagg_test_") + Text::env("SLURM_JOB_ID"));
  std::vector<Text>& args = context.srun_args;
  args.push_back("--container-name=" + name);
  if (!container.image || container.image->empty()) {
    diags
        .report(codes::unstated_field, context.cluster->origin.at("container"), "cluster", context.cluster->origin.name,
                "container.image")
        .advise("write 'container { image = \"...\" }' in the cluster");
  }
  args.push_back("--container-image=" + container.image.value_or(Text()));
  args.push_back("--container-workdir=" + container.workdir.value_or(workspace));
  if (!context.mounts.empty()) args.push_back("--container-mounts=" + context.mounts.option());
  args.emplace_back("--mpi=" + context.cluster->mpi);
  SrunWords extra = srun_words(context, diags);
  args.insert(args.end(), extra.words.begin(), extra.words.end());
  context.container_env = std::move(extra.container_env);
}

}  // namespace perfc
