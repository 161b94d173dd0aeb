#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "tidegate/v1/kline.pb.h"

#include "core/time.hpp"

namespace tidegate::service {

// Where the next page of a question ends. Opaque to callers and bound to the question: it holds
// no secret, but a token of another question, or one that was edited, is refused.

// What may not change between pages; the page size may.
std::string page_question(const v1::ListKlinesRequest& request);

std::string write_page_token(core::Instant before, std::string_view question);
std::optional<core::Instant> read_page_token(std::string_view token, std::string_view question);

}  // namespace tidegate::service
