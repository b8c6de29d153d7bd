#include "compiler/base/edit_distance.hpp"

#include <doctest/doctest.h>

#include <array>
#include <string>
#include <vector>

using perfc::edit_distance;
using perfc::nearest;

TEST_CASE("distances") {
  CHECK(edit_distance("", "", 5) == 0);
  CHECK(edit_distance("", "abc", 5) == 3);
  CHECK(edit_distance("kitten", "sitting", 5) == 3);
  CHECK(edit_distance("ctx", "cxt", 5) == 1);  // neighbours swapped
  CHECK(edit_distance("partition", "partiton", 5) == 1);
  CHECK(edit_distance("abc", "xyz", 2) == 3);     // limit + 1
  CHECK(edit_distance("a", "abcdefgh", 3) == 4);  // by length alone
  CHECK(edit_distance("abcdef", "badcfe", 5) == 3);
}

TEST_CASE("the nearest of several") {
  const std::vector<std::string> fields = {"account", "partition", "nodes", "mpi", "model_root"};
  CHECK(nearest("acount", fields) == "account");
  CHECK(nearest("Partition", fields) == "partition");
  CHECK(nearest("model-root", fields) == "model_root");
  CHECK(nearest("modelroot", fields) == "model_root");
  CHECK(nearest("colour", fields).empty());
  CHECK(nearest("", fields).empty());
  CHECK(nearest("x", fields).empty());
  CHECK(nearest(std::string(100'000, 'a'), fields).empty());
}

TEST_CASE("case decides a tie, then the order") {
  const std::array<std::string_view, 3> names = {"UCX", "ucx", "NIXL"};
  CHECK(nearest("ucx", names) == "ucx");
  CHECK(nearest("Ucx", names) == "UCX");
}
