#include "compiler/base/yaml_scalar.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "tests/unit/import/pyyaml.hpp"

namespace perfc {
namespace {

std::string_view name_of(ScalarKind kind) {
  constexpr std::string_view kNames[] = {"null", "bool", "int", "float", "timestamp", "reserved", "str"};
  return kNames[static_cast<std::size_t>(kind)];
}

struct Row {
  std::string_view text;
  std::string_view kind;
};

// What people write, and what YAML 1.1 as PyYAML has it makes of that.
constexpr Row kRows[] = {
    {"", "null"},
    {"~", "null"},
    {"null", "null"},
    {"Null", "null"},
    {"NULL", "null"},
    {"nULL", "str"},
    {"yes", "bool"},
    {"Yes", "bool"},
    {"YES", "bool"},
    {"no", "bool"},
    {"on", "bool"},
    {"Off", "bool"},
    {"true", "bool"},
    {"FALSE", "bool"},
    {"tRue", "str"},
    {"y", "str"},
    {"n", "str"},
    {"0", "int"},
    {"-0", "int"},
    {"+1", "int"},
    {"1024", "int"},
    {"1_000", "int"},
    {"010", "int"},
    {"0_7", "int"},
    {"09", "str"},
    {"0o10", "str"},
    {"0x1F", "int"},
    {"0x", "str"},
    {"-0x1f", "int"},
    {"0X1F", "str"},
    {"0b101", "int"},
    {"0b2", "str"},
    {"1:30", "int"},
    {"1:30:00", "int"},
    {"12:00:00", "int"},
    {"02:00:00", "str"},
    {"1:60", "str"},
    {"1:5", "int"},
    {"-1:30", "int"},
    {"_1", "str"},
    {"1_", "int"},
    {"--1", "str"},
    {"1.5", "float"},
    {"1.", "float"},
    {".5", "float"},
    {"-.5", "str"},
    {".", "str"},
    {"._5", "str"},
    {"1e3", "str"},
    {"1.0e3", "str"},
    {"1.0e+3", "float"},
    {"1.5E-3", "float"},
    {"1e+3", "str"},
    {".5e-1", "float"},
    {"1_0.5", "float"},
    {"1:30.5", "float"},
    {"0:30.", "float"},
    {".inf", "float"},
    {"-.INF", "float"},
    {"+.Inf", "float"},
    {".iNf", "str"},
    {".nan", "float"},
    {".NaN", "float"},
    {"-.nan", "str"},
    {"0.", "float"},
    {"00.5", "float"},
    {"2001-12-14", "timestamp"},
    {"2001-1-1", "str"},
    {"2001-12-14t21:59:43.10-05:00", "timestamp"},
    {"2001-12-14 21:59:43.10 -5", "timestamp"},
    {"2001-1-1 1:59:43Z", "timestamp"},
    {"2001-12-14 21:59", "str"},
    {"2001-12-14T21:59:43 +5:3", "str"},
    {"<<", "reserved"},
    {"=", "reserved"},
    {"==", "str"},
    {"<partition>", "str"},
    {"1 2 4", "str"},
    {"1,024", "str"},
    {"fp4", "str"},
    {"8k1k", "str"},
    {"1.2.3", "str"},
    {"-", "str"},
    {"+", "str"},
    {"99999999999999999999", "int"},
    {"0.0", "float"},
    {"6.02e23", "str"},
};

TEST_CASE("what an unquoted scalar is") {
  for (const Row& row : kRows) {
    CAPTURE(row.text);
    CHECK(name_of(resolve_plain(row.text)) == row.kind);
  }
}

TEST_CASE("PyYAML says the same") {
  if (!test::has_pyyaml()) return;
  const test::PythonFiles files;
  std::string texts;
  std::string kinds;
  for (const Row& row : kRows) {
    texts += std::string(row.text) + '\n';
    kinds += std::string(row.kind) + '\n';
  }
  files.write("texts", texts);
  CHECK(files.run("import yaml\n"
                  "from yaml.nodes import ScalarNode\n"
                  "loader = yaml.SafeLoader('')\n"
                  "for line in open('texts', newline=''):\n"
                  "    kind = loader.resolve(ScalarNode, line[:-1], (True, False)).split(':')[-1]\n"
                  "    print({'merge': 'reserved', 'value': 'reserved'}.get(kind, kind))\n") == kinds);
}

TEST_CASE("quotes make a string") {
  Document node;
  node.text = "12";
  CHECK(resolve(node) == ScalarKind::integer);
  for (const ScalarStyle style :
       {ScalarStyle::quoted_single, ScalarStyle::quoted_double, ScalarStyle::literal, ScalarStyle::folded}) {
    node.style = style;
    CHECK(resolve(node) == ScalarKind::string);
  }
}

TEST_CASE("integers") {
  CHECK(yaml_integer("1_024") == 1024);
  CHECK(yaml_integer("010") == 8);
  CHECK(yaml_integer("-0x1F") == -31);
  CHECK(yaml_integer("0b101") == 5);
  CHECK(yaml_integer("1:30:00") == 5400);
  CHECK(yaml_integer("+7") == 7);
  CHECK(yaml_integer("9223372036854775807") == std::numeric_limits<std::int64_t>::max());
  CHECK(yaml_integer("-9223372036854775808") == std::numeric_limits<std::int64_t>::min());
  CHECK_FALSE(yaml_integer("9223372036854775808"));
  CHECK_FALSE(yaml_integer("-9223372036854775809"));
  CHECK_FALSE(yaml_integer("153722867280912931:0"));
  CHECK_FALSE(yaml_integer("0x_"));
}

TEST_CASE("floats") {
  CHECK(yaml_floating("0.8") == 0.8);
  CHECK(yaml_floating("1_0.5") == 10.5);
  CHECK(yaml_floating("-1:30.5") == -90.5);
  CHECK(yaml_floating("1.0e+3") == 1000);
  CHECK(yaml_floating("-.inf") == -std::numeric_limits<double>::infinity());
  CHECK(std::isnan(yaml_floating(".NaN")));
  CHECK(yaml_floating("1.0e+999") == std::numeric_limits<double>::infinity());
  CHECK(yaml_floating("1.0e-999") == 0);
}

TEST_CASE("a float is written as short as can be, and reads as a float") {
  CHECK(yaml_text(0.8) == "0.8");
  CHECK(yaml_text(12) == "12.0");
  CHECK(yaml_text(1e-7) == "1.0e-07");
  CHECK(yaml_text(1e300) == "1.0e+300");
  CHECK(yaml_text(-0.0) == "-0.0");
  CHECK(yaml_text(std::numeric_limits<double>::infinity()) == ".inf");
  CHECK(yaml_text(std::nan("")) == ".nan");
  for (const double value : {0.1, 1.0 / 3, 5e-324, 1.7976931348623157e308, 123456789.125}) {
    CAPTURE(value);
    CHECK(resolve_plain(yaml_text(value)) == ScalarKind::floating);
    CHECK(yaml_floating(yaml_text(value)) == value);
  }
}

}  // namespace
}  // namespace perfc
