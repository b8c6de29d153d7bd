// What a place of the grammar expects, apart from the grammar itself, so that the wording of errors compiles without
// it.
#pragma once

namespace perfc::grammar {

// What kind of place it is, so that typical mistakes can be told from others.
enum class Slot : unsigned char {
  other,
  name,
  declared,
  operand,
  equals,
  open,
  based,
  close,
  next,
  end,
  statement,
  declaration
};

struct Expectation {
  const char* what = nullptr;  // "a field name after '.'"
  Slot slot = Slot::other;
};

}  // namespace perfc::grammar
