using System.Net;
using System.Net.Sockets;
using Magpie.Fetching;
using Magpie.Functions.Fetching;
using Magpie.Functions.Tests.Notifications;

namespace Magpie.Functions.Tests.Fetching;

/// <summary>What is reached, and what is not, with a real receiver on loopback and a resolver that says what the test wants.</summary>
public sealed class GuardedHttpTests : IAsyncLifetime
{
    private static readonly IPAddress Public = IPAddress.Parse("1.1.1.1");

    private Receiver _receiver = null!;

    public async Task InitializeAsync() => _receiver = await Receiver.StartAsync();

    public async Task DisposeAsync() => await _receiver.DisposeAsync();

    [Fact]
    public async Task Loopback_is_refused_and_nothing_arrives()
    {
        using var http = new GuardedHttp(FetchAllowance.None, new SystemResolver());

        await ShouldBeRefusedAsync(http, _receiver.Address);
        await ShouldBeRefusedAsync(http, new Uri($"http://localhost:{_receiver.Address.Port}/"));
        await ShouldBeRefusedAsync(http, new Uri($"http://[::ffff:127.0.0.1]:{_receiver.Address.Port}/"));
    }

    [Fact]
    public async Task The_pair_that_is_allowed_is_reached_and_no_other_port_or_name()
    {
        using var http = new GuardedHttp(FetchAllowance.Parse(_receiver.HostAndPort), new SystemResolver());
        await using var other = await Receiver.StartAsync();

        using var response = await http.GetAsync(_receiver.Address, 0, default);
        response.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await ShouldBeRefusedAsync(http, other.Address);
        await ShouldBeRefusedAsync(http, new Uri($"http://localhost:{_receiver.Address.Port}/"));
        other.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_name_with_one_private_address_among_public_ones_is_refused()
    {
        using var last = new GuardedHttp(FetchAllowance.None, new Resolver([Public, IPAddress.Loopback]));
        using var first = new GuardedHttp(FetchAllowance.None, new Resolver([IPAddress.Loopback, Public]));

        await ShouldBeRefusedAsync(last, Named("hooks.example"));
        await ShouldBeRefusedAsync(first, Named("hooks.example"));
    }

    [Fact]
    public async Task A_name_that_means_something_else_after_the_check_gains_nothing()
    {
        // Public when it is checked, loopback ever after: whoever resolves again to connect ends at the receiver.
        var resolver = new Resolver([Public], [IPAddress.Loopback]);
        List<IPEndPoint> opened = [];
        var connector = new GuardedConnector(FetchAllowance.None, resolver, (endpoint, _) =>
        {
            opened.Add(endpoint);
            return ValueTask.FromResult(Stream.Null);
        });

        await connector.ConnectAsync(new DnsEndPoint("rebinding.example", 443), default);
        opened.ShouldBe([new IPEndPoint(Public, 443)]);
        resolver.Asked.ShouldBe(1);

        await Should.ThrowAsync<FetchRefusedException>(async () => await connector.ConnectAsync(new DnsEndPoint("rebinding.example", 443), default));
        opened.Count.ShouldBe(1);
    }

    [Fact]
    public async Task The_next_address_is_tried_when_one_does_not_take_the_connection()
    {
        var reachable = IPAddress.Parse("8.8.8.8");
        var connector = new GuardedConnector(FetchAllowance.None, new Resolver([Public, reachable]), (endpoint, _) =>
            endpoint.Address.Equals(reachable) ? ValueTask.FromResult(Stream.Null) : throw new SocketException((int)SocketError.ConnectionRefused));

        (await connector.ConnectAsync(new DnsEndPoint("hooks.example", 443), default)).ShouldBe(Stream.Null);
    }

    [Fact]
    public async Task Every_new_connection_is_checked_anew()
    {
        var resolver = new Resolver([IPAddress.Loopback]);
        var connector = new GuardedConnector(FetchAllowance.None, resolver);
        for (var connection = 0; connection < 3; connection++)
        {
            await Should.ThrowAsync<FetchRefusedException>(async () => await connector.ConnectAsync(new DnsEndPoint("hooks.example", 80), default));
        }

        resolver.Asked.ShouldBe(3);
    }

    [Fact]
    public async Task A_redirect_is_followed_only_as_often_as_asked_and_never_to_a_private_address()
    {
        await using var inner = await Receiver.StartAsync();
        _receiver.Answer = (context, number) =>
        {
            context.Response.Redirect(number < 3 ? "/again" : inner.Address.AbsoluteUri);
            return Task.CompletedTask;
        };
        using var http = new GuardedHttp(FetchAllowance.Parse(_receiver.HostAndPort), new SystemResolver());

        using var unfollowed = await http.GetAsync(_receiver.Address, 0, default);
        unfollowed.StatusCode.ShouldBe(HttpStatusCode.Found);
        _receiver.Requests.Count.ShouldBe(1);

        var refused = await Should.ThrowAsync<HttpRequestException>(() => http.GetAsync(_receiver.Address, 3, default));
        refused.InnerException.ShouldBeOfType<FetchRefusedException>();
        _receiver.Requests.Count.ShouldBe(3);
        inner.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_redirect_by_name_to_a_private_address_is_refused_when_it_connects()
    {
        _receiver.Answer = (context, _) =>
        {
            context.Response.Redirect("http://looks-public.example/");
            return Task.CompletedTask;
        };
        using var http = new GuardedHttp(FetchAllowance.Parse($"hooks.example:{_receiver.Address.Port}"), new Resolver([IPAddress.Loopback]));

        var refused = await Should.ThrowAsync<HttpRequestException>(() => http.GetAsync(Named("hooks.example"), 3, default));
        refused.InnerException.ShouldBeOfType<FetchRefusedException>();
        _receiver.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task No_cookie_or_trace_of_ours_goes_along()
    {
        _receiver.Answer = (context, _) =>
        {
            context.Response.Cookies.Append("session", "1");
            return Task.CompletedTask;
        };
        using var activity = new System.Diagnostics.Activity("test").Start();
        using var http = new GuardedHttp(FetchAllowance.Parse(_receiver.HostAndPort), new SystemResolver());
        for (var request = 0; request < 2; request++)
        {
            using var response = await http.GetAsync(_receiver.Address, 0, default);
        }

        _receiver.Requests.Count.ShouldBe(2);
        _receiver.Requests.ShouldAllBe(request => !request.Headers.ContainsKey("Cookie") && !request.Headers.ContainsKey("traceparent"));
    }

    private async Task ShouldBeRefusedAsync(GuardedHttp http, Uri url)
    {
        var before = _receiver.Requests.Count;
        var refused = await Should.ThrowAsync<HttpRequestException>(() => http.GetAsync(url, 0, default));
        refused.InnerException.ShouldBeOfType<FetchRefusedException>();
        _receiver.Requests.Count.ShouldBe(before);
    }

    private Uri Named(string host) => new($"http://{host}:{_receiver.Address.Port}/");

    /// <summary>Gives its answers in turn, the last for ever.</summary>
    private sealed class Resolver(params IPAddress[][] answers) : IHostResolver
    {
        private int _asked;

        public int Asked => _asked;

        public Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken) =>
            Task.FromResult(answers[Math.Min(Interlocked.Increment(ref _asked), answers.Length) - 1]);
    }
}
