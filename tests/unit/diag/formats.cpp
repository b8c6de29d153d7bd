#include "compiler/diag/formats.hpp"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "compiler/diag/codes.hpp"

using namespace perfc;
using Json = nlohmann::json;

namespace {

struct FormatsFixture {
  Sources sources;
  Diagnostics diags;

  FileId add(std::string text, std::string path = "a.perf") { return sources.add(std::move(path), std::move(text)); }
  [[nodiscard]] Json sarif(std::string root = "/w") const {
    const SarifRun run{"1.2", std::move(root), true, [](const Diagnostic& each) {
                         const std::string id(each.code.empty() ? each.rule : each.code);
                         return RuleInfo{id, "name", "summary", "# page\n", each.level};
                       }};
    return Json::parse(render_sarif(diags, sources, run))["runs"][0];
  }
};

}  // namespace

TEST_CASE_FIXTURE(FormatsFixture, "a finding as one line of JSON, in the order that callers know") {
  const FileId file = add("model m {\n  é = dri\n}\n");
  diags.report(codes::unknown_name, {file, 17, 20}, "dri")
      .advise("did you mean 'dir'?")
      .note({file, 6, 7}, "in this model")
      .mend({file, 17, 20}, "dir");
  CHECK(
      render_json(diags, sources) ==
      R"({"file":"a.perf","line":2,"column":7,"end_line":2,"end_column":10,"code":"E204","level":"error","rule":"",)"
      R"("message":"unknown name 'dri'","help":"did you mean 'dir'?",)"
      R"("related":[{"file":"a.perf","line":1,"column":7,"end_line":1,"end_column":8,"message":"in this model"}],)"
      R"("fix":{"safe":true,"edits":[{"file":"a.perf","line":2,"column":7,"end_line":2,"end_column":10,"replacement":"dir"}]}})"
      "\n");
}

TEST_CASE_FIXTURE(FormatsFixture, "what is no UTF-8 is still JSON") {
  const FileId file = add("x = \"\xFF\"\n", "a\xE9 b.perf");
  diags.report(codes::cannot_read, {file, 5, 6}, "q\xFF", "no");
  diags.report(codes::cannot_read, Span{}, "a\nb", "no").rule = "idle-gpus";
  const std::string out = render_json(diags, sources);
  const Json first = Json::parse(out.substr(0, out.find('\n')));
  CHECK(first["file"] == "a\xEF\xBF\xBD b.perf");
  CHECK(first["message"] == "cannot read 'q\xEF\xBF\xBD': no");
  const Json second = Json::parse(out.substr(out.find('\n') + 1));
  CHECK(second["file"] == "");
  CHECK(second["line"] == 0);
  CHECK(second["fix"].is_null());
  CHECK(sarif()["artifacts"][0]["location"]["uri"] == "a%E9%20b.perf");
}

TEST_CASE_FIXTURE(FormatsFixture, "GitHub's commands end where a line ends, and nothing in a name or message does") {
  const FileId file = add("a = {\n}\n", "odd, 100%: x\n.perf");
  diags.report(codes::unknown_name, {file, 0, 1}, "50%\r\n::error::no").advise("a: b, c");
  diags.report(codes::foreign_key, {file, 4, 7}, "k", "x").level = Level::note;
  diags.report(codes::foreign_key, Span{}, "\x1b", "x");
  CHECK(render_github(diags, sources) ==
        "::error file=odd%2C 100%25%3A x%0A.perf,line=1,col=1,endLine=1,endColumn=2,title=perfc E204::"
        "unknown name '50%25%0D%0A::error::no'%0Ahelp: a: b, c\n"
        "::notice file=odd%2C 100%25%3A x%0A.perf,line=1,endLine=2,title=perfc W217::"
        "no schema knows the key 'k' of x; it is kept as extra\n"
        "::warning title=perfc W217::no schema knows the key '\xEF\xBF\xBD' of x; it is kept as extra\n");
}

TEST_CASE_FIXTURE(FormatsFixture, "a log without findings is whole") {
  const Json run = sarif();
  CHECK(run["results"].empty());
  CHECK(run["results"].is_array());
  CHECK(run["tool"]["driver"]["name"] == "perfc");
  CHECK(run["tool"]["driver"]["rules"].is_array());
  CHECK(run["columnKind"] == "unicodeCodePoints");
  CHECK(run["originalUriBaseIds"]["%SRCROOT%"]["uri"] == "file:///w/");
}

TEST_CASE_FIXTURE(FormatsFixture, "a finding of a log: rule, place, related places, fix") {
  const FileId file = add("model m {\n  dri = 1\n}\n");
  const FileId other = add("x\n", "../b.perf");
  diags.report(codes::unknown_field, {file, 12, 15}, "dri", "model")
      .advise("did you mean 'dir'?")
      .note({other, 0, 1}, "declared here")
      .mend({file, 12, 15}, "dir")
      .unsafe();
  diags.report(codes::unknown_field, {file, 18, 19}, "x", "y");
  const Json run = sarif("/w/v");
  CHECK(run["tool"]["driver"]["rules"].size() == 1);
  CHECK(run["tool"]["driver"]["rules"][0]["defaultConfiguration"]["level"] == "error");
  const Json& result = run["results"][0];
  CHECK(result["ruleId"] == "E202");
  CHECK(result["ruleIndex"] == 0);
  CHECK(result["message"]["text"] == "unknown field 'dri' in model\ndid you mean 'dir'?");
  const Json place = {{"artifactLocation", {{"uri", "a.perf"}, {"uriBaseId", "%SRCROOT%"}, {"index", 0}}},
                      {"region", {{"startLine", 2}, {"startColumn", 3}, {"endLine", 2}, {"endColumn", 6}}}};
  CHECK(result["locations"][0]["physicalLocation"] == place);
  CHECK(result["relatedLocations"][0]["physicalLocation"]["artifactLocation"] ==
        Json({{"uri", "file:///w/b.perf"}, {"index", 1}}));
  const Json& change = result["fixes"][0]["artifactChanges"][0];
  CHECK(change["replacements"][0]["insertedContent"]["text"] == "dir");
  CHECK(change["replacements"][0]["deletedRegion"] == place["region"]);
  CHECK(result["fixes"][0]["properties"]["safe"] == false);
}

TEST_CASE("file names as URIs") {
  const auto uri = [](std::string_view path, std::string_view root) { return file_uri(path, root).uri; };
  CHECK(uri("a/b.perf", "/w") == "a/b.perf");
  CHECK(uri("./a//b/../c.perf", "/w") == "a/c.perf");
  CHECK(uri("/w/a.perf", "/w/") == "a.perf");
  CHECK(uri("/wide/a.perf", "/w") == "file:///wide/a.perf");
  CHECK(uri("../a.perf", "/w/x") == "file:///w/a.perf");
  CHECK(uri("../x/a.perf", "/w/x") == "a.perf");
  CHECK(uri("a:b #?%.perf", "/w") == "a%3Ab%20%23%3F%25.perf");
  CHECK(uri("<stdin>", "") == "%3Cstdin%3E");
  CHECK(uri("/a.perf", "/") == "a.perf");
  CHECK(file_uri("a", "/w").relative);
  CHECK_FALSE(file_uri("/a", "/w").relative);
}
