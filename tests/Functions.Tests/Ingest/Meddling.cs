using Azure.Core;
using Azure.Core.Pipeline;

namespace Magpie.Functions.Tests.Ingest;

/// <summary>Does something right before each request goes to storage; what it throws is what the client sees.</summary>
internal sealed class Meddling(Func<Request, Task> before) : HttpPipelinePolicy
{
    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) =>
        throw new NotSupportedException("Nothing here blocks a thread.");

    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        await before(message.Request);
        await ProcessNextAsync(message, pipeline);
    }
}
