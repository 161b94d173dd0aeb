#pragma once

#include <string>

#include <boost/beast/http/message.hpp>
#include <boost/beast/http/string_body.hpp>

#include "core/result.hpp"
#include "net/http.hpp"
#include "net/url.hpp"

namespace tidegate::net {

// The pure half of an exchange: our words to Beast's messages and back. For connection.cpp only.

boost::beast::http::request<boost::beast::http::string_body> wire_request(
    const HttpRequest& request, const Url& base);

core::Result<HttpResponse> read_response(
    boost::beast::http::response<boost::beast::http::string_body> message,
    const HttpLimits& limits);

// What an I/O error means to a caller. `late`: the caller's own deadline has passed.
core::Error exchange_fault(const boost::system::error_code& error, const std::string& step,
                           const std::string& host, bool late);

}  // namespace tidegate::net
