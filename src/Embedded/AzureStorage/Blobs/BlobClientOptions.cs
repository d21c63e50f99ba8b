using Azure.Core;
using Azure.Storage.Common;

namespace Azure.Storage.Blobs;

/// <summary>Options of the blob clients; retries, timeouts, transport and diagnostics are Azure.Core's.</summary>
public class BlobClientOptions : ClientOptions
{
    private const ServiceVersion Latest = ServiceVersion.V2026_10_06;

    public BlobClientOptions(ServiceVersion version = Latest)
    {
        Version = Enum.IsDefined(version) ? version : throw new ArgumentOutOfRangeException(nameof(version));
        StoragePipeline.SetUpDiagnostics(this);
    }

    /// <summary>The versions of the service this library speaks.</summary>
    public enum ServiceVersion
    {
        V2026_06_06 = 31,
        V2026_10_06 = 32,
    }

    public ServiceVersion Version { get; }

    internal string VersionText => Version == ServiceVersion.V2026_06_06 ? "2026-06-06" : "2026-10-06";
}
