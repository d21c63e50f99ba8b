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
