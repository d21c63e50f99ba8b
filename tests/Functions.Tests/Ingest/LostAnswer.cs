using Azure.Core;
using Azure.Core.Pipeline;

namespace Magpie.Functions.Tests.Ingest;

/// <summary>Loses the answer of one request that storage carried out, as a connection does that is reset: the client asks again.</summary>
internal sealed class LostAnswer(int request) : HttpPipelinePolicy
{
    private int _requests;

    public bool IsLost => Volatile.Read(ref _requests) >= request;

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) =>
        throw new NotSupportedException("Nothing here blocks a thread.");

    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        await ProcessNextAsync(message, pipeline);
        if (Interlocked.Increment(ref _requests) == request)
        {
            throw new IOException("The connection was reset.");
        }
    }
}
