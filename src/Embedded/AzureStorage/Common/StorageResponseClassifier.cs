using Azure.Core;

namespace Azure.Storage.Common;

/// <summary>Adds to Azure.Core's retriable statuses (408, 429, 500, 502, 503, 504) the service errors that say "try again".</summary>
internal sealed class StorageResponseClassifier : ResponseClassifier
{
    public override bool IsRetriableResponse(HttpMessage message) =>
        base.IsRetriableResponse(message)
        || (message.Response.Status >= 400
            && message.Response.Headers.TryGetValue("x-ms-error-code", out var code)
            && code is "InternalError" or "OperationTimedOut" or "ServerBusy");
}
