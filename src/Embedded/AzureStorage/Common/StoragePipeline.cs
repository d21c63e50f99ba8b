using Azure.Core;
using Azure.Core.Pipeline;

namespace Azure.Storage.Common;

/// <summary>
/// Builds a client's pipeline from its options: Azure.Core's retries, timeouts, logging and tracing, with the storage services' idea of
/// what is worth a retry, their error bodies, and the credential applied again on every try.
/// </summary>
internal static class StoragePipeline
{
    /// <summary>Asks Microsoft Entra for access to any storage account.</summary>
    public const string TokenScope = "https://storage.azure.com/.default";

    private static readonly string[] LoggedHeaders =
    [
        "Content-Disposition", "Content-Encoding", "Content-Language", "Content-MD5", "Content-Range", "Range",
        "x-ms-blob-type", "x-ms-copy-id", "x-ms-copy-status", "x-ms-creation-time", "x-ms-date", "x-ms-delete-snapshots", "x-ms-error-code",
        "x-ms-lease-duration", "x-ms-lease-state", "x-ms-lease-status", "x-ms-range", "x-ms-request-server-encrypted",
        "x-ms-server-encrypted", "x-ms-version", "x-ms-approximate-messages-count", "DataServiceVersion", "Prefer", "Preference-Applied",
    ];

    // Whatever is not here is logged as REDACTED: above all sig, and the other parameters of a SAS.
    private static readonly string[] LoggedParameters =
    [
        "comp", "restype", "blocklisttype", "delimiter", "include", "marker", "maxresults", "prefix", "timeout", "numofmessages", "peekonly",
        "visibilitytimeout", "messagettl", "$top", "$select", "$format",
    ];

    public static void SetUpDiagnostics(ClientOptions options)
    {
        foreach (var header in LoggedHeaders)
        {
            options.Diagnostics.LoggedHeaderNames.Add(header);
        }

        foreach (var parameter in LoggedParameters)
        {
            options.Diagnostics.LoggedQueryParameters.Add(parameter);
        }
    }

    public static HttpPipeline Build(ClientOptions options, HttpPipelinePolicy? authentication)
    {
        var pipeline = new HttpPipelineOptions(options)
        {
            ResponseClassifier = new StorageResponseClassifier(),
            RequestFailedDetailsParser = new StorageErrorParser(),
        };
        if (authentication is not null)
        {
            pipeline.PerRetryPolicies.Add(authentication);
        }

        return HttpPipelineBuilder.Build(pipeline);
    }

    public static StorageAccess Access(ClientOptions options, string version, StorageSharedKeyCredential? sharedKey) =>
        new(Build(options, sharedKey is null ? null : new SharedKeyPolicy(sharedKey, TimeProvider.System)), version, sharedKey);

    public static StorageAccess Access(ClientOptions options, string version, AzureSasCredential credential) =>
        new(Build(options, new SasPolicy(credential)), version, sharedKey: null);

    public static StorageAccess Access(ClientOptions options, string version, TokenCredential credential) =>
        new(Build(options, new BearerTokenAuthenticationPolicy(credential, TokenScope)), version, sharedKey: null);
}
