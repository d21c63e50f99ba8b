using System.Net;
using Magpie.Fetching;
using Magpie.Functions.Fetching;
using Magpie.Functions.Tests.Notifications;
using Magpie.Uploads;
using Microsoft.Extensions.Logging.Abstractions;

namespace Magpie.Functions.Tests.Fetching;

/// <summary>A fetcher as it is in the app, put together when it is first used; names resolve to what the test says.</summary>
internal sealed class FetcherRig : IDisposable
{
    private readonly List<string> _allowed = [];
    private readonly List<IDisposable> _made = [];
    private ImageFetcher? _fetcher;

    public FetchOptions Options { get; } = new();

    public UploadOptions Uploads { get; } = new();

    public TimeProvider Time { get; init; } = TimeProvider.System;

    public IHostResolver Resolver { get; init; } = new SystemResolver();

    /// <summary>Opens the connections, in place of sockets.</summary>
    public Func<IPEndPoint, CancellationToken, ValueTask<Stream>>? Open { get; init; }

    public void Allow(Receiver server) => _allowed.Add(server.HostAndPort);

    public void Allow(string hostAndPort) => _allowed.Add(hostAndPort);

    public Task<FetchResult> FetchAsync(Uri url, FetchedKinds kinds = FetchedKinds.Images) => FetchAsync(url.AbsoluteUri, kinds);

    public Task<FetchResult> FetchAsync(string url, FetchedKinds kinds = FetchedKinds.Images, CancellationToken cancellationToken = default) =>
        (_fetcher ??= Make()).FetchAsync(url, kinds, cancellationToken);

    public void Dispose() => _made.ForEach(made => made.Dispose());

    private ImageFetcher Make()
    {
        var allowance = FetchAllowance.Parse(string.Join(',', _allowed));
        var http = Open is null ? new GuardedHttp(allowance, Resolver) : new GuardedHttp(allowance, new GuardedConnector(allowance, Resolver, Open));
        var fetcher = new ImageFetcher(http, allowance, Options, Uploads, Time, new Random(1), NullLogger<ImageFetcher>.Instance);
        _made.AddRange([fetcher, http]);
        return fetcher;
    }
}

/// <summary>Answers each question for a name in turn, the last answer for ever.</summary>
internal sealed class ScriptedResolver(params IPAddress[][] answers) : IHostResolver
{
    private int _asked;

    public Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken) =>
        Task.FromResult(answers[Math.Min(Interlocked.Increment(ref _asked), answers.Length) - 1]);
}
