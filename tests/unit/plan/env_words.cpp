#include "compiler/plan/env_words.hpp"

#include <doctest/doctest.h>

#include "tests/unit/plan/build.hpp"

using namespace perfc;
using namespace perfc::test;

namespace {

// "NAME=value" in brackets, then words in brackets.
std::string read(std::string text) {
  Env env;
  env.text = std::move(text);
  Diagnostics diags;
  const EnvWords words = env_words(env, diags);
  std::string result;
  for (const auto& [name, assigned] : words.assignments) result += "[" + name + "=" + assigned.str() + "]";
  for (const Text& word : words.words) result += "<" + word.str() + ">";
  return diags.failed() ? "error: " + diags.all()[0].message : result;
}

}  // namespace

TEST_CASE("a text is read as a shell would") {
  CHECK(read("A=1 B=2") == "[A=1][B=2]");
  CHECK(read("  A=1\t\n B=  ") == "[A=1][B=]");
  CHECK(read("").empty());
  CHECK(read("A=x=y") == "[A=x=y]");
  CHECK(read("\"W=a::b:c.d\" C=1") == "[W=a::b:c.d][C=1]");
  CHECK(read("A='x  y' B=\"p q\"r") == "[A=x  y][B=p qr]");
  CHECK(read("A=\\\"x\\ y") == "[A=\"x y]");
  CHECK(read("A=\"\\$x \\n\"") == "[A=$x \\n]");
  CHECK(read("A='\\'") == "[A=\\]");
  CHECK(read("A=x\\") == "[A=x\\]");
}

TEST_CASE("a backslash in front of a line break continues the line") {
  CHECK(read("A=1 \\\nB=2") == "[A=1][B=2]");
  CHECK(read("\\\n\\\nA=1\\\n2") == "[A=12]");
  CHECK(read("A=\"x\\\ny\" B='x\\\ny'") == "[A=xy][B=x\\\ny]");
  CHECK(read("A=1 \\\n") == "[A=1]");
}

TEST_CASE("nothing is expanded") {
  CHECK(read("A=$HOME B=$(id) C=`id` D=* E=~") == "[A=$HOME][B=$(id)][C=`id`][D=*][E=~]");
}

TEST_CASE("what is no assignment stays a word, and so does all behind it") {
  CHECK(read("A=1 numactl -N 0 B=2") == "[A=1]<numactl><-N><0><B=2>");
  CHECK(read("1A=2") == "<1A=2>");
  CHECK(read("=x") == "<=x>");
  CHECK(read("A-B=x") == "<A-B=x>");
  CHECK(read("''") == "<>");
}

TEST_CASE("a quote that is never closed") {
  CHECK(read("A=\"x") == "error: the environment text has a quote \" that is never closed");
  CHECK(read("A=it's") == "error: the environment text has a quote ' that is never closed");
  CHECK(read("A=\"\\\"") == "error: the environment text has a quote \" that is never closed");
}

TEST_CASE("a map keeps its order and its values") {
  Env env;
  env.span = {0, 5, 9};
  env.variables = {{"B", Text("$(x) 'y'")}, {"A", Text::env("HOME")}};
  Diagnostics diags;
  const EnvWords words = env_words(env, diags);
  REQUIRE(words.assignments.size() == 2);
  CHECK(words.assignments[0].first == "B");
  CHECK(words.assignments[0].second == Text("$(x) 'y'"));
  CHECK(words.assignments[1].second == Text::env("HOME"));
  CHECK(diags.all().empty());
  env.variables = {{"odd key", Text("1")}};
  CHECK(env_words(env, diags).assignments.empty());
  REQUIRE(diags.all().size() == 1);
  CHECK(diags.all()[0].message == "'odd key' is no name of an environment variable");
  CHECK(diags.all()[0].span == Span{0, 5, 9});
}
