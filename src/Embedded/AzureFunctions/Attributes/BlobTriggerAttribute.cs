using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Starts the function for a blob that is new or was written again.</summary>
/// <param name="blobPath"><c>container/name</c>, where the name may hold <c>{tokens}</c> and the whole <c>%settings%</c>.</param>
public sealed class BlobTriggerAttribute(string blobPath) : TriggerBindingAttribute
{
    /// <summary><c>container/name</c>, where the name may hold <c>{tokens}</c>.</summary>
    public string BlobPath { get; } = blobPath;

    /// <summary>The setting or section that names the storage account; <c>AzureWebJobsStorage</c> when null.</summary>
    public string? Connection { get; set; }

    /// <summary>Where news of blobs come from. <see cref="BlobTriggerSource.EventGrid"/> does not run locally.</summary>
    public BlobTriggerSource Source { get; set; }
}

/// <summary>Where news of blobs come from.</summary>
public enum BlobTriggerSource
{
    /// <summary>The host lists the container.</summary>
    LogsAndContainerScan,

    /// <summary>Event Grid tells the host.</summary>
    EventGrid,
}
