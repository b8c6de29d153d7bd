#include "compiler/emit/command_text.hpp"

#include <algorithm>
#include <iterator>

#include "compiler/emit/quote.hpp"

namespace perfc {
namespace {

constexpr std::string_view kPytestCommand = "pytestCommand";

// Words with a blank between them.
class Words {
 public:
  explicit Words(Pieces& out) : out_(out) {}
  void next() {
    if (started_) literal_end(out_) += ' ';
    started_ = true;
  }

 private:
  Pieces& out_;
  bool started_ = false;
};

void add_head(Pieces& out, Words& words, const CommandPlan& command, std::size_t assignments, RunTimeValues& values) {
  if (!command.unset.empty()) {
    words.next();
    std::string& text = literal_end(out);
    text += "unset";
    for (const std::string& name : command.unset) (text += ' ') += name;
    text += " &&";
  }
  for (std::size_t i = 0; i < assignments; ++i) {
    const auto& [name, value] = command.env[i];
    words.next();
    (literal_end(out) += name) += '=';
    if (!value.empty()) values.append_eval(out, value);
  }
}

// True when `command` is `base` with more in front; `extra` gets the number of variables that come first.
bool extends(const CommandPlan& command, const CommandPlan& base, std::size_t& extra) {
  if (!base.unset.empty() || !base.prefix_words.empty() || !command.prefix_words.empty()) return false;
  if (command.env.size() < base.env.size() || command.argv != base.argv) return false;
  extra = command.env.size() - base.env.size();
  return std::equal(base.env.begin(), base.env.end(), command.env.begin() + static_cast<std::ptrdiff_t>(extra));
}

std::string variable_name(const CommandPlan& command, bool one_worker) {
  if (command.label == "GEN") return one_worker ? "pytestCommandWorker" : "pytestCommandGenWorker";
  if (command.label == "CTX") return one_worker ? "pytestCommandWorker" : "pytestCommandCtxWorker";
  if (command.label == "DISAGG_SERVER") return "pytestCommandDisaggServer";
  if (command.label == "BENCHMARK") return "pytestCommandBenchmark";
  return "pytestCommandServer";
}

const CommandPlan* find(const TestPlan& test, std::string_view label) {
  for (const CommandPlan& command : test.commands) {
    if (command.label == label) return &command;
  }
  return nullptr;
}

bool has(const CommandVariables& variables, std::string_view name) {
  return std::any_of(variables.list.begin(), variables.list.end(),
                     [name](const CommandVariable& known) { return known.name == name; });
}

}  // namespace

bool same_text(const CommandPlan& a, const CommandPlan& b) {
  return a.unset == b.unset && a.env == b.env && a.prefix_words == b.prefix_words && a.argv == b.argv;
}

Pieces command_text(const CommandPlan& command, RunTimeValues& values) {
  Pieces out;
  literal_end(out).reserve(1024);
  Words words(out);
  add_head(out, words, command, command.env.size(), values);
  bool first = command.env.empty();
  for (const SharedVector<Text>* list : {&command.prefix_words, &command.argv}) {
    for (const Text& word : *list) {
      words.next();
      values.append_eval(out, word, first);
      first = false;
    }
  }
  return out;
}

CommandPlan without_launcher(const CommandPlan& command) {
  CommandPlan bare = command;
  const auto launcher = [](const Text& word) {
    return std::any_of(word.parts().begin(), word.parts().end(), [](const TextPart& part) {
      return part.kind == TextPart::Kind::literal && part.text.find("trtllm-llmapi-launch") != std::string::npos;
    });
  };
  std::erase_if(bare.argv.edit(), launcher);
  return bare;
}

const std::string& CommandVariables::of(const std::string& label) const {
  static const std::string plain(kPytestCommand);
  const auto found = std::find_if(roles.begin(), roles.end(), [&](const auto& role) { return role.first == label; });
  return found == roles.end() ? plain : found->second;
}

CommandVariables command_variables(const TestPlan& test, RunTimeValues& values) {
  CommandVariables out;
  if (test.pytest.argv.empty()) return out;
  out.list.push_back({std::string(kPytestCommand), command_text(test.pytest, values)});
  const CommandPlan bare = without_launcher(test.pytest);
  if (test.mode == Mode::disagg) out.list.push_back({"pytestCommandNoLLMAPILaunch", command_text(bare, values)});
  const CommandPlan* gen = find(test, "GEN");
  const CommandPlan* ctx = find(test, "CTX");
  const bool one_worker = gen == nullptr || ctx == nullptr || same_text(*gen, *ctx);
  for (const CommandPlan& command : test.commands) {
    if (test.mode != Mode::disagg && same_text(command, test.pytest)) continue;
    std::string name = variable_name(command, one_worker);
    out.roles.emplace_back(command.label, name);
    if (has(out, name)) continue;  // GEN and CTX share theirs
    Pieces value;
    Words words(value);
    std::size_t extra = 0;
    const bool launched = extends(command, test.pytest, extra);
    if (launched || (test.mode == Mode::disagg && extends(command, bare, extra))) {
      add_head(value, words, command, extra, values);
      words.next();
      value.push_back({launched ? "${pytestCommand}" : "${pytestCommandNoLLMAPILaunch}", true});
    } else {
      value = command_text(command, values);
    }
    out.list.push_back({std::move(name), std::move(value)});
  }
  return out;
}

std::string command_display(const CommandPlan& command) {
  std::string out;
  RunTimeValues values(RunTimeValues::Use::display);
  for (const Piece& piece : command_text(command, values)) out += piece.text;
  return out;
}

}  // namespace perfc
