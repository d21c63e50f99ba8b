using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Magpie.Accounts;
using Magpie.Functions.Tests.Hosting;
using Magpie.Functions.Tests.Ingest;
using Magpie.Ingest;
using Magpie.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Magpie.Functions.Tests.Notifications;

/// <summary>The whole way: over HTTP and real queues to a receiver on loopback.</summary>
public sealed class WebhookTests(Azurite storage) : IClassFixture<Azurite>, IAsyncLifetime
{
    private readonly string _account = "w" + Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(6));
    private Receiver _receiver = null!;
    private RunningApp _app = null!;
    private HttpClient _client = null!;

    public async Task InitializeAsync()
    {
        _receiver = await Receiver.StartAsync();
        _app = await RunningApp.StartAsync(
            storage.ConnectionString,
            $"--MAGPIE_FETCH_ALLOW={_receiver.HostAndPort}",
            "--Magpie:Notifications:FirstPause=00:00:01",
            "--Magpie:Notifications:LongestPause=00:00:01",
            "--Magpie:Notifications:GiveUpAfter=00:00:06");
        (await _app.Anonymous.GetAsync("/healthz")).EnsureSuccessStatusCode();
        (_client, _) = await _app.SignInAsync(_account);
    }

    public async Task DisposeAsync()
    {
        _client?.Dispose();
        if (_app is not null)
        {
            await _app.DisposeAsync();
        }

        await _receiver.DisposeAsync();
    }

    [Fact]
    public async Task A_photo_that_becomes_ready_is_told_of_with_two_failures_repeated_and_a_bad_one_too()
    {
        var (_, secret) = await AddAsync();
        _receiver.Answer = (context, number) =>
        {
            context.Response.StatusCode = number < 3 ? 500 : 200;
            return Task.CompletedTask;
        };

        var id = await IngestAsync(Photos.Sideways);
        var told = await _receiver.ReceivedAsync(3);
        told.Select(received => received.Attempt).ShouldBe([1, 2, 3]);
        told.Select(received => received.EventId).Distinct().ShouldHaveSingleItem();
        foreach (var received in told)
        {
            received.ShouldBeSignedWith(secret);
            received.Headers["Content-Type"].ShouldBe("application/json; charset=utf-8");
        }

        var body = told[0].Json;
        body.GetProperty("id").GetString().ShouldBe(told[0].EventId);
        body.GetProperty("type").GetString().ShouldBe("asset.ready");
        body.GetProperty("account").GetString().ShouldBe(_account);
        var asset = await (await _client.GetAsync($"/api/assets/{id}")).ReadJsonAsync();
        JsonElement.DeepEquals(body.GetProperty("asset"), asset).ShouldBeTrue(body.ToString());

        await IngestAsync([.. Photos.Sideways.Take(200)]);
        (await _receiver.ReceivedAsync(4))[3].Json.GetProperty("type").GetString().ShouldBe("asset.rejected");
    }

    [Fact]
    public async Task What_nobody_takes_is_parked_and_told_when_it_is_retried()
    {
        var (id, secret) = await AddAsync();
        _receiver.Answer = (context, _) =>
        {
            context.Response.Redirect("/elsewhere");
            return Task.CompletedTask;
        };

        var asset = await IngestAsync(Photos.Sideways);
        var parked = await EventuallyParkedAsync();
        parked.GetProperty("assetId").GetString().ShouldBe(asset);
        parked.GetProperty("webhookId").GetString().ShouldBe(id);
        parked.GetProperty("reason").GetString().ShouldBe("The receiver answered 302; redirects are not followed.");
        _receiver.Requests.ShouldAllBe(received => received.Path == "/hook");

        _receiver.Answer = static (_, _) => Task.CompletedTask;
        var before = _receiver.Requests.Count;
        using var retried = await _client.PostAsync($"/api/webhooks/{id}/retry", null);
        retried.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        (await retried.ReadJsonAsync()).GetProperty("retried").GetInt32().ShouldBe(1);
        var told = (await _receiver.ReceivedAsync(before + 1))[^1];
        (told.Attempt, told.EventId).ShouldBe((1, parked.GetProperty("eventId").GetString()));
        told.ShouldBeSignedWith(secret);
        (await ParkedAsync()).GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task Webhooks_are_added_listed_tested_and_removed_by_keys_with_a_secret()
    {
        var (id, secret) = await AddAsync();
        var listed = await (await _client.GetAsync("/api/webhooks")).Content.ReadAsStringAsync();
        listed.ShouldContain(id);
        listed.ShouldNotContain(secret);

        var tested = await (await _client.PostAsync($"/api/webhooks/{id}/test", null)).ReadJsonAsync();
        tested.GetProperty("delivered").GetBoolean().ShouldBeTrue(tested.ToString());
        _receiver.Requests.ShouldHaveSingleItem().ShouldBeSignedWith(secret);
        _receiver.Requests[0].Json.GetProperty("asset").ValueKind.ShouldBe(JsonValueKind.Null);

        var (stranger, _) = await _app.SignInAsync("stranger");
        await (await stranger.PostAsync($"/api/webhooks/{id}/test", null)).ShouldBeProblemAsync(HttpStatusCode.NotFound, "webhook-not-found");
        (await stranger.DeleteAsync($"/api/webhooks/{id}")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        var (page, _) = await _app.SignInAsync(_account, CredentialKind.Publishable);
        await (await page.GetAsync("/api/webhooks")).ShouldBeProblemAsync(HttpStatusCode.Forbidden, "forbidden");

        (await (await _client.GetAsync("/api/webhooks")).Content.ReadAsStringAsync()).ShouldContain(id);
        (await _client.DeleteAsync($"/api/webhooks/{id}")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await _client.DeleteAsync($"/api/webhooks/{id}")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await (await _client.GetAsync("/api/webhooks")).Content.ReadAsStringAsync()).ShouldNotContain(id);
    }

    [Fact]
    public async Task What_is_asked_wrongly_is_refused_and_the_eleventh_too()
    {
        foreach (var url in (string[])["http://127.0.0.1:1/", "http://localhost/", "http://169.254.169.254/", "ftp://hooks.example/", "https://u:p@hooks.example/"])
        {
            await (await _client.PostAsJsonAsync("/api/webhooks", new { url })).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "invalid-url");
        }

        await (await _client.PostAsJsonAsync("/api/webhooks", new { url = "https://hooks.example/", events = new[] { "deleted" } }))
            .ShouldBeProblemAsync(HttpStatusCode.BadRequest, "unknown-event");
        for (var number = 1; number <= 10; number++)
        {
            (await _client.PostAsJsonAsync("/api/webhooks", new { url = "https://hooks.example/" })).StatusCode.ShouldBe(HttpStatusCode.Created);
        }

        await (await _client.PostAsJsonAsync("/api/webhooks", new { url = "https://hooks.example/" }))
            .ShouldBeProblemAsync(HttpStatusCode.Conflict, "too-many-webhooks");
    }

    private async Task<(string Id, string Secret)> AddAsync()
    {
        using var response = await _client.PostAsJsonAsync("/api/webhooks", new { url = new Uri(_receiver.Address, "/hook") });
        response.StatusCode.ShouldBe(HttpStatusCode.Created, await response.Content.ReadAsStringAsync());
        var added = await response.ReadJsonAsync();
        return (added.Id(), added.GetProperty("secret").GetString()!);
    }

    private async Task<string> IngestAsync(byte[] file)
    {
        using var response = await _client.PostAsJsonAsync(
            "/api/uploads", new { files = new[] { new { name = "nest.jpg", contentType = "image/jpeg", size = file.Length } } });
        var upload = (await response.ReadJsonAsync()).GetProperty("uploads")[0];
        using var blobs = new HttpClient();
        (await blobs.SendAsync(upload.Put(file))).StatusCode.ShouldBe(HttpStatusCode.Created);
        await _app.Services.GetRequiredService<Ingestor>().IngestAsync(_account, upload.Id(), default);
        return upload.Id();
    }

    private async Task<JsonElement> ParkedAsync() => (await (await _client.GetAsync("/api/webhooks/parked")).ReadJsonAsync()).GetProperty("parked");

    private async Task<JsonElement> EventuallyParkedAsync()
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            var parked = await ParkedAsync();
            if (parked.GetArrayLength() > 0)
            {
                return parked[0];
            }

            deadline.IsCancellationRequested.ShouldBeFalse("nothing was parked");
            await Task.Delay(50, CancellationToken.None);
        }
    }
}
