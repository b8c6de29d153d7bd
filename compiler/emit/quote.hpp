// The one family of quoting functions: how a text that is known at compile time is written for whoever reads it next.
// Nothing else in the compiler puts a foreign text into a script.
#pragma once

#include <string>
#include <string_view>

namespace perfc {

// One word of a bash script: as it stands where that is safe, else "...", or $'...' where a character needs it.
[[nodiscard]] std::string shell_word(std::string_view text);

// The inside of a "..." word; false where the text cannot stand there as it is.
[[nodiscard]] bool fits_double_quotes(std::string_view text);

// A word of pytestCommand. Run scripts say `eval $pytestCommand`, unquoted: the text is split at blanks, each piece is
// globbed, the results are joined by one blank and evaluated. So whatever the first two could touch becomes an octal
// escape. runtime/eval_word.sh does the same to run-time values.
enum class EvalWord : unsigned char {
  plain,
  id,       // `[` and `]` stay as they are, as in every recorded pytest id
  command,  // the first word of a command: never an assignment or a reserved word
};
[[nodiscard]] std::string eval_word(std::string_view text, EvalWord kind = EvalWord::plain);
void append_eval_word(std::string& out, std::string_view text, EvalWord kind);
// True when nothing but `[` and `]` keeps the text from standing as it is.
[[nodiscard]] bool fits_id(std::string_view text);

// An option for an #SBATCH line, where sbatch has quotes and escapes of its own. A blank parts the option from its
// value, as in `--gres gpu:4`. No line breaks.
[[nodiscard]] std::string sbatch_option(std::string_view option);

}  // namespace perfc
