using System.Net;
using Magpie.Functions.Tests.Hosting;
using Magpie.Tests.Support;

namespace Magpie.Functions.Tests.Accounts;

[Collection(AppCollection.Name)]
public sealed class RequestLimitTests(AppFixture fixture)
{
    [Fact]
    public async Task An_account_that_asks_too_much_is_told_when_to_come_back_and_others_go_on()
    {
        await using var app = await RunningApp.StartAsync(
            fixture.Storage.ConnectionString, "--Magpie:Accounts:RequestsPerMinute=1", "--Magpie:Accounts:Burst=3");
        var (loud, _) = await app.SignInAsync("loud");
        for (var n = 0; n < 3; n++)
        {
            (await loud.GetAsync("/api/tags")).StatusCode.ShouldBe(HttpStatusCode.OK);
        }

        using var refused = await loud.GetAsync("/api/tags");
        await refused.ShouldBeProblemAsync(HttpStatusCode.TooManyRequests, "too-many-requests");
        refused.Headers.RetryAfter!.Delta!.Value.ShouldBeInRange(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(60));
        var (quiet, _) = await app.SignInAsync("quiet");
        (await quiet.GetAsync("/api/tags")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("--Magpie:Uploads:MaxFiles=0", "Magpie:Uploads:MaxFiles must be between 1 and 100")]
    [InlineData("--Magpie:Accounts:Burst=-1", "Magpie:Accounts:Burst must be between")]
    [InlineData("--Magpie:Fetching:MaxConcurrent=0", "Magpie:Fetching:MaxConcurrent must be between")]
    [InlineData("--Magpie:Multipart:MaxConcurrent=0", "Magpie:Multipart:MaxConcurrent must be between")]
    [InlineData("--Magpie:Search:MaxAge=00:00:03", "Magpie:Search:MaxAge must be between 00:00:00 and 00:00:02")]
    [InlineData("--Magpie:Imagga:Concurrency=0", "Magpie:Imagga:Concurrency must be between 1 and 10000")]
    [InlineData("--Magpie:Imagga:Accounts:small:Concurrency=0", "Magpie:Imagga:Accounts:small:Concurrency must be between 1 and 10000")]
    [InlineData("--Magpie:Imagga:Accounts:small:MonthlyLimit=-1", "Magpie:Imagga:Accounts:small:MonthlyLimit must be between")]
    [InlineData("--Magpie:Ingest:MaxParallelImages=-1", "Magpie:Ingest:MaxParallelImages must be between 0 and 256")]
    [InlineData("--Magpie:Imaging:DecodeSide=1", "Magpie:Imaging:DecodeSide must be between 320 and 8192")]
    [InlineData("--Magpie:Tagging:Timeout=00:00:00", "Magpie:Tagging:Timeout must be between")]
    [InlineData("--Magpie:Tagging:Language=German", "Magpie:Tagging:Language must match")]
    [InlineData("--Magpie:Duplicates:NearDistance=5", "Magpie:Duplicates:NearDistance must be between 0 and 4")]
    [InlineData("--Magpie:Duplicates:Policy=7", "Magpie:Duplicates:Policy is invalid")]
    [InlineData("--Magpie:Video:MaxFrames=0", "Magpie:Video:MaxFrames must be between 1 and 16")]
    [InlineData("--CORS_ALLOWED_URL=gallery.example", "CORS_ALLOWED_URL")]
    [InlineData("--AzureWebJobsStorage=", "AzureWebJobsStorage is not set")]
    public void A_wrong_setting_ends_the_start_with_its_name(string setting, string words) =>
        Should.Throw<Exception>(() => MagpieApplication.Build([$"--AzureWebJobsStorage={fixture.Storage.ConnectionString}", setting]))
            .Message.ShouldContain(words);

    [Fact]
    public async Task The_demo_account_works_as_soon_as_the_service_is_ready()
    {
        await using var storage = new Azurite();
        await storage.StartAsync();
        await using var app = await RunningApp.StartAsync(
            storage.ConnectionString, "--MAGPIE_DEMO_KEY=demo", "--MAGPIE_DEMO_SECRET=a-secret-of-tests-only");
        (await app.Anonymous.GetAsync("/healthz")).StatusCode.ShouldBe(HttpStatusCode.OK);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/tags")
        {
            Headers = { Authorization = RunningApp.Basic("demo", "a-secret-of-tests-only") },
        };
        (await app.Anonymous.SendAsync(request)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }
}
