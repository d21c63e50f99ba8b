using System.Net.Http.Headers;
using System.Text;
using Magpie.Accounts;
using Magpie.Assets;
using Magpie.Functions.Tests.Hosting;
using Magpie.Functions.Tests.Ingest;
using Magpie.Search;
using Magpie.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Magpie.Functions.Tests.Search;

/// <summary>Two instances of the app on one storage, which answer searches from what they knew a moment ago.</summary>
public sealed class OtherInstanceTests(OtherInstanceTests.Pair pair) : IClassFixture<OtherInstanceTests.Pair>, IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly string _account = "s" + AssetId.New(TimeProvider.System);
    private HttpClient _one = null!;
    private HttpClient _other = null!;

    public async Task InitializeAsync()
    {
        var made = await pair.One.Services.GetRequiredService<AccountService>().AddAsync(_account, CredentialKind.Secret, "test", default);
        HttpClient[] clients = [new() { BaseAddress = pair.One.Address }, new() { BaseAddress = pair.Other.Address }];
        foreach (var client in clients)
        {
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Key", $"{made.Credential.Key}.{made.Secret}");
        }

        (_one, _other) = (clients[0], clients[1]);
    }

    public Task DisposeAsync()
    {
        _one.Dispose();
        _other.Dispose();
        return Task.CompletedTask;
    }

    [Theory]
    [InlineData("/api/assets/{0}", null)]
    [InlineData("/v2/inputs/{0}", null)]
    [InlineData("/v2/inputs", """{"ids":["{0}"]}""")]
    public async Task What_a_deletion_was_answered_for_is_not_found_by_an_instance_that_has_just_searched(string path, string? body)
    {
        var id = await UploadAsync();
        await SearchesAsync();
        (await FoundAsync(_other)).ShouldBe([id]);

        using var request = new HttpRequestMessage(HttpMethod.Delete, path.Replace("{0}", id, StringComparison.Ordinal));
        request.Content = body is null ? null : new StringContent(body.Replace("{0}", id, StringComparison.Ordinal), Encoding.UTF8, "application/json");
        (await _one.SendAsync(request)).EnsureSuccessStatusCode();

        (await FoundAsync(_other)).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_a_form_brought_is_found_by_the_next_search_of_an_instance_that_has_just_searched()
    {
        (await FoundAsync(_one)).ShouldBeEmpty();

        var id = await UploadAsync();

        (await FoundAsync(_one)).ShouldBe([id]);
    }

    /// <summary>Waits until the other has told that it searches the account: from then on it answers from memory.</summary>
    private async Task SearchesAsync()
    {
        using var limit = new CancellationTokenSource(Patience);
        await FoundAsync(_other);
        while (!await pair.One.Services.GetRequiredService<ISearchReaders>().HasOthersAsync(_account, limit.Token))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), limit.Token);
        }
    }

    private async Task<string> UploadAsync()
    {
        var photo = new ByteArrayContent(Photos.Sideways);
        photo.Headers.ContentType = new MediaTypeHeaderValue("image/jpeg");
        using var form = new MultipartFormDataContent { { photo, "file", "nest.jpg" }, { new StringContent("dog"), "tags" } };
        using var response = await _one.PostAsync("/api/v1/upload", form);
        response.EnsureSuccessStatusCode();
        return (await response.ReadJsonAsync()).GetProperty("public_id").GetString()!["gallery/".Length..];
    }

    private static async Task<string[]> FoundAsync(HttpClient client)
    {
        var found = await (await client.GetAsync("/api/search?q=dog")).ReadJsonAsync();
        return [.. found.GetProperty("hits").EnumerateArray().Select(hit => hit.GetProperty("asset").Id())];
    }

    /// <summary>Both, and their storage.</summary>
    public sealed class Pair : IAsyncLifetime
    {
        /// <summary>Long enough that nothing is looked at again by chance between a request and the search after it.</summary>
        private const string Age = "--Magpie:Search:MaxAge=00:00:02";

        public Azurite Storage { get; } = new();

        public RunningApp One { get; private set; } = null!;

        public RunningApp Other { get; private set; } = null!;

        public async Task InitializeAsync()
        {
            await Storage.StartAsync();
            One = await RunningApp.StartAsync(Storage.ConnectionString, Age);
            Other = await RunningApp.StartAsync(Storage.ConnectionString, Age);
            foreach (var app in (RunningApp[])[One, Other])
            {
                (await app.Anonymous.GetAsync("/healthz")).EnsureSuccessStatusCode();
            }
        }

        public async Task DisposeAsync()
        {
            await One.DisposeAsync();
            await Other.DisposeAsync();
            await Storage.DisposeAsync();
        }
    }
}
