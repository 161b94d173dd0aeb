#include <set>

#include "grpc/reflection/v1/reflection.grpc.pb.h"
#include "grpc/reflection/v1alpha/reflection.grpc.pb.h"

#include "tests/integration/service_fixture.hpp"

namespace tidegate::testing {
namespace {

// Asks one thing of either version of the reflection service.
template <class Api, class Request, class Response>
Response ask(const std::shared_ptr<grpc::Channel>& channel, const Request& request) {
  const auto stub = Api::NewStub(channel);
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds{5});
  const auto stream = stub->ServerReflectionInfo(&context);
  stream->Write(request);
  stream->WritesDone();
  Response response;
  EXPECT_TRUE(stream->Read(&response));
  EXPECT_TRUE(stream->Finish().ok());
  return response;
}

template <class Api, class Request, class Response>
void expect_whole_answers(const std::shared_ptr<grpc::Channel>& channel) {
  Request request;
  request.set_list_services("");
  const auto list = ask<Api, Request, Response>(channel, request);
  std::set<std::string> names;
  for (const auto& each : list.list_services_response().service()) names.insert(each.name());
  EXPECT_EQ(names,
            (std::set<std::string>{"tidegate.v1.MarketDataService", "tidegate.v1.StatusService",
                                   "grpc.health.v1.Health", "grpc.reflection.v1.ServerReflection",
                                   "grpc.reflection.v1alpha.ServerReflection"}));
  for (const auto& name : names) {
    request.set_file_containing_symbol(name);
    const auto file = ask<Api, Request, Response>(channel, request);
    EXPECT_GT(file.file_descriptor_response().file_descriptor_proto_size(), 0) << name;
  }
  request.set_file_containing_symbol("nobody.knows.This");
  const auto unknown = ask<Api, Request, Response>(channel, request);
  EXPECT_EQ(unknown.error_response().error_code(), grpc::StatusCode::NOT_FOUND);
}

using Reflection = ServiceFixture;

TEST_F(Reflection, Version1TellsEverything) {
  using namespace grpc::reflection::v1;
  expect_whole_answers<ServerReflection, ServerReflectionRequest, ServerReflectionResponse>(
      channel_);
}

TEST_F(Reflection, Version1AlphaTellsTheSame) {
  using namespace grpc::reflection::v1alpha;
  expect_whole_answers<ServerReflection, ServerReflectionRequest, ServerReflectionResponse>(
      channel_);
}

}  // namespace
}  // namespace tidegate::testing
