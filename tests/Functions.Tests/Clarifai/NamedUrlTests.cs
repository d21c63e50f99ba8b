using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using Magpie.Fetching;
using Magpie.Functions.Fetching;
using Magpie.Functions.Tests.Hosting;
using Magpie.Functions.Tests.Notifications;
using Magpie.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Magpie.Functions.Tests.Clarifai;

/// <summary>URLs whose names lie: of public and private addresses at once, or of another address once it is checked. All connections lead to one server.</summary>
public sealed class NamedUrlTests(Azurite storage) : IClassFixture<Azurite>, IAsyncLifetime
{
    private static readonly IPAddress Public = IPAddress.Parse("1.1.1.1");

    private readonly ConcurrentQueue<IPAddress> _opened = new();
    private Receiver _server = null!;
    private RunningApp _app = null!;
    private HttpClient _client = null!;

    public async Task InitializeAsync()
    {
        _server = await Receiver.StartAsync();
        _server.Answer = (context, _) =>
        {
            // So that there is a second try, with a connection of its own.
            (context.Response.StatusCode, context.Response.Headers.Connection) = (500, "close");
            return Task.CompletedTask;
        };
        var http = new GuardedHttp(FetchAllowance.None, new GuardedConnector(FetchAllowance.None, new Names(), OpenAsync));
        _app = await RunningApp.StartAsync(
            storage.ConnectionString, TimeProvider.System, services => services.AddSingleton(http), $"--MAGPIE_MODELS={Path.Combine(Repository.Root, "models")}");
        (await _app.Anonymous.GetAsync("/healthz")).EnsureSuccessStatusCode();
        (_client, _) = await _app.SignInAsync("gallery");
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Theory]
    [InlineData("mixed.example", 0)]
    [InlineData("mixed-the-other-way.example", 0)]
    [InlineData("mapped.example", 0)]
    [InlineData("rebinding.example", 1)]
    public async Task It_is_refused_by_either_version_and_nothing_private_is_connected_to(string host, int connections)
    {
        var url = $"http://{host}/a.png";
        using var added = await _client.PostAsJsonAsync("/v2/inputs", new { inputs = new[] { new { data = new { image = new { url } } } } });
        added.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await added.ReadJsonAsync()).GetProperty("inputs")[0].GetProperty("status").GetProperty("code").GetInt32().ShouldBe(30106);
        using var found = await _client.PostTextAsync("/v2/searches", """{"query":{"ands":[{"output":{"input":{"data":{"image":{"url":"URL"}}}}}]}}""".Replace("URL", url.Replace(host, "v2." + host, StringComparison.Ordinal), StringComparison.Ordinal));
        await found.ShouldBeV2ErrorAsync(400, 30106);

        using var tagged = await _client.GetAsync($"/v1/tag?url={url.Replace(host, "v1." + host, StringComparison.Ordinal)}");
        var result = (await tagged.ReadJsonAsync()).GetProperty("results")[0];
        result.GetProperty("status_code").GetString().ShouldBe("CLIENT_ERROR");
        result.GetProperty("result").GetProperty("error").GetString()!.ShouldNotContain("127.0.0.1");

        _opened.ShouldBe(Enumerable.Repeat(Public, 3 * connections));
        _server.Requests.Count.ShouldBe(3 * connections);
    }

    private async ValueTask<Stream> OpenAsync(IPEndPoint endpoint, CancellationToken cancellationToken)
    {
        _opened.Enqueue(endpoint.Address);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, _server.Address.Port, cancellationToken);
        return new NetworkStream(socket, ownsSocket: true);
    }

    private sealed class Names : IHostResolver
    {
        private readonly ConcurrentDictionary<string, int> _asked = new(StringComparer.Ordinal);

        public Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken) => Task.FromResult<IPAddress[]>(
            host.Contains("other", StringComparison.Ordinal) ? [IPAddress.Loopback, Public]
            : host.Contains("mixed", StringComparison.Ordinal) ? [Public, IPAddress.Loopback]
            : host.Contains("mapped", StringComparison.Ordinal) ? [Public, IPAddress.Parse("::ffff:10.0.0.1")]
            : [_asked.AddOrUpdate(host, 1, static (_, times) => times + 1) == 1 ? Public : IPAddress.Loopback]);
    }
}
