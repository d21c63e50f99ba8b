using System.Collections.Concurrent;
using System.Text;

namespace Magpie.Tests.Support;

/// <summary>A request to be held on its way through a <see cref="FaultyProxy"/>, for as long as both sides live.</summary>
/// <param name="method">Of HTTP.</param>
/// <param name="path">What its path holds.</param>
/// <param name="carriedOut">False: the server never hears of it. True: the server does it, and its answer never comes.</param>
public sealed class RequestHold(string method, string path, bool carriedOut)
{
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentQueue<string> _passed = new();
    private int _taken;

    /// <summary>What the path of a request held that must have passed before; null when it may be the first.</summary>
    public string? After { get; init; }

    /// <summary>Completes when the request is held.</summary>
    public Task Begun => _begun.Task;

    /// <summary>The first lines of what was passed on instead.</summary>
    public IReadOnlyCollection<string> Passed => _passed;

    public bool CarriedOut => carriedOut;

    internal void Begin() => _begun.TrySetResult();

    /// <summary>Whether this piece of a connection begins the request, and is the first that does.</summary>
    internal bool Takes(ReadOnlySpan<byte> piece)
    {
        var end = piece.IndexOf("\r\n"u8);
        var line = Encoding.ASCII.GetString(end < 0 ? [] : piece[..end]);
        if (!line.EndsWith(" HTTP/1.1", StringComparison.Ordinal))
        {
            return false;
        }

        if (line.StartsWith(method + ' ', StringComparison.Ordinal) && line.Contains(path, StringComparison.Ordinal)
            && (After is null || _passed.Any(before => before.Contains(After, StringComparison.Ordinal)))
            && Interlocked.Exchange(ref _taken, 1) == 0)
        {
            return true;
        }

        _passed.Enqueue(line);
        return false;
    }
}
