#include "net/tls.hpp"

#include <array>

#include <boost/asio/ip/address.hpp>

namespace tidegate::net {
namespace {

namespace ssl = boost::asio::ssl;

int owner_index() {
  static const int index = SSL_CTX_get_ex_new_index(0, nullptr, nullptr, nullptr, nullptr);
  return index;
}

}  // namespace

TlsClient::TlsClient() : context_{ssl::context::tls_client} {
  SSL_CTX* const native = context_.native_handle();
  SSL_CTX_set_min_proto_version(native, TLS1_2_VERSION);
  SSL_CTX_set_ex_data(native, owner_index(), this);
  SSL_CTX_set_session_cache_mode(native, SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL);
  SSL_CTX_sess_set_new_cb(native, &TlsClient::remember);
  constexpr std::array<unsigned char, 9> kHttp11{8, 'h', 't', 't', 'p', '/', '1', '.', '1'};
  SSL_CTX_set_alpn_protos(native, kHttp11.data(), kHttp11.size());
  context_.set_verify_mode(ssl::verify_peer);
}

core::Result<std::unique_ptr<TlsClient>> TlsClient::create(const std::string& ca_file) {
  std::unique_ptr<TlsClient> client{new TlsClient};
  boost::system::error_code error;
  if (ca_file.empty()) {
    client->context_.set_default_verify_paths(error);
  } else {
    client->context_.load_verify_file(ca_file, error);
  }
  if (error) {
    return core::Error{core::Fault::kInvalidField, "cannot use the certificate authorities of " +
                                                       (ca_file.empty() ? "this system" : ca_file) +
                                                       ": " + error.message()};
  }
  return client;
}

bool TlsClient::prepare(SSL* connection, const std::string& host) {
  boost::system::error_code not_an_address;
  boost::asio::ip::make_address(host, not_an_address);
  // A name goes into SNI; an address must not (RFC 6066), and is verified as an address.
  if (not_an_address) {
    // SSL_set_tlsext_host_name without the C cast that its macro hides; the name is only read.
    if (SSL_ctrl(connection, SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name,
                 const_cast<char*>(host.c_str())) != 1) {
      return false;
    }
    if (SSL_set1_host(connection, host.c_str()) != 1) return false;
  } else if (X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(connection), host.c_str()) != 1) {
    return false;
  }
  return session_ == nullptr || SSL_set_session(connection, session_.get()) == 1;
}

int TlsClient::remember(SSL* connection, SSL_SESSION* session) {
  auto* const owner =
      static_cast<TlsClient*>(SSL_CTX_get_ex_data(SSL_get_SSL_CTX(connection), owner_index()));
  owner->session_.reset(session);
  return 1;  // the reference is ours now
}

}  // namespace tidegate::net
