#pragma once

#include <optional>
#include <string>

#include "core/result.hpp"
#include "core/time.hpp"

namespace tidegate::core {

// Where an answer comes from and how old it is.
struct Provenance {
  std::string provider;
  Instant fetched_at;
  std::optional<Instant> as_of;  // the provider's own time for the figures
  std::string fallback_from;     // the provider that should have answered, if another did
  std::optional<Fault> fallback_reason;
};

// What a provider's room hands back: the value, when it was fetched, and what it was true for.
template <class T>
struct Answer {
  T value;
  Provenance provenance;
};

}  // namespace tidegate::core
