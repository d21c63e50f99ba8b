using Azure.Core;
using Azure.Core.Pipeline;

namespace Magpie.Functions.Tests.Ingest;

/// <summary>
/// Ends a process at one of its requests to storage: from there on nothing gets through, as after a crash. Before the request storage
/// has not heard of it; after the request it was carried out and the answer is lost.
/// </summary>
internal sealed class Mortality(int request = int.MaxValue, bool carriedOut = false) : HttpPipelinePolicy
{
    private volatile bool _dead;
    private int _requests;

    /// <summary>Requests so far.</summary>
    public int Requests => _requests;

    public bool Dead => _dead;

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) =>
        throw new NotSupportedException("Nothing here blocks a thread.");

    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        var last = Interlocked.Increment(ref _requests) == request;
        if (_dead || (last && !carriedOut))
        {
            _dead = true;
            throw new CrashException();
        }

        await ProcessNextAsync(message, pipeline);
        if (_dead || last)
        {
            _dead = true;
            throw new CrashException();
        }
    }
}

/// <summary>The end of a process.</summary>
internal sealed class CrashException : Exception
{
    public CrashException()
        : base("The process ended here.")
    {
    }
}
