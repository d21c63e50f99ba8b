using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Magpie.Fetching;
using Magpie.Functions.Tests.Notifications;
using Magpie.Tests.Support;

namespace Magpie.Functions.Tests.Fetching;

/// <summary>Servers that take their time, send too much or say what is not so.</summary>
public sealed class FetchLimitTests
{
    private static readonly byte[] PngHead = [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    [Fact]
    public async Task A_body_without_an_end_is_given_up_at_the_limit_of_its_size()
    {
        await using var server = await Receiver.StartAsync();
        server.Answer = async (context, _) =>
        {
            await context.Response.Body.WriteAsync(PngHead);
            while (!context.RequestAborted.IsCancellationRequested)
            {
                await context.Response.Body.WriteAsync(new byte[64 << 10], context.RequestAborted);
            }
        };
        using var rig = new FetcherRig { Uploads = { MaxImageBytes = 10 << 20 }, Time = new ManualTime() };
        rig.Allow(server);

        using var result = await rig.FetchAsync(server.Address);
        result.ShouldBeOfType<FetchResult.Refused>().Code.ShouldBe(FetchCodes.TooLarge);
    }

    [Theory]
    [InlineData(1_000, true)]
    [InlineData(1_001, false)]
    public async Task The_limit_is_exact(int bytes, bool isFetched)
    {
        await using var server = await Receiver.StartAsync();
        server.Answer = async (context, _) =>
        {
            await context.Response.Body.WriteAsync(PngHead);
            await context.Response.Body.WriteAsync(new byte[bytes - PngHead.Length]);
        };
        using var rig = new FetcherRig { Uploads = { MaxImageBytes = 1_000 } };
        rig.Allow(server);

        using var result = await rig.FetchAsync(server.Address);
        (result is FetchResult.Fetched).ShouldBe(isFetched);
    }

    [Fact]
    public async Task A_body_that_trickles_is_given_up_when_the_time_for_everything_is_over()
    {
        var time = new ManualTime();
        var trickling = new TaskCompletionSource();
        await using var server = await Receiver.StartAsync();
        server.Answer = async (context, _) =>
        {
            await context.Response.Body.WriteAsync(PngHead);
            await context.Response.Body.FlushAsync();
            trickling.TrySetResult();
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        };
        using var rig = new FetcherRig { Time = time };
        rig.Allow(server);

        var fetching = rig.FetchAsync(server.Address);
        await trickling.Task.WaitAsync(TimeSpan.FromSeconds(30));
        time.Advance(TimeSpan.FromSeconds(9.9));
        fetching.IsCompleted.ShouldBeFalse();
        time.Advance(TimeSpan.FromSeconds(0.2));

        using var result = await fetching.WaitAsync(TimeSpan.FromSeconds(30));
        var refused = result.ShouldBeOfType<FetchResult.Refused>();
        refused.Code.ShouldBe(FetchCodes.Timeout);
        refused.Message.ShouldContain("10 seconds");
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n", FetchCodes.Unreachable)] // announces more than it sends
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n", FetchCodes.TooLarge)] // announces more than there may be
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n", FetchCodes.NotAnImage)] // announces less: the rest is not of this answer
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", FetchCodes.Unreachable)] // and sends no chunk
    [InlineData("SSH-2.0-OpenSSH_9.6\r\n", FetchCodes.Unreachable)]
    public async Task An_answer_that_lies_about_itself_gives_no_file(string head, string code)
    {
        await using var server = new RawServer([.. Encoding.ASCII.GetBytes(head), .. PngHead]);
        using var rig = new FetcherRig();
        rig.Allow(server.HostAndPort);

        using var result = await rig.FetchAsync($"http://{server.HostAndPort}/");
        result.ShouldBeOfType<FetchResult.Refused>().Code.ShouldBe(code);
    }

    [Fact]
    public async Task A_connection_that_breaks_off_once_is_tried_again()
    {
        var body = new byte[100];
        PngHead.CopyTo(body, 0);
        await using var server = new RawServer([], [.. "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n"u8, .. body]);
        using var rig = new FetcherRig();
        rig.Allow(server.HostAndPort);

        using var result = await rig.FetchAsync($"http://{server.HostAndPort}/");
        result.ShouldBeOfType<FetchResult.Fetched>().Length.ShouldBe(100);
    }

    [Fact]
    public async Task A_file_that_is_larger_at_the_second_try_is_had_whole()
    {
        byte[] begun = [.. PngHead, .. new byte[300_000]];
        byte[] whole = [.. PngHead, .. new byte[600_000]];
        await using var server = new RawServer(
            [.. "HTTP/1.1 200 OK\r\nContent-Length: 400000\r\n\r\n"u8, .. begun],
            [.. Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Length: {whole.Length}\r\n\r\n"), .. whole]);
        using var rig = new FetcherRig { Options = { SmallBytes = 100_000 } };
        rig.Allow(server.HostAndPort);

        using var result = await rig.FetchAsync($"http://{server.HostAndPort}/");
        result.ShouldBeOfType<FetchResult.Fetched>().Length.ShouldBe(whole.Length);
    }


    [Fact]
    public async Task Nobody_listening_is_unreachable()
    {
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        var pair = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port}");
        free.Stop();
        using var rig = new FetcherRig();
        rig.Allow(pair);

        using var result = await rig.FetchAsync($"http://{pair}/");
        result.ShouldBeOfType<FetchResult.Refused>().Code.ShouldBe(FetchCodes.Unreachable);
    }

    [Fact]
    public async Task Files_in_use_keep_their_places_until_they_are_let_go()
    {
        var time = new ManualTime();
        await using var server = await Receiver.StartAsync();
        server.Answer = (context, _) => context.Response.Body.WriteAsync(PngHead).AsTask();
        using var rig = new FetcherRig { Options = { MaxConcurrent = 1, MaxWaiting = 1 }, Time = time };
        rig.Allow(server);

        var used = await rig.FetchAsync(server.Address);
        var waiting = rig.FetchAsync(server.Address);
        using var beyond = await rig.FetchAsync(server.Address);
        beyond.ShouldBeOfType<FetchResult.Refused>().Code.ShouldBe(FetchCodes.Busy);
        time.Advance(TimeSpan.FromSeconds(11));
        using var late = await waiting;
        late.ShouldBeOfType<FetchResult.Refused>().Code.ShouldBe(FetchCodes.Busy);

        var next = rig.FetchAsync(server.Address);
        next.IsCompleted.ShouldBeFalse();
        used.Dispose();
        using var fetched = await next.WaitAsync(TimeSpan.FromSeconds(30));
        fetched.ShouldBeOfType<FetchResult.Fetched>();
        server.Requests.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_caller_who_gives_up_is_told_so_and_leaves_its_place()
    {
        await using var server = await Receiver.StartAsync();
        server.Answer = (context, number) =>
            number == 1 ? Task.Delay(Timeout.Infinite, context.RequestAborted) : context.Response.Body.WriteAsync(PngHead).AsTask();
        using var rig = new FetcherRig { Options = { MaxConcurrent = 1 } };
        rig.Allow(server);
        using var given = new CancellationTokenSource();

        var fetching = rig.FetchAsync(server.Address.AbsoluteUri, FetchedKinds.Images, given.Token);
        await server.ReceivedAsync(1);
        await given.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => fetching);

        using var next = await rig.FetchAsync(server.Address);
        next.ShouldBeOfType<FetchResult.Fetched>();
    }

    [Fact]
    public async Task Large_files_share_a_budget_and_wait_for_each_other()
    {
        await using var server = await Receiver.StartAsync();
        server.Answer = async (context, _) =>
        {
            await context.Response.Body.WriteAsync(PngHead);
            await context.Response.Body.WriteAsync(new byte[200_000]);
        };
        using var rig = new FetcherRig
        {
            Options = { SmallBytes = 100_000, MaxBytesInMemory = 1 << 20 },
            Uploads = { MaxImageBytes = 1 << 20 },
        };
        rig.Allow(server);

        var first = await rig.FetchAsync(server.Address);
        var second = rig.FetchAsync(server.Address);
        await server.ReceivedAsync(2);
        second.IsCompleted.ShouldBeFalse();
        first.Dispose();
        using var fetched = await second.WaitAsync(TimeSpan.FromSeconds(30));
        fetched.ShouldBeOfType<FetchResult.Fetched>().Length.ShouldBe(200_008);
    }

    /// <summary>Answers each connection with the next bytes, the last for ever, and closes it.</summary>
    private sealed class RawServer : IAsyncDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly Task _serving;

        public RawServer(params byte[][] answers)
        {
            _listener.Start();
            HostAndPort = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");
            _serving = ServeAsync(answers);
        }

        public string HostAndPort { get; }

        public async ValueTask DisposeAsync()
        {
            _listener.Stop();
            await _serving;
        }

        private async Task ServeAsync(byte[][] answers)
        {
            try
            {
                for (var number = 0; ; number++)
                {
                    using var client = await _listener.AcceptTcpClientAsync();
                    var stream = client.GetStream();
                    _ = await stream.ReadAsync(new byte[4096]);
                    await stream.WriteAsync(answers[Math.Min(number, answers.Length - 1)]);
                }
            }
            catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
            {
                // Stopped.
            }
        }
    }
}
