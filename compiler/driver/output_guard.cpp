#include "compiler/driver/output_guard.hpp"

#include <fmt/format.h>

#include <csignal>

#include "compiler/diag/codes.hpp"
#include "compiler/diag/glyphs.hpp"
#include "compiler/driver/console.hpp"
#include "compiler/driver/filesystem.hpp"
#include "compiler/driver/signals.hpp"

namespace perfc::driver {

std::string output_dir(std::string written) {
  if (written.empty() || written.find('\0') != std::string::npos) throw UsageError{"-o takes the name of a folder", {}};
  while (written.size() > 1 && written.back() == '/') written.pop_back();
  return written;
}

std::size_t print_written(const std::vector<Artefact>& files, const std::vector<FolderState>& states,
                          const std::string& dir) {
  std::size_t changed = 0;
  for (std::size_t i = 0; i < files.size(); ++i) {
    print(fmt::format("{:<8} {}\n", word(states[i]), displayed(fmt::format("{}/{}", dir, files[i].path))));
    if (states[i] != FolderState::same) ++changed;
  }
  return changed;
}

int guarded_output(const Compilation& compilation, const Arguments& arguments, const std::string& dir,
                   const std::function<int()>& write) {
  Diagnostics diags;  // the findings of the program have been printed by now
  try {
    return write();
  } catch (const IoError& error) {
    const auto& code = arguments.has("check") ? codes::cannot_read : codes::cannot_write;
    diags.report(code, Span{}, error.path, reason_text(error.reason));
  } catch (const OutputBusy&) {
    diags.report(codes::output_busy, Span{}, dir).advise("wait for it, or write to another folder with -o DIR");
  } catch (const Interrupted& interrupted) {
    print_error("perfc: interrupted; nothing was written\n");
    std::raise(interrupted.signal);  // the handlers are the former ones again
    return kMachine;
  }
  print_findings(diags, compilation.sources, arguments);
  return kMachine;
}

}  // namespace perfc::driver
