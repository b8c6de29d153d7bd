#include "compiler/program/value.hpp"

#include <doctest/doctest.h>

#include "compiler/program/program.hpp"

using namespace perfc;

namespace {

Value value(Value::Data data, Span span = {}) { return {std::move(data), span}; }

std::shared_ptr<const Record> record(std::vector<Field> fields) {
  return std::make_shared<const Record>(Record{std::move(fields)});
}

std::shared_ptr<const List> list(List items) { return std::make_shared<const List>(std::move(items)); }

}  // namespace

TEST_CASE("values compare by what they hold, not by place") {
  CHECK(value(std::int64_t{1}) == value(std::int64_t{1}, Span{0, 1, 2}));
  CHECK_FALSE(value(std::int64_t{1}) == value(1.0));
  CHECK(value(Text("a")) == value(Text("a")));
  CHECK_FALSE(value(Text("a")) == value(Symbol{"a"}));
  CHECK(value(list({value(true)})) == value(list({value(true, Span{0, 3, 4})})));
  CHECK_FALSE(value(list({value(true)})) == value(list({value(false)})));
  CHECK_FALSE(value(list({value(true)})) == value(list({})));
}

TEST_CASE("records compare in order, with names") {
  const auto ab = record({{"a", value(true), {}}, {"b", value(Null{}), {}}});
  CHECK(value(ab) == value(record({{"a", value(true), Span{0, 1, 2}}, {"b", value(Null{}), {}}})));
  CHECK_FALSE(value(ab) == value(record({{"b", value(Null{}), {}}, {"a", value(true), {}}})));
  CHECK_FALSE(value(ab) == value(record({{"a", value(true), {}}})));
}

TEST_CASE("at follows nested records") {
  const auto outer = record({{"kv", value(record({{"dtype", value(Symbol{"fp8"}), {}}})), {}}});
  const Value* found = outer->at({"kv", "dtype"});
  REQUIRE(found != nullptr);
  CHECK(*found == value(Symbol{"fp8"}));
  CHECK(outer->at({"kv", "dtype", "x"}) == nullptr);
  CHECK(outer->at({"kv", "none"}) == nullptr);
  CHECK(outer->at({"none", "dtype"}) == nullptr);
}

TEST_CASE("list and record are null for other values") {
  CHECK(value(true).list() == nullptr);
  CHECK(value(true).record() == nullptr);
  CHECK(value(Null{}).is_null());
  CHECK(value(list({})).list()->empty());
}

TEST_CASE("the place of a field, else of the declaration") {
  Origin origin;
  origin.name = "c";
  origin.span = {0, 1, 2};
  CHECK(origin.at("nodes") == Span{0, 1, 2});
  origin.fields = record({{"nodes", value(std::int64_t{4}, Span{0, 7, 8}), {}}, {"time", value(Null{}), {}}});
  CHECK(origin.at("nodes") == Span{0, 7, 8});
  CHECK(origin.at("time") == Span{0, 1, 2});
  CHECK(origin.at("none") == Span{0, 1, 2});
}
