using Azure.Core;
using Azure.Storage.Common;

namespace Azure.Data.Tables;

/// <summary>Options of the table clients; retries, timeouts, transport and diagnostics are Azure.Core's.</summary>
public class TableClientOptions : ClientOptions
{
    private const ServiceVersion Latest = ServiceVersion.V2020_12_06;

    public TableClientOptions(ServiceVersion serviceVersion = Latest)
    {
        VersionText = serviceVersion switch
        {
            ServiceVersion.V2019_02_02 => "2019-02-02",
            ServiceVersion.V2020_12_06 => "2020-12-06",
            _ => throw new ArgumentOutOfRangeException(nameof(serviceVersion)),
        };
        StoragePipeline.SetUpDiagnostics(this);
    }

    /// <summary>The versions of the service this library speaks.</summary>
    public enum ServiceVersion
    {
        V2019_02_02 = 1,
        V2020_12_06 = 2,
    }

    internal string VersionText { get; }
}
