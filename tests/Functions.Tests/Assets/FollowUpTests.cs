using System.Net;
using System.Text.Json;
using Azure.Storage.Queues;
using Magpie.Accounts;
using Magpie.Assets;
using Magpie.Functions.Assets;
using Magpie.Functions.Http;
using Magpie.Functions.Notifications;
using Magpie.Functions.Tests.Hosting;
using Magpie.Functions.Tests.Ingest;
using Magpie.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Magpie.Functions.Tests.Assets;

/// <summary>What is left to do for an asset while Cloudinary is away for longer than the host tries.</summary>
public sealed class FollowUpTests(Azurite storage, CloudinaryServer cloudinary)
    : IClassFixture<Azurite>, IClassFixture<CloudinaryServer>, IAsyncLifetime
{
    private RunningApp _app = null!;
    private HttpClient _client = null!;
    private Caller _caller = null!;

    public async Task InitializeAsync()
    {
        _app = await RunningApp.StartAsync(
            storage.ConnectionString, $"--CLOUDINARY_URL={cloudinary.Url}", "--Magpie:Delivery:Retries=0", "--AzureWebJobs:DispatchEvent:Disabled=true");
        (await _app.Anonymous.GetAsync("/healthz")).EnsureSuccessStatusCode();
        (_client, _caller) = await _app.SignInAsync("f" + Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(6)));
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
        cloudinary.Faults.Clear();
    }

    [Fact]
    public async Task A_delivered_copy_that_outlives_its_asset_goes_when_the_asset_is_deleted_once_more()
    {
        var id = await DeletedWhileAwayAsync(503);
        cloudinary.Find($"gallery/{id}").ShouldNotBeNull();
        cloudinary.Faults.Clear();

        (await _client.DeleteAsync($"/api/assets/{id}")).StatusCode.ShouldBe(HttpStatusCode.NoContent);

        cloudinary.Find($"gallery/{id}").ShouldBeNull();
    }

    [Fact]
    public async Task After_the_hosts_five_tries_a_removal_is_queued_anew_until_Cloudinary_is_back()
    {
        var id = await DeletedWhileAwayAsync(503);
        var message = Message(new FollowUp(_caller.Account, id, []));
        for (var tried = 0; tried < 5; tried++)
        {
            await Should.ThrowAsync<InvalidOperationException>(() => FollowUps.RunAsync(message, default));
        }

        var before = await MessagesAsync(QueueFollowUps.Queue);
        await FollowUps.GiveUpAsync(message, default);
        (await MessagesAsync(QueueFollowUps.Queue)).ShouldBe(before + 1);

        cloudinary.Faults.Clear();
        await FollowUps.RunAsync(Message(new FollowUp(_caller.Account, id, []) { Rounds = 1 }), default);
        cloudinary.Find($"gallery/{id}").ShouldBeNull();
    }

    [Fact]
    public async Task A_removal_that_is_refused_for_wrong_settings_waits_for_better_ones()
    {
        var id = await DeletedWhileAwayAsync(401);
        var before = await MessagesAsync(QueueFollowUps.Queue);

        await FollowUps.RunAsync(Message(new FollowUp(_caller.Account, id, [])), default);

        (await MessagesAsync(QueueFollowUps.Queue)).ShouldBe(before + 1);
        cloudinary.Find($"gallery/{id}").ShouldNotBeNull();
    }

    [Fact]
    public async Task Rounds_grow_longer_and_end()
    {
        var id = await DeletedWhileAwayAsync(401);
        var before = await MessagesAsync(QueueFollowUps.Queue);
        var last = Message(new FollowUp(_caller.Account, id, []) { Rounds = FollowUpRounds.Most });

        await FollowUps.RunAsync(last, default);
        await FollowUps.GiveUpAsync(last, default);

        (await MessagesAsync(QueueFollowUps.Queue)).ShouldBe(before);
        var pauses = Enumerable.Range(0, FollowUpRounds.Most).Select(FollowUpRounds.PauseAfter).ToArray();
        pauses[..3].ShouldBe([TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(4)]);
        pauses.Zip(pauses.Skip(1)).ShouldAllBe(pair => pair.First <= pair.Second);
        pauses.Max().ShouldBeLessThan(TimeSpan.FromDays(1));
        TimeSpan.FromTicks(pauses.Sum(pause => pause.Ticks)).ShouldBeGreaterThan(TimeSpan.FromDays(3));
    }

    [Fact]
    public async Task An_upload_that_ends_interrupted_is_announced_to_webhooks()
    {
        using var added = await _client.PostAsync("/api/webhooks", Hosting.Http.Json("""{"url":"https://hooks.example/"}"""));
        added.StatusCode.ShouldBe(HttpStatusCode.Created);
        var asset = new Asset
        {
            Id = AssetId.New(TimeProvider.System),
            Account = _caller.Account,
            UploadedBy = _caller.Key,
            State = AssetState.Received,
            Type = MediaType.Image,
            Name = "nest.jpg",
            ContentType = "image/jpeg",
            Bytes = 1,
            CreatedAt = TimeProvider.System.GetUtcNow(),
        };
        await _app.Services.GetRequiredService<ICatalogue>().ReserveAsync([asset], default);
        var before = await MessagesAsync(QueueNotifications.Events);

        await _app.Services.GetRequiredService<AssetFollowUp>()
            .RunAsync(new FollowUp(asset.Account, asset.Id, []) { EndsInterrupted = true }, default);

        (await MessagesAsync(QueueNotifications.Events)).ShouldBe(before + 1);
    }

    private FollowUpFunctions FollowUps => ActivatorUtilities.CreateInstance<FollowUpFunctions>(_app.Services);

    private static string Message(FollowUp followUp) => JsonSerializer.Serialize(followUp, MagpieJson.Default.FollowUp);

    /// <summary>An asset that is delivered and then deleted while Cloudinary answers with this status.</summary>
    private async Task<string> DeletedWhileAwayAsync(int status)
    {
        using var form = new MultipartFormDataContent { { Photo(), "file", "nest.jpg" } };
        using var uploaded = await _client.PostAsync("/api/v1/upload", form);
        uploaded.StatusCode.ShouldBe(HttpStatusCode.OK);
        var id = (await uploaded.ReadJsonAsync()).GetProperty("public_id").GetString()!["gallery/".Length..];
        cloudinary.Faults.Every(1, CloudinaryFault.Answer(status));
        (await _client.DeleteAsync($"/api/assets/{id}")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        return id;
    }

    private static ByteArrayContent Photo()
    {
        var part = new ByteArrayContent(Photos.Sideways);
        part.Headers.ContentType = new("image/jpeg");
        return part;
    }

    private async Task<int> MessagesAsync(string queue) =>
        (await new QueueClient(storage.ConnectionString, queue).GetPropertiesAsync()).Value.ApproximateMessagesCount;
}
