using Azure.Core;
using Azure.Storage.Common;

namespace Azure.Storage.Queues;

/// <summary>How a message's text goes over the wire.</summary>
public enum QueueMessageEncoding
{
    None = 0,
    Base64 = 1,
}

/// <summary>Options of the queue clients; retries, timeouts, transport and diagnostics are Azure.Core's.</summary>
public class QueueClientOptions : ClientOptions
{
    private const ServiceVersion Latest = ServiceVersion.V2026_10_06;

    public QueueClientOptions(ServiceVersion version = Latest)
    {
        Version = Enum.IsDefined(version) ? version : throw new ArgumentOutOfRangeException(nameof(version));
        StoragePipeline.SetUpDiagnostics(this);
    }

    /// <summary>The versions of the service this library speaks.</summary>
    public enum ServiceVersion
    {
        V2026_02_06 = 29,
        V2026_04_06 = 30,
        V2026_06_06 = 31,
        V2026_10_06 = 32,
    }

    public ServiceVersion Version { get; }

    /// <summary>Plain text unless set; host triggers of Azure Functions expect Base64 by default.</summary>
    public QueueMessageEncoding MessageEncoding { get; set; }

    internal string VersionText => Version.ToString()[1..].Replace('_', '-');
}
