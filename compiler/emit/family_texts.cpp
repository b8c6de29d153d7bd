#include "compiler/emit/family_texts.hpp"

#include <mutex>
#include <string_view>

namespace perfc {
namespace {

// No test is called so; if one is, or a text has it for another reason, the comparison in make() tells.
constexpr std::string_view kAnyName = "PerfcNameOfTheTest";

TestPlan renamed(TestPlan test, std::string_view name) {
  test.name = name;
  if (test.own_configuration()) test.config_name = name;
  return test;
}

}  // namespace

struct FamilyTexts::Family {
  std::once_flag once;
  std::vector<HoledText> texts;  // empty where they would not be right
};

FamilyTexts::FamilyTexts(const SuitePlan& suite, std::vector<TestEmitter> emitters)
    : suite_(suite), emitters_(std::move(emitters)) {
  std::vector<std::size_t> members;
  for (const TestPlan& test : suite.tests) {
    if (!test.family) continue;
    if (*test.family >= members.size()) members.resize(*test.family + 1);
    ++members[*test.family];
  }
  families_.resize(members.size());
  for (std::size_t i = 0; i < members.size(); ++i) {
    if (members[i] >= kWorthFilling) families_[i] = std::make_unique<Family>();
  }
}

FamilyTexts::~FamilyTexts() = default;

std::vector<std::string> FamilyTexts::of(const TestPlan& test) const {
  if (!test.family || families_[*test.family] == nullptr) return emitted(test);
  Family& family = *families_[*test.family];
  std::call_once(family.once, [&] { make(family, test); });
  if (family.texts.empty()) return emitted(test);
  std::vector<std::string> texts;
  texts.reserve(emitters_.size());
  for (const HoledText& text : family.texts) texts.push_back(text.filled(test.name));
  return texts;
}

std::vector<std::string> FamilyTexts::emitted(const TestPlan& test) const {
  const TestPlan spelled = named(test);
  std::vector<std::string> texts;
  texts.reserve(emitters_.size());
  for (const TestEmitter emit : emitters_) texts.push_back(emit(suite_, spelled));
  return texts;
}

// Where the suite itself says the mark somewhere, a hole would be where none belongs; one test shows it.
void FamilyTexts::make(Family& family, const TestPlan& test) const {
  const std::vector<std::string> marked = emitted(renamed(test, kAnyName));
  const std::vector<std::string> wanted = emitted(test);
  std::vector<HoledText> texts;
  for (std::size_t i = 0; i < marked.size(); ++i) {
    texts.emplace_back(marked[i], kAnyName);
    if (test.name.find(kAnyName) != std::string::npos || texts.back().filled(test.name) != wanted[i]) return;
  }
  family.texts = std::move(texts);
}

}  // namespace perfc
