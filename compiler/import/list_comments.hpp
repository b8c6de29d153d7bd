// The comments of a test list, each with what it stands at.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/base/source.hpp"
#include "compiler/base/test_list.hpp"

namespace perfc {

struct ListComment {
  std::string text;          // without '#' and one blank behind it
  bool blank_above = false;  // an empty line parts it from what stands above
};
using CommentLines = std::vector<ListComment>;

struct ListComments {
  CommentLines head;  // of the file
  CommentLines tail;
  std::vector<CommentLines> sections;  // above each of the list's sections
  std::map<const ListContext*, CommentLines> contexts;
  std::map<const ListBlock*, CommentLines> blocks;  // above the block, and in its condition
  std::map<const ListBlock*, CommentLines> ends;    // behind its last test
  std::map<const ListedTest*, CommentLines> tests;
  std::map<const ListedTest*, std::string> behind;  // on the test's line, without a mark of the mode
  std::map<const ListedTest*, bool> blank_above;    // an empty line stands right above the test
};

// What stands in sections (`metadata`) is no part of it: they are kept as a whole.
[[nodiscard]] ListComments comments_of_list(const TestList& list, const Source& source);

// The lines that an entry of a map covers, from its key on, as they stand in the file.
[[nodiscard]] std::vector<std::string> lines_of_entry(const Document::Entry& entry, std::string_view text);

}  // namespace perfc
