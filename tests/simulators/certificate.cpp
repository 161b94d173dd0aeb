#include "tests/simulators/certificate.hpp"

#include <algorithm>
#include <memory>
#include <stdexcept>

#include <openssl/bio.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>

namespace tidegate::simulators {
namespace {

template <auto release>
struct Release {
  template <class T>
  void operator()(T* each) const {
    release(each);
  }
};
using Key = std::unique_ptr<EVP_PKEY, Release<EVP_PKEY_free>>;
using Cert = std::unique_ptr<X509, Release<X509_free>>;
using Memory = std::unique_ptr<BIO, Release<BIO_free_all>>;
using Extension = std::unique_ptr<X509_EXTENSION, Release<X509_EXTENSION_free>>;

void require(bool condition, const char* what) {
  if (!condition) throw std::runtime_error{std::string{"OpenSSL cannot "} + what};
}

Key make_key() {
  Key key{EVP_EC_gen("P-256")};
  require(key != nullptr, "make a key");
  return key;
}

std::string text_of(const Memory& memory) {
  char* data = nullptr;
  const long size = BIO_get_mem_data(memory.get(), &data);
  require(size > 0 && data != nullptr, "write PEM");
  return {data, static_cast<std::size_t>(size)};
}

std::string pem_of(X509* certificate) {
  const Memory memory{BIO_new(BIO_s_mem())};
  require(PEM_write_bio_X509(memory.get(), certificate) == 1, "write a certificate");
  return text_of(memory);
}

std::string pem_of(EVP_PKEY* key) {
  const Memory memory{BIO_new(BIO_s_mem())};
  require(PEM_write_bio_PrivateKey(memory.get(), key, nullptr, nullptr, 0, nullptr, nullptr) == 1,
          "write a key");
  return text_of(memory);
}

void extend(X509* certificate, X509* issuer, int nid, const std::string& value) {
  X509V3_CTX context{};
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  const Extension extension{X509V3_EXT_conf_nid(nullptr, &context, nid, value.c_str())};
  require(extension != nullptr, "make an extension");
  require(X509_add_ext(certificate, extension.get(), -1) == 1, "add an extension");
}

// Random, so that a client which remembers an earlier sandbox does not take this one for it.
void number(X509* certificate) {
  unsigned char bytes[8];
  require(RAND_bytes(bytes, sizeof bytes) == 1, "find random bytes");
  std::uint64_t serial = 0;
  for (const unsigned char byte : bytes) serial = (serial << 8U) | byte;
  require(ASN1_INTEGER_set_uint64(X509_get_serialNumber(certificate), serial >> 1U) == 1,
          "number a certificate");
}

Cert draft(EVP_PKEY* key, const char* name) {
  constexpr long kBackdated = -3600;
  constexpr long kLasting = 30L * 24 * 3600;
  Cert certificate{X509_new()};
  require(certificate != nullptr && X509_set_version(certificate.get(), X509_VERSION_3) == 1,
          "draft a certificate");
  number(certificate.get());
  X509_gmtime_adj(X509_getm_notBefore(certificate.get()), kBackdated);
  X509_gmtime_adj(X509_getm_notAfter(certificate.get()), kLasting);
  require(X509_set_pubkey(certificate.get(), key) == 1, "set a public key");
  X509_NAME* subject = X509_get_subject_name(certificate.get());
  const auto* text = reinterpret_cast<const unsigned char*>(name);
  require(X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC, text, -1, -1, 0) == 1,
          "name a certificate");
  return certificate;
}

void sign(X509* certificate, X509* issuer, EVP_PKEY* key) {
  require(X509_set_issuer_name(certificate, X509_get_subject_name(issuer)) == 1, "set an issuer");
  require(X509_sign(certificate, key, EVP_sha256()) != 0, "sign a certificate");
}

std::string names_for(std::vector<std::string> addresses) {
  addresses.emplace_back("127.0.0.1");
  std::ranges::sort(addresses);
  const auto doubles = std::ranges::unique(addresses);
  addresses.erase(doubles.begin(), doubles.end());
  std::string names = "DNS:localhost";
  for (const auto& address : addresses) names += ",IP:" + address;
  return names;
}

}  // namespace

Certificates make_certificates(const std::vector<std::string>& addresses) {
  const Key authority_key = make_key();
  const Cert authority = draft(authority_key.get(), "tidegate sandbox authority");
  extend(authority.get(), authority.get(), NID_basic_constraints, "critical,CA:TRUE,pathlen:0");
  extend(authority.get(), authority.get(), NID_key_usage, "critical,keyCertSign,cRLSign");
  extend(authority.get(), authority.get(), NID_subject_key_identifier, "hash");
  sign(authority.get(), authority.get(), authority_key.get());

  const Key server_key = make_key();
  const Cert server = draft(server_key.get(), "localhost");
  extend(server.get(), authority.get(), NID_basic_constraints, "critical,CA:FALSE");
  extend(server.get(), authority.get(), NID_key_usage, "critical,digitalSignature");
  extend(server.get(), authority.get(), NID_ext_key_usage, "serverAuth");
  extend(server.get(), authority.get(), NID_authority_key_identifier, "keyid");
  extend(server.get(), authority.get(), NID_subject_alt_name, names_for(addresses));
  sign(server.get(), authority.get(), authority_key.get());
  return {pem_of(authority.get()), pem_of(server.get()), pem_of(server_key.get())};
}

}  // namespace tidegate::simulators
