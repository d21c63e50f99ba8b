using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Azure.Storage.Queues;
using Magpie.Accounts;
using Magpie.Assets;
using Magpie.Functions.Assets;
using Magpie.Functions.Tests.Hosting;
using Magpie.Functions.Tests.Ingest;
using Magpie.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Magpie.Functions.Tests.Multipart;

public sealed class GoUploadTests : IAsyncLifetime, IClassFixture<Azurite>
{
    private readonly Azurite _azurite;
    private readonly string _folder = Directory.CreateTempSubdirectory("magpie-test-").FullName;
    private RunningApp _app = null!;
    private HttpClient _client = null!;
    private Caller _caller = null!;

    public GoUploadTests(Azurite azurite) => _azurite = azurite;

    public async Task InitializeAsync()
    {
        _app = await RunningApp.StartAsync(
            _azurite.ConnectionString, $"--TEMP_DIR={_folder}", "--Magpie:Multipart:MemoryThreshold=200000", "--Magpie:Multipart:MaxConcurrent=2",
            "--Magpie:Multipart:MaxWaiting=1", "--Magpie:Uploads:MaxImageBytes=1000000");
        (await _app.Anonymous.GetAsync("/healthz")).EnsureSuccessStatusCode();
        (_client, _caller) = await _app.SignInAsync("a" + Path.GetRandomFileName().Replace(".", "", StringComparison.Ordinal));
    }

    public async Task DisposeAsync()
    {
        Directory.EnumerateFileSystemEntries(_folder).ShouldBeEmpty();
        _client.Dispose();
        await _app.DisposeAsync();
        Directory.Delete(_folder);
    }

    [Fact]
    public async Task A_photo_is_answered_with_its_url_its_id_and_its_tags_and_is_an_asset_like_any_other()
    {
        using var form = Form(Photos.Sideways);
        form.Add(new StringContent("Nest"), "title");
        form.Add(new StringContent("Nature, outdoor"), "tags");
        form.Add(new StringContent("spring"), "tags");

        using var response = await _client.PostAsync("/api/v1/upload", form);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        var answer = await response.ReadJsonAsync();
        answer.EnumerateObject().Select(member => member.Name).ShouldBe(["success", "url", "public_id", "tags"]);
        answer.GetProperty("success").GetBoolean().ShouldBeTrue();
        answer.GetProperty("tags").ToString().ShouldBe("""["nature","outdoor","spring"]""");
        var id = answer.GetProperty("public_id").GetString()!["gallery/".Length..];
        (await _app.Anonymous.GetByteArrayAsync(answer.GetProperty("url").GetString())).ShouldBe(Photos.Sideways);
        var asset = await (await _client.GetAsync($"/api/assets/{id}")).ReadJsonAsync();
        (asset.GetProperty("state").GetString(), asset.GetProperty("title").GetString(), asset.GetProperty("name").GetString())
            .ShouldBe(("ready", "Nest", "nest.jpg"));
        asset.GetProperty("urls").GetProperty("thumb").GetString().ShouldNotBeNull();
        (await MessagesAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task A_file_over_the_threshold_comes_through_a_temporary_file_that_is_gone_afterwards()
    {
        var photo = Photos.Solid(700, 700);
        var large = (byte[])[.. photo, .. new byte[300_000]];

        using var response = await _client.PostAsync("/api/v1/upload", Form(large, "nest.png", "image/png"));

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        var url = (await response.ReadJsonAsync()).GetProperty("url").GetString();
        (await _app.Anonymous.GetByteArrayAsync(url)).ShouldBe(large);
    }

    [Fact]
    public async Task No_file_is_answered_in_the_go_services_words()
    {
        using var without = new MultipartFormDataContent { { new StringContent("Nest"), "title" } };
        await ShouldBeAsync(await _client.PostAsync("/api/v1/upload", without), HttpStatusCode.BadRequest, "No file provided");
        await ShouldBeAsync(await _client.PostAsync("/api/v1/upload", Form([])), HttpStatusCode.BadRequest, "No file provided");
        await ShouldBeAsync(
            await _client.PostAsync("/api/v1/upload", new StringContent("{}", Encoding.UTF8, "application/json")), HttpStatusCode.BadRequest, "No file provided");
    }

    [Theory]
    [InlineData("notes.txt", "text/plain", "hello")]
    [InlineData("drawing.jpg", "image/jpeg", "<svg xmlns='http://www.w3.org/2000/svg'/>")]
    [InlineData("photo.bmp", "image/bmp", "BM0000000000")]
    public async Task Other_files_are_answered_in_the_go_services_words(string name, string type, string content) =>
        await ShouldBeAsync(
            await _client.PostAsync("/api/v1/upload", Form(Encoding.ASCII.GetBytes(content.PadRight(9_000)), name, type)),
            HttpStatusCode.BadRequest,
            "Invalid file type. Only images and videos are allowed.");

    [Fact]
    public async Task A_picture_under_the_name_of_another_type_is_refused() =>
        await ShouldBeAsync(
            await _client.PostAsync("/api/v1/upload", Form(Photos.Sideways, "nest.png", "image/png")),
            HttpStatusCode.BadRequest,
            "Invalid file type. Only images and videos are allowed.");

    [Fact]
    public async Task A_truncated_picture_is_refused_and_says_why()
    {
        using var response = await _client.PostAsync("/api/v1/upload", Form(Photos.Sideways[..^(Photos.Sideways.Length / 2)]));

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await response.ReadJsonAsync()).GetProperty("error").GetString().ShouldNotBeNullOrEmpty();
        var listed = await (await _client.GetAsync("/api/assets?state=rejected")).ReadJsonAsync();
        listed.GetProperty("assets").GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public async Task More_bytes_than_an_image_may_have_are_refused_before_they_are_all_read()
    {
        using var response = await _client.PostAsync("/api/v1/upload", Form([.. Photos.Sideways, .. new byte[1_500_000]]));

        response.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        (await response.ReadJsonAsync()).GetProperty("error").GetString()!.ShouldContain("1,000,000");
    }

    [Fact]
    public async Task A_path_in_the_name_is_cut_off_and_a_long_title_is_refused()
    {
        using var response = await _client.PostAsync("/api/v1/upload", Form(Photos.Sideways, "..\\\\..\\\\etc\\\\nest.jpg"));
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        var id = (await response.ReadJsonAsync()).GetProperty("public_id").GetString()!["gallery/".Length..];
        (await (await _client.GetAsync($"/api/assets/{id}")).ReadJsonAsync()).GetProperty("name").GetString().ShouldBe("nest.jpg");

        var form = Form(Photos.Sideways);
        form.Add(new StringContent(new string('x', 10_000)), "title");
        using var refused = await _client.PostAsync("/api/v1/upload", form);
        refused.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData("--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.jpg\"\r\n\r\nabc")]
    [InlineData("--x--\r\n")]
    [InlineData("garbage")]
    [InlineData("")]
    public async Task A_form_that_is_none_is_a_400(string body)
    {
        using var content = new ByteArrayContent(Encoding.ASCII.GetBytes(body));
        content.Headers.TryAddWithoutValidation("Content-Type", "multipart/form-data; boundary=x");
        using var response = await _client.PostAsync("/api/v1/upload", content);
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await response.ReadJsonAsync()).GetProperty("error").GetString().ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public async Task A_client_that_leaves_half_way_leaves_nothing_behind()
    {
        for (var half = 0; half < 3; half++)
        {
            using var socket = await BeginAsync();
            await socket.GetStream().WriteAsync(new byte[150_000 * half]);
        }

        // Their places become free: with three left behind there would never be one for this.
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var response = await _client.PostAsync("/api/v1/upload", Form(Photos.Sideways), deadline.Token);
        while (response.StatusCode == HttpStatusCode.ServiceUnavailable)
        {
            response.Dispose();
            response = await _client.PostAsync("/api/v1/upload", Form(Photos.Sideways), deadline.Token);
        }

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        var assets = await (await _client.GetAsync("/api/assets")).ReadJsonAsync();
        assets.GetProperty("assets").GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public async Task More_at_once_than_may_wait_are_turned_away_with_a_time_to_come_back()
    {
        var slow = new List<TcpClient>();
        try
        {
            for (var i = 0; i < 3; i++)
            {
                slow.Add(await BeginAsync());
            }

            using var turnedAway = await TurnedAwayAsync(slow);
            turnedAway.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(5));
            (await turnedAway.ReadJsonAsync()).GetProperty("error").GetString().ShouldNotBeNullOrEmpty();
        }
        finally
        {
            slow.ForEach(socket => socket.Dispose());
        }
    }

    [Fact]
    public async Task An_upload_whose_process_ended_half_way_is_ended_by_its_follow_up()
    {
        var catalogue = _app.Services.GetRequiredService<ICatalogue>();
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
        await catalogue.ReserveAsync([asset], default);
        var followUp = _app.Services.GetRequiredService<AssetFollowUp>();

        await followUp.RunAsync(new FollowUp(asset.Account, asset.Id, []), default);
        (await catalogue.FindAsync(asset.Account, asset.Id, default))!.Asset.State.ShouldBe(AssetState.Received);
        await followUp.RunAsync(new FollowUp(asset.Account, asset.Id, []) { EndsInterrupted = true }, default);

        var ended = (await catalogue.FindAsync(asset.Account, asset.Id, default))!.Asset;
        (ended.State, ended.Error!.Code).ShouldBe((AssetState.Failed, "interrupted"));
    }

    [Fact]
    public async Task A_key_is_needed_and_a_publishable_one_is_enough()
    {
        using var nobody = await _app.Anonymous.PostAsync("/api/v1/upload", Form(Photos.Sideways));
        nobody.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        var (visitor, _) = await _app.SignInAsync(_caller.Account, CredentialKind.Publishable);
        using var allowed = await visitor.PostAsync("/api/v1/upload", Form(Photos.Sideways));
        allowed.StatusCode.ShouldBe(HttpStatusCode.OK);
        visitor.Dispose();
    }

    private static MultipartFormDataContent Form(byte[] file, string name = "nest.jpg", string type = "image/jpeg")
    {
        var part = new ByteArrayContent(file);
        part.Headers.ContentType = new MediaTypeHeaderValue(type);
        part.Headers.TryAddWithoutValidation("Content-Disposition", $"form-data; name=\"file\"; filename=\"{name}\"");
        return new MultipartFormDataContent { part };
    }

    private static async Task ShouldBeAsync(HttpResponseMessage response, HttpStatusCode status, string error)
    {
        response.StatusCode.ShouldBe(status);
        (await response.ReadJsonAsync()).ToString().ShouldBe($$"""{"error":"{{error}}"}""");
        response.Dispose();
    }

    /// <summary>Sends the beginning of an upload of 900,000 bytes.</summary>
    private async Task<TcpClient> BeginAsync()
    {
        var socket = new TcpClient();
        await socket.ConnectAsync(_app.Address.Host, _app.Address.Port);
        var head = $"POST /api/v1/upload HTTP/1.1\r\nHost: x\r\nAuthorization: {_client.DefaultRequestHeaders.Authorization}\r\n"
            + "Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 900000\r\n\r\n"
            + "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.jpg\"\r\nContent-Type: image/jpeg\r\n\r\n";
        await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes(head));
        await socket.GetStream().WriteAsync(Photos.Sideways);
        return socket;
    }

    /// <summary>Tries while the slow ones are still on their way to their places, and has them send just enough not to be cut off.</summary>
    private async Task<HttpResponseMessage> TurnedAwayAsync(IReadOnlyList<TcpClient> slow)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (true)
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(limit.Token);
            patience.CancelAfter(TimeSpan.FromSeconds(2));
            foreach (var socket in slow)
            {
                await socket.GetStream().WriteAsync(new byte[2_000], limit.Token);
            }

            try
            {
                var response = await _client.PostAsync("/api/v1/upload", Form(Photos.Sideways), patience.Token);
                if (response.StatusCode == HttpStatusCode.ServiceUnavailable)
                {
                    return response;
                }
            }
            catch (OperationCanceledException) when (!limit.IsCancellationRequested)
            {
                // It had the last place among those that wait.
            }
        }
    }

    private async Task<int> MessagesAsync() => (await new QueueClient(_azurite.ConnectionString, QueueFollowUps.Queue)
        .GetPropertiesAsync()).Value.ApproximateMessagesCount;
}
