using System.Collections.Concurrent;
using System.Text;

namespace Magpie.Tests.Support;

/// <summary>Requests to be held on their way through a <see cref="FaultyProxy"/>, for as long as both sides live: whoever sent one waits at just this point of its work.</summary>
/// <param name="holds">Which requests, by their first line.</param>
/// <param name="carriedOut">False: the server never hears of them. True: the server does them, and the answers never come.</param>
public sealed class RequestHold(Func<string, bool> holds, bool carriedOut)
{
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentQueue<string> _held = new();
    private readonly ConcurrentQueue<string> _passed = new();
    private int _taken;

    /// <summary>Holds one request.</summary>
    /// <param name="method">Of HTTP.</param>
    /// <param name="path">What its path holds.</param>
    /// <param name="carriedOut">Likewise.</param>
    public RequestHold(string method, string path, bool carriedOut)
        : this(line => line.StartsWith(method + ' ', StringComparison.Ordinal) && line.Contains(path, StringComparison.Ordinal), carriedOut) => IsOnce = true;

    /// <summary>What the path of a request held that must have passed before; null when it may be the first.</summary>
    public string? After { get; init; }

    /// <summary>Whether only the first is held.</summary>
    public bool IsOnce { get; init; }

    /// <summary>Completes when a request is held.</summary>
    public Task Begun => _begun.Task;

    /// <summary>First lines of the requests that are held.</summary>
    public IReadOnlyCollection<string> Held => _held;

    /// <summary>The first lines of what was passed on instead.</summary>
    public IReadOnlyCollection<string> Passed => _passed;

    public bool CarriedOut => carriedOut;

    internal void Begin(string line)
    {
        _held.Enqueue(line);
        _begun.TrySetResult();
    }

    /// <summary>The first line of the request that this piece of a connection begins, if it is one to be held; a client writes a head in one piece.</summary>
    internal string? Takes(ReadOnlySpan<byte> piece)
    {
        var end = piece.IndexOf("\r\n"u8);
        var line = Encoding.ASCII.GetString(end < 0 ? [] : piece[..end]);
        if (!line.EndsWith(" HTTP/1.1", StringComparison.Ordinal))
        {
            return null;
        }

        if (holds(line)
            && (After is null || _passed.Any(before => before.Contains(After, StringComparison.Ordinal)))
            && (Interlocked.Exchange(ref _taken, 1) == 0 || !IsOnce))
        {
            return line;
        }

        _passed.Enqueue(line);
        return null;
    }
}
