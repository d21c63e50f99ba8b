using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Tracing;
using Azure;
using Azure.Core.Diagnostics;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Azure.Storage.Sas;
using Magpie.Tests.Support;

namespace Magpie.AzureStorage.Tests.Common;

[Collection(AzuriteCollection.Name)]
public sealed class SecrecyTests(Azurite azurite)
{
    [Fact]
    public async Task Neither_logs_nor_traces_nor_errors_hold_a_key_or_a_signature()
    {
        var told = new ConcurrentQueue<string>();
        using var logs = new AzureEventSourceListener((_, text) => told.Enqueue(text), EventLevel.Verbose);
        using var traces = new ActivityListener
        {
            ShouldListenTo = source => source.Name.StartsWith("Azure", StringComparison.Ordinal),
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity => told.Enqueue(string.Join(' ', activity.TagObjects.Select(tag => $"{tag.Key}={tag.Value}"))),
        };
        ActivitySource.AddActivityListener(traces);

        var container = new BlobContainerClient(azurite.ConnectionString, Names.Container());
        await container.CreateAsync();
        var blob = container.GetBlobClient("b");
        var signed = blob.GenerateSasUri(BlobSasPermissions.Create, TimeProvider.System.GetUtcNow().AddMinutes(5));
        var credential = new AzureSasCredential(signed.Query);
        await new BlobClient(signed).UploadAsync(BinaryData.FromString("x"));
        foreach (var attempt in (Func<Task>[])
            [
                () => new BlobClient(signed).DownloadContentAsync(),
                () => new BlobClient(blob.Uri, credential).GetPropertiesAsync(),
                () => container.GetBlobClient("copy").StartCopyFromUriAsync(new Uri(signed.AbsoluteUri.Replace("/b?", "/nothing?", StringComparison.Ordinal))),
                () => new BlobClient(new UriBuilder(signed) { Port = Azurite.FreePort() }.Uri, NoRetries()).ExistsAsync(),
                () => new TableClient(azurite.ConnectionString, "none").AddEntityAsync(new TableEntity("p", "r")),
            ])
        {
            told.Enqueue((await Should.ThrowAsync<Exception>(attempt)).ToString());
        }

        var signature = new UriBuilder(signed).Query.Split('&').Single(part => part.StartsWith("sig=", StringComparison.Ordinal))["sig=".Length..];
        var key = azurite.ConnectionString.Split("AccountKey=")[1].Split(';')[0];
        told.Count.ShouldBeGreaterThan(20);
        told.ShouldContain(text => text.Contains("x-ms-version:2026-10-06", StringComparison.Ordinal));
        told.ShouldContain(text => text.Contains("http.request.method=", StringComparison.Ordinal) || text.Contains("http.method=", StringComparison.Ordinal));
        foreach (var secret in (string[])[signature, Uri.UnescapeDataString(signature), key, "SharedKey devstoreaccount1:"])
        {
            told.ShouldAllBe(text => !text.Contains(secret, StringComparison.OrdinalIgnoreCase));
        }
    }

    private static BlobClientOptions NoRetries()
    {
        var options = new BlobClientOptions();
        options.Retry.MaxRetries = 0;
        return options;
    }
}
