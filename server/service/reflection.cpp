#include "service/reflection.hpp"

#include <set>
#include <utility>

#include <google/protobuf/descriptor.h>
#include <grpcpp/support/server_callback.h>

#include "grpc/reflection/v1/reflection.grpc.pb.h"
#include "grpc/reflection/v1alpha/reflection.grpc.pb.h"

namespace tidegate::service {
namespace {

using google::protobuf::DescriptorPool;
using google::protobuf::FileDescriptor;

struct V1 {
  using Service = grpc::reflection::v1::ServerReflection::CallbackService;
  using Request = grpc::reflection::v1::ServerReflectionRequest;
  using Response = grpc::reflection::v1::ServerReflectionResponse;
};

struct V1Alpha {
  using Service = grpc::reflection::v1alpha::ServerReflection::CallbackService;
  using Request = grpc::reflection::v1alpha::ServerReflectionRequest;
  using Response = grpc::reflection::v1alpha::ServerReflectionResponse;
};

template <class Response>
void answer_error(grpc::StatusCode code, const std::string& message, Response& response) {
  response.mutable_error_response()->set_error_code(code);
  response.mutable_error_response()->set_error_message(message);
}

// A file and everything it imports, each once.
template <class Response>
void add_file(const FileDescriptor& file, std::set<std::string>& added, Response& response) {
  if (!added.insert(file.name()).second) return;
  google::protobuf::FileDescriptorProto proto;
  file.CopyTo(&proto);
  response.mutable_file_descriptor_response()->add_file_descriptor_proto(proto.SerializeAsString());
  for (int i = 0; i < file.dependency_count(); ++i) add_file(*file.dependency(i), added, response);
}

template <class Response>
void answer_file(const FileDescriptor* file, const std::string& wanted, Response& response) {
  if (file == nullptr) return answer_error(grpc::NOT_FOUND, "not found: " + wanted, response);
  std::set<std::string> added;
  add_file(*file, added, response);
}

template <class Request, class Response>
void answer(const Request& request, const std::vector<std::string>& services, Response& response) {
  const auto& pool = *DescriptorPool::generated_pool();
  response.set_valid_host(request.host());
  *response.mutable_original_request() = request;
  switch (request.message_request_case()) {
    case Request::kListServices:
      for (const auto& name : services)
        response.mutable_list_services_response()->add_service()->set_name(name);
      return;
    case Request::kFileByFilename:
      return answer_file(pool.FindFileByName(request.file_by_filename()),
                         request.file_by_filename(), response);
    case Request::kFileContainingSymbol:
      return answer_file(pool.FindFileContainingSymbol(request.file_containing_symbol()),
                         request.file_containing_symbol(), response);
    case Request::kFileContainingExtension:
    case Request::kAllExtensionNumbersOfType:
      return answer_error(grpc::NOT_FOUND, "proto3 messages have no extensions", response);
    case Request::MESSAGE_REQUEST_NOT_SET: break;
  }
  answer_error(grpc::INVALID_ARGUMENT, "the request asks for nothing", response);
}

// Questions and answers in turn, until the caller has no more.
template <class Api>
class Conversation final
    : public grpc::ServerBidiReactor<typename Api::Request, typename Api::Response> {
 public:
  explicit Conversation(const std::vector<std::string>& services) : services_{services} {
    this->StartRead(&request_);
  }

 private:
  void OnReadDone(bool ok) override {
    if (!ok) return this->Finish(grpc::Status::OK);
    response_.Clear();
    answer(request_, services_, response_);
    this->StartWrite(&response_);
  }
  void OnWriteDone(bool ok) override {
    if (!ok) return this->Finish(grpc::Status::OK);
    this->StartRead(&request_);
  }
  void OnDone() override { delete this; }

  const std::vector<std::string>& services_;
  typename Api::Request request_;
  typename Api::Response response_;
};

template <class Api>
class Reflection final : public Api::Service {
 public:
  explicit Reflection(std::vector<std::string> services) : services_{std::move(services)} {}

  grpc::ServerBidiReactor<typename Api::Request, typename Api::Response>* ServerReflectionInfo(
      grpc::CallbackServerContext*) override {
    return new Conversation<Api>{services_};  // gRPC's own idiom: it deletes itself in OnDone
  }

 private:
  std::vector<std::string> services_;
};

}  // namespace

std::vector<std::unique_ptr<grpc::Service>> reflection_services(std::vector<std::string> services) {
  services.emplace_back("grpc.reflection.v1.ServerReflection");
  services.emplace_back("grpc.reflection.v1alpha.ServerReflection");
  std::vector<std::unique_ptr<grpc::Service>> both;
  both.push_back(std::make_unique<Reflection<V1>>(services));
  both.push_back(std::make_unique<Reflection<V1Alpha>>(services));
  return both;
}

}  // namespace tidegate::service
