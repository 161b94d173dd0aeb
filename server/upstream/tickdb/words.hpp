#pragma once

#include <optional>
#include <string_view>

#include "core/interval.hpp"
#include "core/symbol.hpp"

namespace tidegate::upstream::tickdb {

// Their words for ours, and back. Their symbols are our canonical ones.

std::string_view interval_word(core::Interval interval);
std::string_view type_word(core::InstrumentType type);  // empty: they have no word for it
core::InstrumentType type_of(std::string_view word, core::Market market);

// The list of products in which instruments of a market are found.
std::string_view product_market(core::Market market);

// Whether a symbol as they spell it (any spelling that we accept) means this instrument.
bool means(std::string_view their_symbol, const core::Instrument& instrument);

}  // namespace tidegate::upstream::tickdb
