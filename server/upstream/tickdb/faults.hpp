#pragma once

#include <optional>

#include "core/result.hpp"
#include "net/http.hpp"
#include "upstream/tickdb/wire.hpp"

namespace tidegate::upstream::tickdb {

// What a refusal means in our words; nothing where the answer is a success. HTTP status and body
// are both heard: either alone may say no.
std::optional<core::Error> refusal(const net::HttpResponse& response,
                                   const core::Result<Envelope>& envelope);

// Whether a limit that was hit is the account's, not one symbol's (3005: the same symbol asked for
// too often).
bool holds_everybody(const core::Error& error);

}  // namespace tidegate::upstream::tickdb
