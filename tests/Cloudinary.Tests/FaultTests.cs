using System.Net;
using CloudinaryDotNet.Actions;
using Magpie.Tests.Support;

namespace CloudinaryDotNet.Tests;

/// <summary>How the stand-in shows what goes wrong; it tries nothing again.</summary>
public sealed class FaultTests(CloudinaryServer server) : IClassFixture<CloudinaryServer>, IDisposable
{
    public void Dispose() => server.Faults.Clear();

    [Theory]
    [InlineData(401)]
    [InlineData(420)]
    [InlineData(429)]
    [InlineData(500)]
    public async Task A_status_that_is_no_success_comes_back_in_the_result(int status)
    {
        server.Faults.Next(CloudinaryFault.Answer(status));

        var result = await UploadTests.ClientOf(server).UploadAsync(UploadTests.Photo("status", Samples.Photo()));

        result.StatusCode.ShouldBe((HttpStatusCode)status);
        result.Error!.Message.ShouldBe("Injected fault");
    }

    [Fact]
    public async Task Half_an_answer_is_an_HttpRequestException()
    {
        server.Faults.Next(CloudinaryFault.HalfAnswer);

        await Should.ThrowAsync<HttpRequestException>(() => UploadTests.ClientOf(server).UploadAsync(UploadTests.Photo("half", Samples.Photo())));

        server.Find("half").ShouldNotBeNull("the work was done, only the answer is missing");
    }

    [Fact]
    public async Task An_answer_that_is_no_JSON_is_an_exception_with_the_status()
    {
        server.Faults.Next(CloudinaryFault.Garbage);

        var error = await Should.ThrowAsync<Exception>(() => UploadTests.ClientOf(server).UploadAsync(UploadTests.Photo("page", Samples.Photo())));

        error.Message.ShouldBe("Failed to deserialize response with status code: OK");
    }

    [Fact]
    public async Task No_answer_ends_with_the_callers_token()
    {
        server.Faults.Next(CloudinaryFault.Silence);
        using var limit = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));

        await Should.ThrowAsync<OperationCanceledException>(
            () => UploadTests.ClientOf(server).UploadAsync(UploadTests.Photo("silent", Samples.Photo()), limit.Token));
    }

    [Fact]
    public async Task No_answer_to_a_call_without_a_token_ends_with_the_timeout()
    {
        server.Faults.Next(CloudinaryFault.Silence);
        var client = UploadTests.ClientOf(server);
        client.Api.Timeout = 300;

        await Should.ThrowAsync<OperationCanceledException>(() => client.DestroyAsync(new DeletionParams("gallery/x")));
    }

    [Fact]
    public async Task Every_second_call_can_fail()
    {
        server.Faults.Every(2, CloudinaryFault.Answer(500));
        var client = UploadTests.ClientOf(server);
        var statuses = new List<HttpStatusCode>();
        for (var call = 0; call < 4; call++)
        {
            statuses.Add((await client.DestroyAsync(new DeletionParams("gallery/x"))).StatusCode);
        }

        statuses.ShouldBe([HttpStatusCode.OK, HttpStatusCode.InternalServerError, HttpStatusCode.OK, HttpStatusCode.InternalServerError]);
    }
}
