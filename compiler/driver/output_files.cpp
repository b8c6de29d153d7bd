// Files that lie in DIR itself, for commands that write no folders of suites.
#include "compiler/driver/existing.hpp"
#include "compiler/driver/output.hpp"
#include "compiler/driver/signals.hpp"
#include "compiler/driver/staging.hpp"
#include "compiler/driver/workers.hpp"

namespace perfc::driver {

std::vector<FolderState> write_files(const std::vector<Artefact>& files, const OutputOptions& options) {
  const SignalGuard signals;
  Staging staging(options.dir, options.swap);
  std::vector<FolderState> states(files.size());
  const auto stage = [&](std::size_t i) {
    SignalGuard::check();
    const Artefact& file = files[i];
    require_component(file.path);
    const std::string shown = options.dir + "/" + file.path;
    const Existing existing = compare_file(staging.dir(), file.path.c_str(), file, shown);
    states[i] = existing == Existing::same     ? FolderState::same
                : existing == Existing::absent ? FolderState::fresh
                                               : FolderState::changed;
    if (existing != Existing::same)
      write_new_file(staging.folder(), file.path.c_str(), file.text, file.executable, shown);
  };
  for_each_parallel(files.size(), options.jobs, stage);
  SignalGuard::check();
  for (std::size_t i = 0; i < files.size(); ++i) {
    const std::string from = staging.name() + "/" + files[i].path;
    if (states[i] == FolderState::fresh) staging.journal().place(from, files[i].path);
    if (states[i] == FolderState::changed) staging.journal().replace(from, files[i].path);
  }
  staging.keep();
  return states;
}

}  // namespace perfc::driver
