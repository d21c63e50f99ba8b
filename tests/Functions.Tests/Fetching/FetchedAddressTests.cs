using System.Net;
using System.Net.Sockets;
using Magpie.Fetching;
using Magpie.Functions.Tests.Notifications;

namespace Magpie.Functions.Tests.Fetching;

/// <summary>Addresses that a caller may not make the service fetch from; nothing may arrive at the server behind them.</summary>
public sealed class FetchedAddressTests : IAsyncLifetime
{
    private static readonly IPAddress Public = IPAddress.Parse("1.1.1.1");

    private Receiver _server = null!;

    public async Task InitializeAsync() => _server = await Receiver.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Theory]
    [InlineData(null, FetchCodes.BadUrl)]
    [InlineData("", FetchCodes.BadUrl)]
    [InlineData("photo.jpg", FetchCodes.BadUrl)]
    [InlineData("ftp://example.com/photo.jpg", FetchCodes.BadUrl)]
    [InlineData("file:///etc/passwd", FetchCodes.BadUrl)]
    [InlineData("data:image/png;base64,iVBORw0KGgo=", FetchCodes.BadUrl)]
    [InlineData("http://", FetchCodes.BadUrl)]
    [InlineData("https://user:password@example.com/photo.jpg", FetchCodes.BadUrl)]
    [InlineData("http://127.0.0.1:{port}/", FetchCodes.NotPublic)]
    [InlineData("http://2130706433:{port}/", FetchCodes.NotPublic)]
    [InlineData("http://0x7f.1:{port}/", FetchCodes.NotPublic)]
    [InlineData("http://localhost:{port}/", FetchCodes.NotPublic)]
    [InlineData("http://[::1]:{port}/", FetchCodes.NotPublic)]
    [InlineData("http://[::ffff:127.0.0.1]:{port}/", FetchCodes.NotPublic)]
    [InlineData("http://[::ffff:a00:1]/", FetchCodes.NotPublic)]
    [InlineData("http://[64:ff9b::7f00:1]/", FetchCodes.NotPublic)]
    [InlineData("http://0.0.0.0:{port}/", FetchCodes.NotPublic)]
    [InlineData("http://10.0.0.1/", FetchCodes.NotPublic)]
    [InlineData("http://192.168.1.1/", FetchCodes.NotPublic)]
    [InlineData("http://172.16.0.1/", FetchCodes.NotPublic)]
    [InlineData("http://169.254.1.1/", FetchCodes.NotPublic)]
    [InlineData("http://169.254.169.254/latest/meta-data/", FetchCodes.NotPublic)]
    [InlineData("http://[fe80::1]/", FetchCodes.NotPublic)]
    [InlineData("http://[fd00::1]/", FetchCodes.NotPublic)]
    [InlineData("http://metadata.internal/", FetchCodes.NotPublic)]
    public async Task An_address_that_may_not_be_fetched_from_is_refused(string? url, string code)
    {
        using var rig = new FetcherRig { Resolver = new ScriptedResolver([IPAddress.Loopback]) };

        await ShouldBeRefusedAsync(rig, url?.Replace("{port}", $"{_server.Address.Port}", StringComparison.Ordinal)!, code);
        _server.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_name_is_refused_for_any_private_address_among_its_addresses()
    {
        IPAddress[][] answers =
        [
            [IPAddress.Loopback],
            [Public, IPAddress.Loopback],
            [IPAddress.Loopback, Public],
            [Public, IPAddress.Parse("169.254.169.254")],
            [IPAddress.Parse("::ffff:10.0.0.1")],
        ];
        foreach (var answer in answers)
        {
            using var rig = new FetcherRig { Resolver = new ScriptedResolver(answer) };
            await ShouldBeRefusedAsync(rig, Named("photos.example"), FetchCodes.NotPublic);
        }

        _server.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_name_that_means_something_else_after_the_check_gains_nothing()
    {
        // Public when it is checked, loopback ever after. The server fails, so that there is a second try with a connection of its own.
        List<IPAddress> opened = [];
        using var rig = new FetcherRig
        {
            Resolver = new ScriptedResolver([Public], [IPAddress.Loopback]),
            Open = async (endpoint, cancellationToken) =>
            {
                opened.Add(endpoint.Address);
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
                await socket.ConnectAsync(IPAddress.Loopback, _server.Address.Port, cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            },
        };
        _server.Answer = (context, _) =>
        {
            (context.Response.StatusCode, context.Response.Headers.Connection) = (500, "close");
            return Task.CompletedTask;
        };

        await ShouldBeRefusedAsync(rig, Named("rebinding.example"), FetchCodes.NotPublic);
        opened.ShouldBe([Public]);
        _server.Requests.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("http://127.0.0.1:{inner}/")]
    [InlineData("http://[::ffff:127.0.0.1]:{inner}/")]
    [InlineData("http://looks-public.example:{inner}/")]
    [InlineData("//localhost:{inner}/")]
    [InlineData("http://user:password@127.0.0.1:{inner}/")]
    [InlineData("file:///etc/passwd")]
    [InlineData("gopher://127.0.0.1:{inner}/")]
    public async Task A_redirect_into_the_private_net_is_not_followed(string location)
    {
        await using var inner = await Receiver.StartAsync();
        _server.Answer = (context, _) =>
        {
            context.Response.StatusCode = 302;
            context.Response.Headers.Location = location.Replace("{inner}", $"{inner.Address.Port}", StringComparison.Ordinal);
            return Task.CompletedTask;
        };
        using var rig = new FetcherRig { Resolver = new ScriptedResolver([IPAddress.Loopback]) };
        rig.Allow($"photos.example:{_server.Address.Port}");

        await ShouldBeRefusedAsync(rig, Named("photos.example"), FetchCodes.NotPublic);
        _server.Requests.Count.ShouldBe(1);
        inner.Requests.ShouldBeEmpty();
    }

    private static async Task ShouldBeRefusedAsync(FetcherRig rig, string url, string code)
    {
        using var result = await rig.FetchAsync(url);
        var refused = result.ShouldBeOfType<FetchResult.Refused>();
        refused.Code.ShouldBe(code);
        refused.Message.ShouldNotContain("user:password");
        refused.Message.ShouldNotContain("127.0.0.1");
    }

    private string Named(string host) => $"http://{host}:{_server.Address.Port}/";
}
